import { createHash } from 'node:crypto'
import { PROBLEMS } from '../shared/problem.ts'
import { AppError, appError } from './app-error.ts'
import type { Context } from './context.ts'
import type { Tx } from './db/database.ts'

export interface IdempotentRequest {
  /** Whose key it is; two callers may use the same one. */
  scope: string
  key: string
  /** What was asked, so that a key used for something else is noticed. */
  request: string
}

interface Remembered {
  request_hash: string
  status: number
  body: string
}

/**
 * Runs a command once per key: a repetition gets the first answer, a conflict (409) included, for 24 hours (I11).
 * The answer is stored in the command's own transaction. Other refusals are not remembered: they changed nothing and
 * may be over by the next try. Throws `idempotency_key_reused`.
 */
export async function writeOnce<T>(
  ctx: Context,
  request: IdempotentRequest | undefined,
  command: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (request === undefined) return await ctx.db.write(command)
  const answer = await ctx.db.write((tx) => answerOnce(tx, ctx, request, command))
  if ('refusal' in answer) throw answer.refusal
  return answer.value
}

/** A remembered refusal is returned rather than thrown, because throwing would roll the memory back. */
type Answer<T> = { value: T } | { refusal: AppError }

async function answerOnce<T>(
  tx: Tx,
  ctx: Context,
  request: IdempotentRequest,
  command: (tx: Tx) => Promise<T>,
): Promise<Answer<T>> {
  const hash = createHash('sha256').update(request.request).digest('hex')
  const seen = await tx.get<Remembered>(
    'SELECT request_hash, status, body FROM idempotency WHERE scope = ? AND key = ?',
    [request.scope, request.key],
  )
  if (seen !== undefined) {
    if (seen.request_hash !== hash) throw appError('idempotency_key_reused')
    return recall<T>(seen)
  }
  const answer = await attempt(tx, command)
  const [status, body] =
    'value' in answer ? [200, answer.value] : [409, { ...answer.refusal.extras, code: answer.refusal.code }]
  await tx.run(
    'INSERT INTO idempotency (scope, key, request_hash, status, body, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    [request.scope, request.key, hash, status, JSON.stringify(body), ctx.clock.now()],
  )
  return answer
}

async function attempt<T>(tx: Tx, command: (tx: Tx) => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await tx.attempt(() => command(tx)) }
  } catch (error) {
    if (error instanceof AppError && PROBLEMS[error.code].status === 409) return { refusal: error }
    throw error
  }
}

function recall<T>(seen: Remembered): Answer<T> {
  const body = JSON.parse(seen.body)
  if (seen.status === 200) return { value: body as T }
  const { code, ...extras } = body
  return { refusal: appError(code, extras) }
}
