import { type Problem, problemSchema } from '../../../shared/problem.ts'

/** The codes of faults that no server has named. Every other code is the server's own. */
export type OwnCode =
  /** Nobody answered: no network, no server, or no answer in time. */
  | 'no_answer'
  /** The answer is none of this server: something between has answered, such as a sign-in page of a network. */
  | 'answer_unreadable'
  /** The signature, the timestamp or the id of a webhook is missing. */
  | 'signature_missing'
  | 'signature_invalid'
  /** The webhook was signed too long ago, or the two clocks differ. */
  | 'timestamp_skew'
  | 'body_not_json'
  /** A webhook secret of this program's own settings is not base64, or empty. */
  | 'secret_invalid'

/**
 * The one error of this package. `code` is that of the server's answer (`application/problem+json`), or one of
 * {@link OwnCode}; branch on it, and show nobody the rest.
 */
export class LaidanError extends Error {
  override readonly name = 'LaidanError'
  readonly code: string
  /** The HTTP status; absent when there was no answer. */
  readonly status: number | undefined
  /** When the server wants to be asked again, milliseconds from the answer. */
  readonly retryMs: number | undefined
  /** With `body_invalid` and `query_invalid`: every fault, by path. */
  readonly faults: readonly { path: string; message: string }[]
  /** The request's name, for questions to the operator. */
  readonly requestId: string | undefined
  /** The whole answer, with fields that this version does not know. */
  readonly problem: Readonly<Record<string, unknown>>

  /** Makes an error of a code, with what is known of the answer. */
  constructor(
    code: OwnCode | (string & {}),
    message: string,
    more: { status?: number; retryMs?: number | undefined; problem?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(`${code}: ${message}`, more.cause === undefined ? {} : { cause: more.cause })
    const told = problemSchema.safeParse(more.problem).data
    this.code = code
    this.status = more.status
    this.retryMs = told?.retryMs ?? more.retryMs
    this.faults = told?.faults ?? []
    this.requestId = told?.requestId
    this.problem = more.problem ?? {}
  }
}

/** Reads a refusal of the server as an error. A body that is no problem, a proxy's page for one, is named by its status. */
export function refusalOf(status: number, body: unknown, retryAfter: string | null): LaidanError {
  const retryMs = retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined
  const told: Problem | undefined = problemSchema.safeParse(body).data
  if (told === undefined) return new LaidanError(`http_${status}`, 'no reason was given', { status, retryMs })
  const faults = (told.faults ?? []).map(({ path, message }) => `${path}: ${message}`).join('; ')
  const message = told.detail ?? (faults === '' ? told.title : `${told.title} ${faults}`)
  return new LaidanError(told.code, message, { status, retryMs, problem: { ...Object(body) } })
}
