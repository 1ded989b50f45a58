import { PROBLEMS, type ProblemCode } from '../../shared/problem.ts'

export interface ProblemExtras {
  /** A sentence about this one refusal, in English. */
  detail?: string
  /** The faults of a body or a query; `path` names the field. */
  faults?: { path: string; message: string }[]
  /** Milliseconds after which a new try may succeed. */
  retryMs?: number
  /** The cursor to begin anew with. */
  next?: string
}

/** A refusal with a code from the catalogue. `http/routing/report-error.ts` alone knows its form in HTTP. */
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

/** Makes a refusal for the caller to throw: `throw appError('order_unknown')`. */
export function appError(code: ProblemCode, extras?: ProblemExtras): AppError {
  return new AppError(code, extras)
}
