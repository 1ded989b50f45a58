import { win32 as windowsPath } from 'node:path'
import type { SayCommand, SayRequest } from 'say/platform/base.js'
import SayPlatformWin32 from 'say/platform/win32.js'
import type { Locale } from '../../shared/api/stores.ts'
import type { Clock } from '../../shared/clock.ts'
import type { SpeechEngine } from './engine.ts'
import { hardened } from './hardened-say.ts'
import { formatSpeakLine, workerArguments } from './win32-worker.ts'
import { createWorkerProcess } from './worker-process.ts'

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
}

/** Mandarin as spoken in China, Singapore, Taiwan, and only then whatever calls itself Chinese (Hong Kong: Cantonese). */
const CULTURES: Record<Locale, readonly string[]> = {
  'zh-CN': ['zh-CN', 'zh-SG', 'zh-TW', 'zh'],
  en: ['en-US', 'en-GB', 'en'],
}

/** `say`'s Windows class, which talks through cmd.exe in the console's code page, made to talk to our worker instead. */
export class SafeSayWin32 extends hardened(SayPlatformWin32) {
  readonly #program: string

  constructor(program: string) {
    super()
    this.#program = program
  }

  override buildSpeakCommand({ text, voice, speed, id, volume }: WorkerRequest): SayCommand {
    const pipedData = formatSpeakLine({
      id,
      text,
      rate: this.convertSpeed(speed ?? 1),
      volume: Math.round(volume * 100),
      cultures: CULTURES[voice === 'en' ? 'en' : 'zh-CN'],
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
    say({ text, locale, rate, volume }, begun) {
      return worker.say(
        (id) => platform.buildSpeakCommand({ id, text, voice: locale, speed: rate, volume }).pipedData,
        begun,
      )
    },
    warm: worker.warm,
    close: worker.close,
  }
}

/** By its full path: a `powershell.exe` that lies in the working directory or early in PATH is not the system's. */
export function windowsPowerShell(env: NodeJS.ProcessEnv): string {
  const named = env['SystemRoot'] ?? ''
  const root = /^[A-Za-z]:\\[^"<>|?*]*$/.test(named) ? named : 'C:\\Windows'
  return windowsPath.join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe')
}
