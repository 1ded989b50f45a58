import type { Locale } from '../../../shared/api/stores.ts'
import type { Clock } from '../../../shared/clock.ts'

export interface Voices {
  /** Resolves when the browser has told its voices, or has been silent about them for long enough. */
  known: Promise<void>
  /** The best voice of a language, if there is one. */
  find(locale: Locale): SpeechSynthesisVoice | undefined
}

/** Browsers load their voices late and say so once; some never do, because they have none. */
const KNOWN_AFTER_MS = 2_000

/** Mandarin; a Cantonese voice (zh-HK, yue) reads the same text so that Mandarin ears miss it, and is no substitute. */
const WANTED: Record<Locale, readonly RegExp[]> = {
  'zh-CN': [/^(zh|cmn)[-_](hans[-_])?cn/i, /^cmn/i, /^zh$/i, /^zh[-_](sg|tw|hans|hant[-_]tw)/i],
  en: [/^en[-_](us|gb)/i, /^en/i],
}

export function createVoices(synth: SpeechSynthesis | undefined, clock: Clock): Voices {
  const known = new Promise<void>((resolve) => {
    if (synth === undefined || synth.getVoices().length > 0) return resolve()
    clock.after(KNOWN_AFTER_MS, resolve)
    synth.addEventListener?.('voiceschanged', () => resolve(), { once: true })
  })
  return {
    known,
    find(locale) {
      const all = synth?.getVoices() ?? []
      const fitting = WANTED[locale].flatMap((wanted) => all.filter(({ lang }) => wanted.test(lang)))
      // A voice of this machine speaks without the network, and is not cut short.
      return fitting.find(({ localService }) => localService) ?? fitting[0]
    },
  }
}
