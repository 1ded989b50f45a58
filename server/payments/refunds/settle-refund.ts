import type { Provider, RefundFault, RefundState } from '../../../shared/api/payments.ts'
import { PAY_STATUS } from '../../../shared/order.ts'
import type { Tx } from '../../db/database.ts'
import { pauseAfter } from '../../outbox/backoff.ts'
import type { PaymentContext, RefundOutcome } from '../providers/port.ts'
import { lockPayment } from './lock-payment.ts'
import { settleBalance } from './note-returned.ts'
import { POLL, SEND } from './pace.ts'
import { insertRefund, leftOf } from './queue-refund.ts'
import { getRefund, type RefundOfPayment } from './refund-row.ts'
import { tellRefund } from './tell-refund.ts'

/** A provider's word on a refund, or the conclusion from its silence. */
export type RefundNews = { state: RefundOutcome } | { state: 'failed'; fault: 'refused' | 'unanswered'; code: string }

/**
 * The moves of a refund, which go forward only: news that comes late or twice changes nothing. That the money went back
 * is believed of a refund that was given up as well.
 */
const FORWARD: Record<RefundState, readonly RefundState[]> = {
  queued: ['pending', 'succeeded', 'closed', 'abnormal', 'failed'],
  pending: ['succeeded', 'closed', 'abnormal', 'failed'],
  abnormal: ['succeeded', 'closed'],
  failed: ['succeeded'],
  closed: [],
  succeeded: [],
}

/** Numbers of one refund that a provider may close before a human has to look. */
const MOST_NUMBERS = 3

/**
 * Settles a refund of ours as a verified callback says, in the caller's transaction; the same callback again changes
 * nothing. Resolves to `false` for a number that is not ours.
 */
export async function settleRefund(
  tx: Tx,
  ctx: PaymentContext,
  { provider, refundNumber, state }: { provider: Provider; refundNumber: string; state: RefundOutcome },
): Promise<boolean> {
  const found = await getRefund(tx, refundNumber)
  if (found === undefined || found.provider !== provider) return false
  await moveRefund(tx, ctx, await lockRefund(tx, found), { state })
  return true
}

/** Locks a refund with its payment and its order, and reads it again. Throws an Error when it is gone. */
export async function lockRefund(
  tx: Tx,
  { number, payment_id: paymentId }: Pick<RefundOfPayment, 'number' | 'payment_id'>,
): Promise<RefundOfPayment> {
  await lockPayment(tx, paymentId)
  const refund = await getRefund(tx, number)
  if (refund === undefined) throw new Error(`refund ${number} vanished`)
  return refund
}

/** Moves a refund from {@link lockRefund} to its new state, and its payment and its order along with it. */
export async function moveRefund(
  tx: Tx,
  ctx: PaymentContext,
  refund: RefundOfPayment,
  news: RefundNews,
): Promise<void> {
  if (!FORWARD[refund.state].includes(news.state)) {
    const contradicts = refund.settled_at !== null && news.state !== refund.state && news.state !== 'pending'
    if (contradicts) ctx.logger.error({ ...factsOf(refund), said: news.state }, 'a refund was settled otherwise before')
    return
  }
  if (news.state === 'pending') {
    await setState(tx, refund, { state: 'pending', nextAt: ctx.clock.now() + pauseAfter(ctx.random, 1, POLL) })
    const sent = { type: 'refund.sent', amountMinor: refund.amount_minor } as const
    return await tellRefund(tx, ctx, refund.payment_id, sent)
  }
  const code = 'code' in news ? news.code : null
  await setState(tx, refund, { state: news.state, code, settledAt: ctx.clock.now() })
  if (news.state === 'succeeded') return await moneyIsBack(tx, ctx, refund)
  if (news.state === 'closed' && (await openAnother(tx, ctx, refund))) return
  await needsHuman(tx, ctx, refund, news.state === 'failed' ? news.fault : news.state)
}

async function setState(
  tx: Tx,
  { number }: RefundOfPayment,
  to: { state: RefundState; nextAt?: number; code?: string | null; settledAt?: number },
): Promise<void> {
  await tx.run('UPDATE refunds SET state = ?, attempts = 0, next_at = ?, code = ?, settled_at = ? WHERE number = ?', [
    to.state,
    to.nextAt ?? null,
    to.code ?? null,
    to.settledAt ?? null,
    number,
  ])
}

/**
 * Marks the payment as refunded, and the order as well when this is the payment that had paid it: a refund of ours is of
 * all that was left.
 */
async function moneyIsBack(tx: Tx, ctx: PaymentContext, refund: RefundOfPayment): Promise<void> {
  const changed = await tx.run(
    `UPDATE payments SET state = 'refunded', refund_fault = NULL, refund_unknown = 0 WHERE id = ? AND state IN ('refunding', 'refund_due')`,
    [refund.payment_id],
  )
  if (changed === 0) return ctx.logger.error(factsOf(refund), 'a payment was refunded twice')
  await tellRefund(tx, ctx, refund.payment_id, { type: 'refund.settled', amountMinor: refund.amount_minor })
  if (refund.review_reason !== null) return
  await tx.run('UPDATE orders SET pay_status = ?, refunded_minor = amount_minor WHERE id = ?', [
    PAY_STATUS.refunded,
    refund.order_id,
  ])
}

/**
 * Goes on with a refund under a new number: one that its provider has closed pays nothing out any more (WeChat Pay:
 * pay.weixin.qq.com/doc/v3/merchant/4013071031). Resolves to `false` after three numbers, and when somebody has
 * returned the money by hand meanwhile.
 */
async function openAnother(tx: Tx, ctx: PaymentContext, refund: RefundOfPayment): Promise<boolean> {
  const tried = await tx.get<{ count: number }>(
    'SELECT COUNT(*) AS count FROM refunds WHERE payment_id = ? AND provider_number IS NULL',
    [refund.payment_id],
  )
  if ((tried?.count ?? 0) >= MOST_NUMBERS || (await leftOf(tx, { id: refund.payment_id })) < 1) return false
  const changed = await tx.run(
    `UPDATE payments SET state = 'refunding', refund_fault = NULL WHERE id = ? AND state IN ('refunding', 'refund_due')`,
    [refund.payment_id],
  )
  if (changed === 0) return false
  const at = ctx.clock.now()
  const { payment_id: id, provider, transaction_id: transactionId, amount_minor: amountMinor, reason } = refund
  const payment = { id, provider, transactionId, amountMinor }
  await insertRefund(tx, payment, { reason, at, nextAt: at + pauseAfter(ctx.random, 1, SEND) })
  return true
}

async function needsHuman(tx: Tx, ctx: PaymentContext, refund: RefundOfPayment, fault: RefundFault): Promise<void> {
  const changed = await tx.run(
    `UPDATE payments SET state = 'refund_due', refund_fault = ? WHERE id = ? AND state IN ('refunding', 'refund_due')`,
    [fault, refund.payment_id],
  )
  if (changed === 0) return
  // Our refund may have been refused because somebody else had made it.
  const { amount_minor: amount, back } = await settleBalance(tx, ctx, refund.payment_id)
  if (back >= amount) return
  ctx.logger.error({ ...factsOf(refund), fault }, 'a refund needs a human')
  const owed = { type: 'refund.due', amountMinor: amount - back, way: 'by_hand', fault } as const
  await tellRefund(tx, ctx, refund.payment_id, owed)
}

function factsOf({ number, payment_id: paymentId, provider }: RefundOfPayment): Record<string, unknown> {
  return { refund: number, paymentId, provider }
}
