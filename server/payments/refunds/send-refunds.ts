import type { Tx } from '../../db/database.ts'
import { pauseAfter } from '../../outbox/backoff.ts'
import { timedCall } from '../../outbox/timed-call.ts'
import { workOff } from '../../outbox/work-off.ts'
import type { PaymentContext, ProviderClient, RefundAnswer, RefundRequest } from '../providers/port.ts'
import { POLL, SEND } from './pace.ts'
import { REASON_TEXT } from './reason-text.ts'
import { REFUND_OF_PAYMENT, type RefundOfPayment } from './refund-row.ts'
import { lockRefund, moveRefund } from './settle-refund.ts'

/**
 * Works off the outbox of refunds: sends the queued ones and asks about the pending ones. A call that is made again goes
 * under the same number, which the provider pays out once. Resolves to the number of calls.
 */
export function sendRefunds(ctx: PaymentContext, stopping?: AbortSignal): Promise<number> {
  return workOff<RefundOfPayment>(
    ctx,
    {
      due: 'SELECT number FROM refunds WHERE next_at <= ? LIMIT ?',
      first: (tx, now) =>
        tx.get(`${REFUND_OF_PAYMENT} WHERE r.next_at <= ? ORDER BY r.next_at, r.number LIMIT 1`, [now]),
      claim: (tx, refund, now) => claim(tx, ctx, refund, now),
      call: (refund, signal) => callProvider(ctx, refund, signal),
    },
    stopping,
  )
}

/** Claims a refund for its next call; one that was asked for too often is handed to a human instead. */
async function claim(
  tx: Tx,
  ctx: PaymentContext,
  refund: RefundOfPayment,
  now: number,
): Promise<RefundOfPayment | undefined> {
  const series = refund.state === 'queued' ? SEND : POLL
  if (refund.attempts >= series.mostCalls) return void (await giveUp(tx, ctx, refund))
  const attempts = refund.attempts + 1
  // The amount is read here: it follows what goes back elsewhere until the first call.
  const taken = await tx.get<{ amount_minor: number }>(
    'UPDATE refunds SET attempts = ?, next_at = ? WHERE number = ? AND next_at = ? RETURNING amount_minor',
    [attempts, now + pauseAfter(ctx.random, attempts, series), refund.number, refund.next_at],
  )
  return taken && { ...refund, ...taken }
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
