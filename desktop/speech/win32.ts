import { win32 as windowsPath } from 'node:path'
import type { SayCommand, SayRequest } from 'say/platform/base.js'
import SayPlatformWin32 from 'say/platform/win32.js'
import type { Clock } from '../../shared/clock.ts'
import { DEFAULT_LOCALE, localeSchema } from '../../shared/locales.ts'
import { naturalAbilities } from '../../shared/phrases/reading/abilities.ts'
import type { InstalledVoice } from '../core/ports.ts'
import type { SpeechEngine } from './engine.ts'
import { hardened } from './hardened-say.ts'
import { LOCALE_VOICES } from './locale-voices.ts'
import { nameWithTag, spokenLocale } from './spoken-locale.ts'
import { formatListLine, formatLookLine, formatRaiseLine, formatSpeakLine, workerArguments } from './win32-worker.ts'
import { createWorkerProcess, type WorkerVoice } from './worker-process.ts'

export interface Win32Options {
  clock: Clock
  /** The path of Windows PowerShell 5.1. */
  program?: string
  env?: NodeJS.ProcessEnv
}

interface WorkerRequest extends SayRequest {
  id: number
  /** 0 to 1. */
  volume: number
  /** The voice that somebody has chosen, by its name; `voice` is the language. */
  chosen?: string | undefined
}

/**
 * `say`'s Windows class, which talks through cmd.exe in the console's code page, made to talk to our worker instead.
 */
export class SafeSayWin32 extends hardened(SayPlatformWin32) {
  readonly #program: string

  constructor(program: string) {
    super()
    this.#program = program
  }

  override buildSpeakCommand({ text, voice, speed, id, volume, chosen }: WorkerRequest): SayCommand {
    const pipedData = formatSpeakLine({
      id,
      text,
      rate: this.convertSpeed(speed ?? 1),
      volume: Math.round(volume * 100),
      cultures: LOCALE_VOICES[localeSchema.catch(DEFAULT_LOCALE).parse(voice)].cultures,
      voice: chosen,
    })
    return { ...this.buildWorkerCommand(), pipedData }
  }

  buildWorkerCommand(): Omit<SayCommand, 'pipedData'> {
    return { command: this.#program, args: workerArguments(), options: { shell: false } }
  }
}

/** Windows, with SAPI voices (Huihui, Zira …) through one PowerShell that stays. */
export function createWin32Engine({ clock, env, program = windowsPowerShell(env ?? {}) }: Win32Options): SpeechEngine {
  const platform = new SafeSayWin32(program)
  const { command, args } = platform.buildWorkerCommand()
  const worker = createWorkerProcess({ command, args, clock, ...(env === undefined ? {} : { env }) })
  return {
    abilities: naturalAbilities,
    say({ text, locale, rate, volume, voice: chosen }, begun) {
      return worker.say(
        (id) => platform.buildSpeakCommand({ id, text, voice: locale, speed: rate, volume, chosen }).pipedData,
        begun,
      )
    },
    list() {
      const listed: WorkerVoice[] = []
      const { result, silence } = worker.say(
        formatListLine,
        () => {},
        (voice) => listed.push(voice),
      )
      return {
        voices: result.then(({ outcome }) => (outcome === 'ok' ? installedVoices(listed) : undefined)),
        abandon: silence,
      }
    },
    systemVolume: {
      async look() {
        const level = await worker.ask(formatLookLine)
        return level && { muted: level.muted, volume: level.percent / 100 }
      },
      async raise(volume) {
        const percent = volume > 0 ? Math.round(Math.min(1, volume) * 100) : 0
        return (await worker.ask((id) => formatRaiseLine(id, percent))) !== undefined
      },
    },
    warm() {
      worker.warm()
      // The first look compiles, which is better done before somebody waits for it.
      void worker.ask(formatLookLine)
    },
    close: worker.close,
  }
}

/** System.Speech knows a voice by its name alone. */
function installedVoices(listed: readonly WorkerVoice[]): InstalledVoice[] {
  return listed.flatMap(({ culture, name }) => {
    const locale = spokenLocale(culture)
    return locale === undefined ? [] : [{ id: name, name: nameWithTag(name, culture), locale }]
  })
}

/** Finds PowerShell by its full path: one that lies in the working directory or early in PATH is not the system's. */
export function windowsPowerShell(env: NodeJS.ProcessEnv): string {
  const named = env['SystemRoot'] ?? ''
  const root = /^[A-Za-z]:\\[^"<>|?*]*$/.test(named) ? named : 'C:\\Windows'
  return windowsPath.join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe')
}
