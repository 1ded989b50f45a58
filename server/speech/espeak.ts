import type { SpeechRequest } from '../../shared/api/speech.ts'
import type { Clock } from '../../shared/clock.ts'
import { defendText } from '../../shared/speech/defend-text.ts'
import { ESPEAK_LACKS_VOICE, ESPEAK_VOICES, espeakRuns, espeakWords } from '../../shared/speech/espeak.ts'
import { appError } from '../lib/app-error.ts'
import { joinSounds } from './join-sounds.ts'
import { type EngineEnd, runEngine } from './run-engine.ts'

/** Milliseconds after which an engine that failed may be asked again. */
const RETRY_MS = 5_000

export interface EspeakDeps {
  clock: Pick<Clock, 'after'>
  /** The program's name or path. */
  program: string
  /** Ends every run that is under way. */
  stopping: AbortSignal
}

/**
 * Renders a sentence by espeak-ng: one run for each script in it, at full volume, joined into one RIFF/WAVE file.
 * Rejects with `speech_unavailable` when the engine or its voice is not installed, and with `speech_failed` when it
 * fails, or hangs and is killed.
 */
export async function renderByEspeak(deps: EspeakDeps, { text, locale, rate }: SpeechRequest): Promise<Buffer> {
  const runs = espeakRuns({ text: defendText(text), locale })
  const sounds: Buffer[] = []
  for (const [at, run] of runs.entries()) {
    if (deps.stopping.aborted) throw failed('the server is stopping')
    const words = espeakWords(ESPEAK_VOICES[run.locale], { rate, volume: 1 }, at === runs.length - 1)
    const call = { program: deps.program, words: [...words, '--stdout'], text: run.text }
    sounds.push(soundOf(await runEngine(call, deps).catch(refuseStart)))
  }
  const sound = joinSounds(sounds)
  if (sound === undefined) throw failed('the engine’s output is no sound')
  return sound
}

function soundOf({ code, stdout, stderr }: EngineEnd): Buffer {
  if (ESPEAK_LACKS_VOICE.test(stderr)) throw appError('speech_unavailable', { detail: 'The engine lacks the voice.' })
  if (code === null) throw failed('the engine did not end')
  if (code !== 0) throw failed(`the engine ended with ${code}`)
  return stdout
}

function refuseStart(error: NodeJS.ErrnoException): never {
  if (error.code === 'ENOENT' || error.code === 'EACCES')
    throw appError('speech_unavailable', { detail: 'espeak-ng is not installed on the server.' })
  throw failed(`the engine did not start: ${error.code}`)
}

function failed(detail: string): Error {
  return appError('speech_failed', { detail, retryMs: RETRY_MS })
}
