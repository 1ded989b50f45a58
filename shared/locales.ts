import * as z from 'zod'

/**
 * The languages of screen and voice. A further one is an entry here and in {@link LOCALE_FACTS}; tsc then lists the
 * words and voices that are missing, because every table by language is a `Record<Locale, …>`.
 */
export const LOCALES = ['zh-CN', 'en'] as const
export const localeSchema = z.enum(LOCALES)
export type Locale = z.infer<typeof localeSchema>

/** The language of stores and devices that name none. */
export const DEFAULT_LOCALE: Locale = 'zh-CN'
/** The language for a human who reads none of ours. */
const COMMON_LOCALE: Locale = 'en'

/** The script that a language's voice reads: Han characters, or words of letters. */
export type Script = 'han' | 'letters'

export interface LocaleFacts {
  /** The language in its own name, so that everybody finds theirs. */
  name: string
  /** The BCP 47 tag for dates in words: `Intl` has several Englishes. */
  dates: string
  script: Script
  /** Tags (BCP 47, or with `_`) of the languages whose readers understand this one. */
  readers: RegExp
  /** Tags of the voices that read this language as its readers expect to hear it. */
  voices: RegExp
}

export const LOCALE_FACTS: Record<Locale, LocaleFacts> = {
  'zh-CN': {
    name: '中文',
    dates: 'zh-CN',
    script: 'han',
    readers: /^zh\b/i,
    // A Cantonese voice reads the same characters so that Mandarin ears miss them.
    voices: /^(?:cmn|zh(?![-_](?:HK|MO|yue)\b))(?:[-_]|$)/i,
  },
  en: {
    name: 'English',
    dates: 'en-GB',
    script: 'letters',
    readers: /^en\b/i,
    voices: /^en(?:[-_]|$)/i,
  },
}

/**
 * Finds the language of ours that a human with these BCP 47 tags reads best: the first of {@link LOCALES} among them.
 */
export function nearestLocale(tags: readonly string[]): Locale {
  return LOCALES.find((locale) => tags.some((tag) => LOCALE_FACTS[locale].readers.test(tag))) ?? COMMON_LOCALE
}

/**
 * Finds the language that reads a script: `preferred` where it does, else the first of {@link LOCALES}; `undefined`:
 * none.
 */
export function localeOfScript(script: Script, preferred: Locale): Locale | undefined {
  return [preferred, ...LOCALES].find((locale) => LOCALE_FACTS[locale].script === script)
}

/** Makes a value for each language. */
export function byLocale<T>(make: (locale: Locale) => T): Record<Locale, T> {
  return Object.fromEntries(LOCALES.map((locale) => [locale, make(locale)])) as Record<Locale, T>
}
