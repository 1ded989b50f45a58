import type { Locale } from '../../../shared/locales.ts'
import { en } from './en.ts'
import type { Messages } from './messages.ts'
import { zhCN } from './zh-cn.ts'

const ALL: Record<Locale, Messages> = { 'zh-CN': zhCN, en }

/** Picks the messages of a language. */
export function messagesFor(locale: Locale): Messages {
  return ALL[locale]
}
