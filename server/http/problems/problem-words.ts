import type { Locale } from '../../../shared/locales.ts'
import { EN } from './en.ts'
import type { WordsByCode } from './words-by-code.ts'
import { ZH_CN } from './zh-cn.ts'

/** The words of every refusal, by language. */
export const PROBLEM_WORDS: Record<Locale, WordsByCode> = { 'zh-CN': ZH_CN, en: EN }

/** The words around them. */
export const FRAME_WORDS: Record<Locale, { happened: string; todo: string; all: string }> = {
  'zh-CN': { happened: '发生了什么', todo: '怎么办', all: '全部接口与错误' },
  en: { happened: 'What happened', todo: 'What to do', all: 'All calls and errors' },
}
