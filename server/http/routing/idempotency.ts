import { createHash } from 'node:crypto'
import { PROBLEMS } from '../../../shared/problem.ts'
import type { Context } from '../../context/context.ts'
import type { Sql, Tx } from '../../db/database.ts'
import { AppError, appError } from '../../lib/app-error.ts'

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
  return settle(await ctx.db.write((tx) => answerOnce(tx, ctx, request, command)))
}

/**
 * {@link writeOnce} for a command that rests on a step outside of the database: a call to somebody else. The step is
 * left out when the key has its answer already; two requests of one key at one moment may both take it, and get one
 * answer. A conflict of the step is remembered as one of the command.
 */
export async function writeOnceAfter<S, T>(
  ctx: Context,
  request: IdempotentRequest | undefined,
  step: () => Promise<S>,
  command: (tx: Tx, result: S) => Promise<T>,
): Promise<T> {
  const seen = request === undefined ? undefined : await findAnswer<T>(ctx.db.read, request)
  if (seen !== undefined) return settle(seen)
  const result = await conflictAsAnswer(step)
  return await writeOnce(ctx, request, (tx) => command(tx, settle(result)))
}

/** A remembered refusal is returned rather than thrown, because throwing would roll the memory back. */
type Answer<T> = { value: T } | { refusal: AppError }

function settle<T>(answer: Answer<T>): T {
  if ('refusal' in answer) throw answer.refusal
  return answer.value
}

async function answerOnce<T>(
  tx: Tx,
  ctx: Context,
  request: IdempotentRequest,
  command: (tx: Tx) => Promise<T>,
): Promise<Answer<T>> {
  const seen = await findAnswer<T>(tx, request)
  if (seen !== undefined) return seen
  const answer = await conflictAsAnswer(() => tx.attempt(() => command(tx)))
  const [status, body] =
    'value' in answer ? [200, answer.value] : [409, { ...answer.refusal.extras, code: answer.refusal.code }]
  await tx.run(
    'INSERT INTO idempotency (scope, key, request_hash, status, body, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    [request.scope, request.key, hashOf(request), status, JSON.stringify(body), ctx.clock.now()],
  )
  return answer
}

function hashOf({ request }: IdempotentRequest): string {
  return createHash('sha256').update(request).digest('hex')
}

async function findAnswer<T>(sql: Sql, request: IdempotentRequest): Promise<Answer<T> | undefined> {
  const seen = await sql.get<Remembered>(
    'SELECT request_hash, status, body FROM idempotency WHERE scope = ? AND key = ?',
    [request.scope, request.key],
  )
  if (seen !== undefined && seen.request_hash !== hashOf(request)) throw appError('idempotency_key_reused')
  return seen === undefined ? undefined : recall<T>(seen)
}

async function conflictAsAnswer<T>(step: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await step() }
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
