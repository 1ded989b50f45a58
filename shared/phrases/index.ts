import type { Locale } from '../locales.ts'
import { en } from './en.ts'
import type { Phrases } from './phrases.ts'
import { zhCN } from './zh-cn.ts'

const ALL: Record<Locale, Phrases> = { 'zh-CN': zhCN, en }

/** Everything the voice says, in the language of a store. */
export function phrasesFor(locale: Locale): Phrases {
  return ALL[locale]
}
