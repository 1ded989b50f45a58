import type { Locale } from '../locales.ts'
import { en } from './en.ts'
import type { Phrases } from './phrases.ts'
import { zhCN } from './zh-cn.ts'

const ALL: Record<Locale, Phrases> = { 'zh-CN': zhCN, en }

/** Picks the phrases of a language. */
export function phrasesFor(locale: Locale): Phrases {
  return ALL[locale]
}
