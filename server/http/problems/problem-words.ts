import type { Locale } from '../../../shared/locales.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { EN } from './en.ts'
import { ZH_CN } from './zh-cn.ts'

/** The words of one refusal: what has happened, and what to do now. A text between backticks is code. */
type ProblemWords = readonly [happened: string, todo: string]

/** The words of every code of the catalogue, by language: the compiler names a code that lacks them. */
export type WordsByCode = Readonly<Record<ProblemCode, ProblemWords>>

export const PROBLEM_WORDS: Record<Locale, WordsByCode> = { 'zh-CN': ZH_CN, en: EN }

/** The words around them. */
export const FRAME_WORDS: Record<Locale, { happened: string; todo: string; all: string }> = {
  'zh-CN': { happened: '发生了什么', todo: '怎么办', all: '全部接口与错误' },
  en: { happened: 'What happened', todo: 'What to do', all: 'All calls and errors' },
}
