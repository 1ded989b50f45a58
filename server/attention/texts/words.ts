import type { Locale } from '../../../shared/locales.ts'
import { en } from './en.ts'
import type { Words } from './message-words.ts'
import { zhCn } from './zh-cn.ts'

/** The words by language. */
export const WORDS: Record<Locale, Words> = { 'zh-CN': zhCn, en }
