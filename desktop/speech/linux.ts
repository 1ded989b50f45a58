import { writeFile } from 'node:fs/promises'
import { ESPEAK_LACKS_VOICE, ESPEAK_VOICES, espeakRuns, espeakWords } from '../../shared/speech/espeak.ts'
import type { ScriptRun } from '../../shared/speech/script-runs.ts'
import type { Utterance } from '../core/ports.ts'
import type { SpeechEngine, SpeechResult } from './engine.ts'
import { parseEspeakVoices } from './espeak-voices.ts'
import { type ChildEnd, type ChildRun, runChild } from './run-child.ts'
import { joinWavs, readWav, type Wav, writeWav } from './wav.ts'

export interface EspeakOptions {
  /** The program's name or path. */
  program?: string
  env?: NodeJS.ProcessEnv
  /** Writes each utterance to this file (RIFF/WAVE) instead of the sound device; the index counts from 0. */
  renderTo?: (utteranceIndex: number) => string
}

/**
 * Linux, with espeak-ng. Text goes to its stdin. Mixed text is spoken by two voices in turn, one process each, because
 * each of them garbles the other's script (the Mandarin voice reads `KFC` as pinyin); a chosen one reads its own
 * language.
 */
export function createEspeakEngine({ program = 'espeak-ng', env, renderTo }: EspeakOptions = {}): SpeechEngine {
  let rendered = 0

  function start(run: ScriptRun, line: Utterance, last: boolean): ChildRun {
    const chosen = run.locale === line.locale ? line.voice : undefined
    const args = espeakWords(chosen ?? ESPEAK_VOICES[run.locale], line, last)
    if (renderTo !== undefined) args.push('--stdout')
    return runChild({ command: program, args, stdin: run.text, ...(env === undefined ? {} : { env }) })
  }

  return {
    say(line, begun) {
      const file = renderTo?.(rendered++)
      const runs = espeakRuns(line)
      let silenced = false
      let current: ChildRun | undefined

      async function perform(): Promise<SpeechResult> {
        const parts: Wav[] = []
        for (const [at, run] of runs.entries()) {
          if (silenced) return { outcome: 'stopped' }
          current = start(run, line, at === runs.length - 1)
          const end = await current.ended
          if (silenced) return { outcome: 'stopped' }
          const result = judge(end)
          if (result.outcome !== 'ok') return result
          const wav = file === undefined ? undefined : readWav(end.stdout)
          if (wav !== undefined) parts.push(wav)
        }
        return file === undefined ? { outcome: 'ok' } : save(file, parts, runs.length)
      }

      begun()
      return {
        result: perform(),
        silence() {
          silenced = true
          current?.kill()
        },
      }
    },
    list() {
      const listing = runChild({ command: program, args: ['--voices'], ...(env === undefined ? {} : { env }) })
      return {
        voices: listing.ended.then(({ code, stdout }) =>
          code === 0 ? parseEspeakVoices(stdout.toString('utf8')) : undefined,
        ),
        abandon: listing.kill,
      }
    },
    warm: () => {},
    close: () => {},
  }
}

/** Judges a run by its stderr: espeak-ng exits 0 without a sound device and without a dictionary. */
function judge({ code, fault, stderr }: ChildEnd): SpeechResult {
  const detail = fault ?? stderr.trim().split('\n').at(-1) ?? ''
  if (fault !== undefined) return { outcome: fault === 'ENOENT' ? 'no_engine' : 'failed', detail }
  if (ESPEAK_LACKS_VOICE.test(stderr)) return { outcome: 'no_voice', detail }
  // ALSA's own lines are no proof: a sound server may work all the same. This line is espeak-ng's verdict.
  if (/^error: |Cannot initialize the audio device/m.test(stderr)) return { outcome: 'no_audio_device', detail }
  return code === 0 ? { outcome: 'ok' } : { outcome: 'failed', detail: `exit code ${code}. ${detail}` }
}

async function save(file: string, parts: readonly Wav[], expected: number): Promise<SpeechResult> {
  const whole = parts.length === expected ? joinWavs(parts) : undefined
  if (whole === undefined) return { outcome: 'failed', detail: 'the rendered pieces do not make one sound file' }
  try {
    await writeFile(file, writeWav(whole))
    return { outcome: 'ok' }
  } catch (error) {
    return { outcome: 'failed', detail: error instanceof Error ? error.message : 'cannot write the sound file' }
  }
}
