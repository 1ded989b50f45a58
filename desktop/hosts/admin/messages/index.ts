import type { Locale } from '../../../../shared/locales.ts'
import { en } from './en.ts'
import type { AdminMessages } from './messages.ts'
import { zhCN } from './zh-cn.ts'

const ALL: Record<Locale, AdminMessages> = { 'zh-CN': zhCN, en }

/** Picks the texts of a language. */
export function adminMessagesFor(locale: Locale): AdminMessages {
  return ALL[locale]
}
