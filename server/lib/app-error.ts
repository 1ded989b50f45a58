import { PROBLEMS, type ProblemCode } from '../../shared/problem.ts'

export interface ProblemExtras {
  detail?: string
  faults?: { path: string; message: string }[]
  retryMs?: number
}

/** A refusal with a name from the catalogue. Nothing but `http/report-error.ts` knows what it looks like in HTTP. */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ProblemCode
  readonly extras: ProblemExtras

  constructor(code: ProblemCode, extras: ProblemExtras = {}) {
    super(extras.detail ?? PROBLEMS[code].title)
    this.code = code
    this.extras = extras
  }
}

/** `throw appError('order_unknown')` */
export function appError(code: ProblemCode, extras?: ProblemExtras): AppError {
  return new AppError(code, extras)
}
