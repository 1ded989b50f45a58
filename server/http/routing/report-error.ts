import type { ErrorRequestHandler } from 'express'
import { PROBLEMS, type Problem, type ProblemCode } from '../../../shared/problem.ts'
import type { Context } from '../../context/context.ts'
import { asStorageError, StorageError } from '../../db/storage-error.ts'
import { AppError, type ProblemExtras } from '../../lib/app-error.ts'

/**
 * Makes the handler that turns every error into an answer of the catalogue: this file alone gives errors their HTTP
 * form.
 */
export function reportError(ctx: Context): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error)
    const { method } = request
    const requestId: string = response.locals['requestId']
    const { code, status, headers, body } = reportProblem(ctx, error, { requestId, method })
    response.locals['problem'] = code
    response.status(status).set(headers).send(body)
  }
}

/** Writes any thrown value as an answer of the catalogue, and logs it where the fault is this server's. */
export function reportProblem(
  { logger }: Pick<Context, 'logger'>,
  error: unknown,
  { requestId, method }: { requestId: string; method: string },
): ProblemReply {
  const reply = problemReply(error, requestId)
  if (reply.status >= 500) logger.error({ err: error, requestId, method }, 'a request failed')
  return reply
}

/** An error as it is answered. */
export interface ProblemReply {
  code: ProblemCode
  status: number
  headers: Record<string, string>
  body: string
}

/** Writes any thrown value as an answer of the catalogue. */
export function problemReply(error: unknown, requestId: string): ProblemReply {
  const { code, extras } = translate(error)
  const { status, title } = PROBLEMS[code]
  const problem: Problem = { type: `/problems/${code}`, title, status, code, ...extras, requestId }
  return {
    code,
    status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      ...(extras.retryMs !== undefined && { 'Retry-After': String(Math.ceil(extras.retryMs / 1000)) }),
      ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    },
    body: JSON.stringify(problem),
  }
}

function translate(error: unknown): { code: ProblemCode; extras: ProblemExtras } {
  if (error instanceof AppError) return error
  // Searches run through the query builder, which passes the driver's errors on.
  if (asStorageError(error) instanceof StorageError) return { code: 'storage_unavailable', extras: { retryMs: 5_000 } }
  return { code: PARSER_ERRORS[parserErrorType(error)] ?? 'internal', extras: {} }
}

/** The problem for each error of Express's body parsers, by their documented `type`, and for the router's own error. */
const PARSER_ERRORS: Record<string, ProblemCode> = {
  'entity.parse.failed': 'body_not_json',
  'entity.verify.failed': 'body_not_json',
  'entity.too.large': 'body_too_large',
  'encoding.unsupported': 'media_type_unsupported',
  'charset.unsupported': 'media_type_unsupported',
  'request.size.invalid': 'body_not_json',
  'request.aborted': 'body_not_json',
  'parameters.too.many': 'query_invalid',
  'bad.path': 'route_unknown',
}

function parserErrorType(error: unknown): string {
  if (error instanceof URIError) return 'bad.path'
  return error instanceof Error && 'type' in error ? String(error.type) : ''
}
