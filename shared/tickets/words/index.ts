import type { Locale } from '../../locales.ts'
import { en } from './en.ts'
import type { TicketWords } from './ticket-words.ts'
import { zhCN } from './zh-cn.ts'

/** Words on paper by language. */
export const TICKET_WORDS: Record<Locale, TicketWords> = { 'zh-CN': zhCN, en }
