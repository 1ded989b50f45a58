import type { Provider } from '../../shared/api/payments.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import { pauseAfter } from '../outbox/backoff.ts'
import { timedCall } from '../outbox/timed-call.ts'
import { workOff } from '../outbox/work-off.ts'
import { OF_ORDER } from '../payments/find-payments.ts'
import type { PaymentAnswer, PaymentContext } from '../payments/providers/port.ts'
import { createPaymentRecorder } from './record-payment.ts'
import { recordReturnedPayment } from './record-refund.ts'

/**
 * Pauses between the questions about one payment, milliseconds. A callback comes within seconds, a hesitant customer
 * takes minutes. The pauses double without a limit.
 */
const PACE = { firstMs: 30_000, longestMs: Number.MAX_SAFE_INTEGER }
/**
 * Milliseconds for which providers are asked after the order was cancelled: WeChat Pay repeats a callback for 24 hours
 * and 4 minutes at most (its documentation, payment-notice).
 */
const GRACE_MS = 25 * 60 * 60_000

interface DueAttempt {
  id: string
  order_id: number
  provider: Provider
  order_number: string
  created_at: number
  polls: number
  next_at: number
}

/**
 * Dates the first question about a payment that starts now, in milliseconds; `null` for a provider without a client.
 */
export function firstPollAt(ctx: PaymentContext, provider: Provider): number | null {
  return ctx.clients.has(provider) ? ctx.clock.now() + pauseAfter(ctx.random, 1, PACE) : null
}

/**
 * Asks providers about payments that were started and whose callbacks did not come: a dozen times each at most, until a
 * day after the order is cancelled. A payment that was made is recorded as by its callback. Resolves to the number of
 * calls.
 */
export function pollPayments(ctx: PaymentContext, stopping?: AbortSignal): Promise<number> {
  return workOff<DueAttempt>(
    ctx,
    {
      due: 'SELECT id FROM payment_attempts WHERE next_at <= ? LIMIT ?',
      first: (tx, now) =>
        tx.get(
          `SELECT a.id, a.order_id, a.provider, COALESCE(o.reference, o.number) AS order_number, a.created_at, a.polls, a.next_at
             FROM payment_attempts a JOIN orders o ON o.id = a.order_id
            WHERE a.next_at <= ? ORDER BY a.next_at, a.id LIMIT 1`,
          [now],
        ),
      claim: (tx, attempt, now) => claim(tx, ctx, attempt, now),
      call: (attempt, signal) => poll(ctx, attempt, signal),
    },
    stopping,
  )
}

/** Claims an attempt for its next question, and dates the one that follows; after the last there is none. */
async function claim(tx: Tx, ctx: PaymentContext, attempt: DueAttempt, now: number): Promise<DueAttempt | undefined> {
  if (await isDone(tx, ctx, attempt)) return void (await setNext(tx, attempt, attempt.polls, null))
  const last = attempt.created_at + ctx.policy.unpaidTimeoutMs + GRACE_MS
  const polls = attempt.polls + 1
  const nextAt = now >= last ? null : Math.min(now + pauseAfter(ctx.random, polls + 1, PACE), last)
  return (await setNext(tx, attempt, polls, nextAt)) ? attempt : undefined
}

/** Checks whether no question is needed: the callback came, or the provider has no client. */
async function isDone(tx: Tx, ctx: PaymentContext, attempt: DueAttempt): Promise<boolean> {
  if (!ctx.clients.has(attempt.provider)) return true
  const { order_id: orderId } = attempt
  // The provider is compared here: the database would rather read all that it has of that provider.
  const recorded = await tx.all<{ provider: string }>(`SELECT provider FROM payments WHERE ${OF_ORDER}`, [
    orderId,
    orderId,
  ])
  return recorded.some(({ provider }) => provider === attempt.provider)
}

/** Resolves to whether the attempt was still as it was read. */
async function setNext(tx: Tx, { id, next_at }: DueAttempt, polls: number, nextAt: number | null): Promise<boolean> {
  const changed = await tx.run('UPDATE payment_attempts SET polls = ?, next_at = ? WHERE id = ? AND next_at = ?', [
    polls,
    nextAt,
    id,
    next_at,
  ])
  return changed === 1
}

async function poll(ctx: PaymentContext, attempt: DueAttempt, stopping: AbortSignal): Promise<void> {
  const { provider, order_number: orderNumber } = attempt
  const client = ctx.clients.get(provider)
  if (client === undefined) return
  const answer = await timedCall(ctx, stopping, () => client.queryPayment(orderNumber), {
    silence: 'a payment provider did not answer',
    provider,
    orderNumber,
  })
  if (answer?.state === 'closed')
    await ctx.db.write((tx) => tx.run('UPDATE payment_attempts SET next_at = NULL WHERE id = ?', [attempt.id]))
  if (answer?.state === 'paid') await record(ctx, attempt, answer)
}

async function record(
  ctx: PaymentContext,
  attempt: DueAttempt,
  answer: PaymentAnswer & { state: 'paid' },
): Promise<void> {
  const { provider, order_number: orderNumber } = attempt
  const { state: _, refunds = [], ...paid } = answer
  const payment = { provider, orderNumber, ...paid }
  try {
    const recorded =
      refunds.length === 0
        ? await createPaymentRecorder(ctx)(payment)
        : await ctx.db.write((tx) => recordReturnedPayment(tx, ctx, payment, refunds))
    ctx.logger.info({ provider, orderNumber, state: recorded.state }, 'a payment was found whose callback had not come')
  } catch (error) {
    // The same transaction was called back with other facts: a human must look, asking again does not help.
    if (!(error instanceof AppError)) throw error
    ctx.logger.error({ err: error, provider, orderNumber }, 'a payment was found that contradicts its callback')
  }
}
