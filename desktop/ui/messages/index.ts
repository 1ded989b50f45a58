import type { Locale } from '../../../shared/locales.ts'
import { en } from './en.ts'
import type { Words } from './messages.ts'
import { zhCN } from './zh-cn.ts'

const ALL: Record<Locale, Words> = { 'zh-CN': zhCN, en }

/** Everything the screen says, in the language of the settings. */
export function wordsFor(locale: Locale): Words {
  return ALL[locale]
}
