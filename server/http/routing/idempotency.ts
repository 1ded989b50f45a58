import { createHash } from 'node:crypto'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'
import type { Context } from '../../context/context.ts'
import type { Sql, Tx } from '../../db/database.ts'
import { AppError, appError } from '../../lib/app-error.ts'

export interface IdempotentRequest {
  /** The owner of the key: two callers may use the same key. */
  scope: string
  key: string
  /** The request as text, so that a key used for another request is noticed. */
  request: string
}

interface Remembered {
  request_hash: string
  status: number
  body: string
}

/**
 * Runs a command once per key: a repetition gets the first answer, a conflict (409) included, for 24 hours (I11).
 * The answer is stored in the command's own transaction. Other refusals, and that a store takes no orders, are not stored: they changed nothing, and the
 * next try may succeed. Rejects with `idempotency_key_reused`, and with the command's refusal.
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
 * Runs a step outside of the database, such as a call to a provider, and then a command with its result, as {@link
 * writeOnce} does. The step is left out when the key has its answer already; two requests of one key at one moment may
 * both take the step, and get one answer. A conflict of the step is stored as one of the command.
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

/** The status of a key inside the transaction that makes its answer. */
const UNANSWERED = 0

/** The answer for a key. A refusal is returned rather than thrown: a throw would roll the stored answer back. */
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
  const { scope, key } = request
  // The key is claimed before anything else: a second request of it waits here, also on another server, for the answer.
  const claimed = await tx.run(
    `INSERT INTO idempotency (scope, key, request_hash, status, body, created_at) VALUES (?, ?, ?, ?, '', ?)
     ON CONFLICT (scope, key) DO NOTHING`,
    [scope, key, hashOf(request), UNANSWERED, ctx.clock.now()],
  )
  const seen = claimed === 0 ? await findAnswer<T>(tx, request) : undefined
  if (seen !== undefined) return seen
  const answer = await conflictAsAnswer(() => tx.attempt(() => command(tx)))
  const [status, body] =
    'value' in answer ? [200, answer.value] : [409, { ...answer.refusal.extras, code: answer.refusal.code }]
  await tx.run('UPDATE idempotency SET status = ?, body = ? WHERE scope = ? AND key = ?', [
    status,
    JSON.stringify(body),
    scope,
    key,
  ])
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

/** The conflicts that pass by themselves: the next try with the same key may succeed. */
const PASSING: readonly ProblemCode[] = ['store_paused', 'store_archived']

async function conflictAsAnswer<T>(step: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await step() }
  } catch (error) {
    const isKept = error instanceof AppError && PROBLEMS[error.code].status === 409 && !PASSING.includes(error.code)
    if (isKept) return { refusal: error }
    throw error
  }
}

function recall<T>(seen: Remembered): Answer<T> {
  const body = JSON.parse(seen.body)
  if (seen.status === 200) return { value: body as T }
  const { code, ...extras } = body
  return { refusal: appError(code, extras) }
}
