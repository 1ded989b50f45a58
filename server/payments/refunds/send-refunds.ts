import type { Tx } from '../../db/database.ts'
import { pauseAfter } from '../../outbox/backoff.ts'
import { timedCall } from '../../outbox/timed-call.ts'
import { CONCURRENCY, runWorkers } from '../../outbox/worker-pool.ts'
import type { PaymentContext, ProviderClient, RefundAnswer, RefundRequest } from '../providers/port.ts'
import { POLL, SEND } from './pace.ts'
import { REASON_TEXT } from './reason-text.ts'
import { REFUND_OF_PAYMENT, type RefundOfPayment } from './refund-row.ts'
import { lockRefund, moveRefund } from './settle-refund.ts'

/**
 * Works off the outbox of refunds: sends the queued ones and asks about the pending ones, a few at a time, until none
 * is due. Each call is counted, and the next one dated, before it is made; so a process that dies between the call and
 * the record of its answer makes it again, under the same number, which the provider pays out once. Resolves to the
 * number of calls.
 */
export async function sendRefunds(
  ctx: PaymentContext,
  stopping: AbortSignal = new AbortController().signal,
): Promise<number> {
  const due = await ctx.db.read.all('SELECT number FROM refunds WHERE next_at <= ? LIMIT ?', [
    ctx.clock.now(),
    CONCURRENCY,
  ])
  return await runWorkers(
    due.length,
    stopping,
    () => takeDue(ctx),
    (refund) => callProvider(ctx, refund, stopping),
  )
}

/** Takes the refund that is due first; those that were asked for too often are handed to a human instead. */
async function takeDue(ctx: PaymentContext): Promise<RefundOfPayment | undefined> {
  for (;;) {
    const taken = await ctx.db.write((tx) => takeNext(tx, ctx))
    if (taken !== 'given up') return taken
  }
}

/**
 * Takes or gives up one refund. It is claimed in the UPDATE that counts the call, as it was read: of two servers that
 * found the same one, one makes the call.
 */
async function takeNext(tx: Tx, ctx: PaymentContext): Promise<RefundOfPayment | 'given up' | undefined> {
  for (;;) {
    const refund = await tx.get<RefundOfPayment>(
      `${REFUND_OF_PAYMENT} WHERE r.next_at <= ? ORDER BY r.next_at, r.number LIMIT 1`,
      [ctx.clock.now()],
    )
    if (refund === undefined) return undefined
    const series = refund.state === 'queued' ? SEND : POLL
    if (refund.attempts >= series.mostCalls) {
      await giveUp(tx, ctx, refund)
      return 'given up'
    }
    const attempts = refund.attempts + 1
    const nextAt = ctx.clock.now() + pauseAfter(ctx.random, attempts, series)
    // The amount is read here: it follows what goes back elsewhere until the first call.
    const taken = await tx.get<{ amount_minor: number }>(
      'UPDATE refunds SET attempts = ?, next_at = ? WHERE number = ? AND next_at = ? RETURNING amount_minor',
      [attempts, nextAt, refund.number, refund.next_at],
    )
    if (taken !== undefined) return { ...refund, ...taken }
  }
}

async function giveUp(tx: Tx, ctx: PaymentContext, found: RefundOfPayment): Promise<void> {
  const refund = await lockRefund(tx, found)
  if (refund.next_at !== found.next_at) return
  await moveRefund(tx, ctx, refund, { state: 'failed', fault: 'unanswered', code: refund.code ?? 'no_answer' })
}

async function callProvider(ctx: PaymentContext, refund: RefundOfPayment, stopping: AbortSignal): Promise<void> {
  const client = ctx.clients.get(refund.provider)
  const answer =
    client === undefined
      ? ({ state: 'failed', retryable: true, code: 'not_configured' } as const)
      : await timedCall(ctx, stopping, () => ask(client, refund), {
          silence: 'a payment provider did not answer',
          refund: refund.number,
        })
  if (answer === undefined) return
  await ctx.db.write((tx) => noteAnswer(tx, ctx, refund, answer))
}

function ask(client: ProviderClient, refund: RefundOfPayment): Promise<RefundAnswer> {
  const request: RefundRequest = {
    orderNumber: refund.order_number,
    transactionId: refund.transaction_id,
    refundNumber: refund.number,
    amountMinor: refund.amount_minor,
    totalMinor: refund.total_minor,
    currency: refund.currency,
    reason: REASON_TEXT[refund.reason],
  }
  return refund.state === 'queued' ? client.refund(request) : client.queryRefund(request)
}

/**
 * Records the provider's answer. A callback may have come meanwhile; the refund is read again, and only moves forward.
 * Throws an Error when it is gone.
 */
async function noteAnswer(tx: Tx, ctx: PaymentContext, asked: RefundOfPayment, answer: RefundAnswer): Promise<void> {
  const refund = await lockRefund(tx, asked)
  if (answer.state !== 'failed') return await moveRefund(tx, ctx, refund, { state: answer.state })
  // The failed call was about a refund that has moved on by now.
  if (refund.state !== asked.state) return
  const code = answer.code.slice(0, 128)
  if (!answer.retryable) return await moveRefund(tx, ctx, refund, { state: 'failed', fault: 'refused', code })
  await tx.run('UPDATE refunds SET code = ? WHERE number = ?', [code, asked.number])
}
