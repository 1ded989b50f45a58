import type { Clock } from '../../../../shared/clock.ts'
import { LOCALE_FACTS, LOCALES, type Locale } from '../../../../shared/locales.ts'
import { isCharacter, isJoke } from '../../../../shared/novelty-voices.ts'
import type { InstalledVoice } from '../../../core/ports.ts'

/** The facts that are read of a browser's voice. */
export interface ListedVoice {
  readonly name: string
  readonly lang: string
  readonly localService: boolean
  readonly voiceURI: string
}

/** The part of `SpeechSynthesis` that lists voices. */
export interface VoiceList<V extends ListedVoice> {
  getVoices(): V[]
  /** Some browsers have none. */
  addEventListener?(type: 'voiceschanged', listener: () => void): void
  removeEventListener?(type: 'voiceschanged', listener: () => void): void
}

export interface Voices<V extends ListedVoice> {
  /** Resolves when the browser has told its voices, or has been silent about them for long enough. */
  known: Promise<void>
  /** Resolves when there is a voice of this language, or none has come for {@link ARRIVED_AFTER_MS}. */
  arrived(locale: Locale): Promise<void>
  /** Calls `listener` with each language for which a voice has come since, whenever that is. */
  onArrival(listener: (locale: Locale) => void): void
  /** Finds the best voice of a language, if there is one. */
  find(locale: Locale): V | undefined
  /** Finds the voice with this id, if it is here and speaks the language. */
  chosen(locale: Locale, id: string): V | undefined
  /** Lists every voice of our languages, the best first. */
  installed(): InstalledVoice[]
}

/** The wait for a browser's voices: they are loaded late, and reported once; a browser without any never reports. */
const KNOWN_AFTER_MS = 2_000
/** The longest that the first words wait for a voice, from the opening of the page on: its chime has rung meanwhile. */
const ARRIVED_AFTER_MS = 20_000

/**
 * Language tags, the best first: a voice speaks by itself only if its tag is one of these, whole. A Cantonese voice
 * (zh-HK, yue) or one of a dialect (zh-CN-liaoning) reads the same text so that Mandarin ears miss it.
 */
const WANTED: Record<Locale, readonly RegExp[]> = {
  'zh-CN': [/^(zh|cmn)-(hans-)?cn$/i, /^(cmn|zh|(zh|cmn)-hans)$/i, /^(zh|cmn)-(hans-)?sg$/i, /^(zh|cmn)-(hant-)?tw$/i],
  en: [/^en-us$/i, /^en-gb$/i, /^en(-[a-z]{2})?$/i],
}

/** Ids of Apple's characters, whatever the system's language makes of their names. */
const CHARACTER_ID = /^com\.apple\.eloquence\./

/** Reads the browser's voices. */
export function createVoices<V extends ListedVoice>(synth: VoiceList<V> | undefined, clock: Clock): Voices<V> {
  const known = new Promise<void>((resolve) => {
    if (synth === undefined || synth.getVoices().length > 0) return resolve()
    clock.after(KNOWN_AFTER_MS, resolve)
    synth.addEventListener?.('voiceschanged', () => resolve())
  })

  function all(): V[] {
    return (synth?.getVoices() ?? []).filter(({ name }) => !isJoke(name))
  }

  /** The voices that may speak unasked, the best first. */
  function fitting(locale: Locale): V[] {
    const rank = ({ lang }: V) => WANTED[locale].findIndex((wanted) => wanted.test(lang.replaceAll('_', '-')))
    const able = all().filter(
      (voice) => rank(voice) >= 0 && !isCharacter(voice.name) && !CHARACTER_ID.test(voice.voiceURI),
    )
    // The language first; of one language a voice of this machine, which speaks without the network and is not cut.
    return able.sort((a, b) => rank(a) - rank(b) || Number(b.localService) - Number(a.localService))
  }

  /** The voices that a shop may choose: also dialects and characters, after the others. */
  function choosable(locale: Locale): V[] {
    return [...new Set([...fitting(locale), ...all().filter(({ lang }) => LOCALE_FACTS[locale].voices.test(lang))])]
  }

  const opened = clock.elapsed()

  function arrived(locale: Locale): Promise<void> {
    return new Promise((resolve) => {
      const left = opened + ARRIVED_AFTER_MS - clock.elapsed()
      if (synth?.addEventListener === undefined || fitting(locale).length > 0 || left <= 0) return resolve()
      const done = () => {
        cancel()
        synth.removeEventListener?.('voiceschanged', look)
        resolve()
      }
      const cancel = clock.after(left, done)
      const look = () => {
        if (fitting(locale).length > 0) done()
      }
      synth.addEventListener('voiceschanged', look)
    })
  }

  function onArrival(listener: (locale: Locale) => void): void {
    const here = () => LOCALES.filter((locale) => fitting(locale).length > 0)
    let before = here()
    synth?.addEventListener?.('voiceschanged', () => {
      const now = here()
      for (const locale of now.filter((one) => !before.includes(one))) listener(locale)
      before = now
    })
  }

  return {
    known,
    arrived,
    onArrival,
    find: (locale) => fitting(locale)[0],
    chosen: (locale, id) => choosable(locale).find(({ voiceURI }) => voiceURI === id),
    installed: () => LOCALES.flatMap((locale) => choosable(locale).map((voice) => described(voice, locale))),
  }
}

function described({ voiceURI, name, lang }: ListedVoice, locale: Locale): InstalledVoice {
  return { id: voiceURI, name: name.includes('(') ? name : `${name} (${lang.replaceAll('_', '-')})`, locale }
}
