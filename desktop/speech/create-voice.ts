import type { Clock } from '../../shared/clock.ts'
import type { ReportMissing } from './chosen-voice.ts'
import { createCommandVolume } from './command-volume.ts'
import { createDarwinEngine } from './darwin.ts'
import { DARWIN_TOOLS } from './darwin-volume.ts'
import type { SpeechEngine } from './engine.ts'
import { createEspeakEngine } from './linux.ts'
import { LINUX_TOOLS } from './linux-volume.ts'
import { createQueuedVoice, type HostVoice, type ReportTrouble } from './queued-voice.ts'
import { createWin32Engine } from './win32.ts'

export interface VoiceOptions {
  /** Node's name of the system: `process.platform`. */
  platform: NodeJS.Platform
  clock: Clock
  /** The environment of the engine; `process.env` unless named. */
  env?: NodeJS.ProcessEnv
  /** The engine's program, where it is not the system's own: espeak-ng, `say`, or Windows PowerShell. */
  program?: string
  /** Linux: a sound file for each utterance instead of the sound device. */
  renderTo?: (utteranceIndex: number) => string
  /** Called with the reason why an utterance was not heard. */
  report?: ReportTrouble
  /** Called when the chosen voice is not installed, so that the system's own choice speaks. */
  missing?: ReportMissing
}

/** Opens the voice of this machine. Call `close()` before the host ends: on Windows it holds a process. */
export function createVoice(options: VoiceOptions): HostVoice {
  const { clock, report, missing } = options
  const engine = createEngine(options)
  engine.warm()
  return createQueuedVoice({ engine, clock, ...(report && { report }), ...(missing && { missing }) })
}

function createEngine({ platform, clock, env = process.env, program, renderTo }: VoiceOptions): SpeechEngine {
  const named = program === undefined ? {} : { program }
  if (platform === 'win32') return createWin32Engine({ clock, env, ...named })
  // Every system but these two that has espeak-ng has it under this name.
  const engine =
    platform === 'darwin'
      ? createDarwinEngine({ env, ...named })
      : createEspeakEngine({ env, ...named, ...(renderTo === undefined ? {} : { renderTo }) })
  if (renderTo !== undefined) return engine
  const tools = platform === 'darwin' ? DARWIN_TOOLS : LINUX_TOOLS
  const systemVolume = createCommandVolume({ tools, clock, env })
  return {
    ...engine,
    systemVolume,
    close() {
      systemVolume.close()
      engine.close()
    },
  }
}
