import type { SayCommand, SayRequest } from 'say/platform/base.js'
import SayPlatformDarwin from 'say/platform/darwin.js'
import type { Locale } from '../../shared/locales.ts'
import { naturalAbilities } from '../../shared/phrases/reading/abilities.ts'
import type { Listing, SpeechEngine, SpeechResult } from './engine.ts'
import { hardened } from './hardened-say.ts'
import { type ChildEnd, type ChildRun, runChild } from './run-child.ts'
import { installedSayVoices, parseSayVoices, pickSayVoice, type SayVoice } from './say-voices.ts'

export interface DarwinOptions {
  /** The path of `say`. */
  program?: string
  env?: NodeJS.ProcessEnv
}

/** `say` of macOS with the text on its stdin (`-f -`): in argv a text that begins with `-o` writes a file. */
export class SafeSayDarwin extends hardened(SayPlatformDarwin) {
  readonly #program: string

  constructor(program: string) {
    super()
    this.#program = program
  }

  override buildSpeakCommand({ text, voice, speed }: SayRequest): SayCommand {
    const args = ['-f', '-', '-r', String(this.convertSpeed(speed ?? 1))]
    if (voice !== null) args.push('-v', voice)
    return { command: this.#program, args, pipedData: text, options: { shell: false } }
  }
}

/** macOS, with its own `say`. The voice is picked by locale from what is installed; it reads Latin words by itself. */
export function createDarwinEngine({ program = '/usr/bin/say', env = {} }: DarwinOptions = {}): SpeechEngine {
  const platform = new SafeSayDarwin(program)
  // An application started from the Finder or the Dock has no locale at all, and the system's tools then read bytes
  // in an old Mac encoding.
  const utf8: NodeJS.ProcessEnv = { ...env, LC_ALL: 'en_US.UTF-8' }
  const chosen = new Map<Locale, SayVoice>()

  const startList = () => runChild({ command: program, args: ['-v', '?'], env: utf8 })

  function list(): Listing {
    const listing = startList()
    return {
      voices: listing.ended.then(({ code, stdout }) =>
        code === 0 ? installedSayVoices(parseSayVoices(stdout.toString('utf8'))) : undefined,
      ),
      abandon: listing.kill,
    }
  }

  return {
    abilities: naturalAbilities,
    list,
    say({ text, locale, rate, volume, voice: named }, begun) {
      let silenced = false
      let current: ChildRun | undefined

      async function findVoice(): Promise<Pick<SayVoice, 'name'> | SpeechResult> {
        if (named !== undefined) return { name: named }
        const known = chosen.get(locale)
        if (known !== undefined) return known
        current = startList()
        const end = await current.ended
        if (end.code !== 0) return judge(end)
        const voice = pickSayVoice(parseSayVoices(end.stdout.toString('utf8')), locale)
        if (voice === undefined) return { outcome: 'no_voice', detail: `no installed voice speaks ${locale}` }
        chosen.set(locale, voice)
        return voice
      }

      async function perform(): Promise<SpeechResult> {
        const voice = await findVoice()
        if (silenced) return { outcome: 'stopped' }
        if ('outcome' in voice) return voice
        begun()
        const { command, args, pipedData } = platform.buildSpeakCommand({
          text: withVolume(text, volume),
          voice: voice.name,
          speed: rate,
        })
        current = runChild({ command, args, stdin: pipedData, env: utf8 })
        const result = judge(await current.ended)
        // It may have been uninstalled meanwhile: look again next time.
        if (result.outcome !== 'ok') chosen.delete(locale)
        return result
      }

      return {
        result: perform(),
        silence() {
          silenced = true
          current?.kill()
        },
      }
    },
    warm: () => {},
    close: () => {},
  }
}

/** `say` has no option for loudness, only Apple's embedded command; what stood in the text like one is gone by now. */
function withVolume(text: string, volume: number): string {
  return volume < 1 ? `[[volm ${volume.toFixed(2)}]] ${text}` : text
}

function judge({ code, fault, stderr }: ChildEnd): SpeechResult {
  const detail = fault ?? stderr.trim().split('\n').at(-1) ?? ''
  if (fault !== undefined) return { outcome: fault === 'ENOENT' ? 'no_engine' : 'failed', detail }
  if (/^Voice .* not found/m.test(stderr)) return { outcome: 'no_voice', detail }
  return code === 0 ? { outcome: 'ok' } : { outcome: 'failed', detail: `exit code ${code}. ${detail}` }
}
