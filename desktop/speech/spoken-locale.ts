import { LOCALE_FACTS, LOCALES, type Locale } from '../../shared/locales.ts'

/**
 * Finds the language of ours that a voice with this language tag (`zh_CN`, `cmn`, `en-GB`) reads; `undefined`: none.
 */
export function spokenLocale(tag: string): Locale | undefined {
  return LOCALES.find((locale) => LOCALE_FACTS[locale].voices.test(tag))
}

/** Names a voice for people, with its language tag where the name itself says nothing in parentheses. */
export function nameWithTag(name: string, tag: string): string {
  return name.includes('(') ? name : `${name} (${tag.replaceAll('_', '-')})`
}
