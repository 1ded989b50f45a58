import type { Clock } from '../../../../shared/clock.ts'
import { LOCALES, type Locale } from '../../../../shared/locales.ts'
import type { InstalledVoice } from '../../../core/ports.ts'

export interface Voices {
  /** Resolves when the browser has told its voices, or has been silent about them for long enough. */
  known: Promise<void>
  /** Finds the best voice of a language, if there is one. */
  find(locale: Locale): SpeechSynthesisVoice | undefined
  /** Finds the voice with this id, if it is here and speaks the language. */
  chosen(locale: Locale, id: string): SpeechSynthesisVoice | undefined
  /** Lists every voice of our languages, the best first. */
  installed(): InstalledVoice[]
}

/** The wait for a browser's voices: they are loaded late, and reported once; a browser without any never reports. */
const KNOWN_AFTER_MS = 2_000

/**
 * Language tags, the best first. A Cantonese voice (zh-HK, yue) reads the same text so that Mandarin ears miss it, and
 * is no substitute.
 */
const WANTED: Record<Locale, readonly RegExp[]> = {
  'zh-CN': [/^(zh|cmn)[-_](hans[-_])?cn/i, /^cmn/i, /^zh$/i, /^zh[-_](sg|tw|hans|hant[-_]tw)/i],
  en: [/^en[-_](us|gb)/i, /^en/i],
}

/** Reads the browser's voices. */
export function createVoices(synth: SpeechSynthesis | undefined, clock: Clock): Voices {
  const known = new Promise<void>((resolve) => {
    if (synth === undefined || synth.getVoices().length > 0) return resolve()
    clock.after(KNOWN_AFTER_MS, resolve)
    synth.addEventListener?.('voiceschanged', () => resolve(), { once: true })
  })

  function fitting(locale: Locale): SpeechSynthesisVoice[] {
    const all = synth?.getVoices() ?? []
    const found = new Set(WANTED[locale].flatMap((wanted) => all.filter(({ lang }) => wanted.test(lang))))
    // A voice of this machine speaks without the network, and is not cut short.
    return [...found].sort((a, b) => Number(b.localService) - Number(a.localService))
  }

  return {
    known,
    find: (locale) => fitting(locale)[0],
    chosen: (locale, id) => fitting(locale).find(({ voiceURI }) => voiceURI === id),
    installed: () => LOCALES.flatMap((locale) => fitting(locale).map((voice) => described(voice, locale))),
  }
}

function described({ voiceURI, name, lang }: SpeechSynthesisVoice, locale: Locale): InstalledVoice {
  return { id: voiceURI, name: name.includes('(') ? name : `${name} (${lang.replaceAll('_', '-')})`, locale }
}
