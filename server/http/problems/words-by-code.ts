import type { ProblemCode } from '../../../shared/problem.ts'

/** The words of one refusal: what has happened, and what to do now. A text between backticks is code. */
type ProblemWords = readonly [happened: string, todo: string]

/** The words of every code of the catalogue, in one language: the compiler names a code that lacks them. */
export type WordsByCode = Readonly<Record<ProblemCode, ProblemWords>>
