import type { InstalledVoice, Utterance } from '../core/ports.ts'
import type { Listing, Saying, SpeechEngine, SpeechResult } from './engine.ts'

/** Called once, until it is back, when a chosen voice is missing and the system's own choice speaks. */
export type ReportMissing = (voice: string) => void

/**
 * Gives an engine no voice but one of its own list. An id comes from a settings file and goes to a child
 * process, and the voice it meant may have been uninstalled: then the engine chooses, since silence is no answer.
 */
export function withChosenVoices(engine: SpeechEngine, missing: ReportMissing = () => {}): SpeechEngine {
  let known: readonly InstalledVoice[] | undefined
  let reported: string | undefined

  function list(): Listing {
    const { voices, abandon } = engine.list()
    return {
      voices: voices.then((found) => {
        known = found
        return found
      }),
      abandon,
    }
  }

  function report(voice: string): void {
    if (reported === voice) return
    reported = voice
    missing(voice)
  }

  return {
    ...engine,
    list,
    say(line, begun) {
      const { voice, ...plain } = line
      if (voice === undefined) return engine.say(line, begun)
      let silenced = false
      let current: (() => void) | undefined

      function say(wanted: Utterance): Promise<SpeechResult> {
        const saying: Saying = engine.say(wanted, begun)
        current = saying.silence
        return saying.result
      }

      async function installed(): Promise<readonly InstalledVoice[] | undefined> {
        if (known !== undefined) return known
        const listing = list()
        current = listing.abandon
        return await listing.voices
      }

      async function perform(wanted: string): Promise<SpeechResult> {
        const voices = await installed()
        if (silenced) return { outcome: 'stopped' }
        if (voices?.some(({ id, locale }) => id === wanted && locale === line.locale)) {
          const result = await say(line)
          if (silenced || result.outcome !== 'no_voice') {
            reported = undefined
            return result
          }
          // Gone since the last look.
          known = undefined
        }
        if (voices !== undefined) report(wanted)
        return await say(plain)
      }

      return {
        result: perform(voice),
        silence() {
          silenced = true
          current?.()
        },
      }
    },
  }
}
