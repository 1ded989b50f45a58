import type { RefundReason, ReviewReason } from '../../../shared/api/payments.ts'
import type { AnsweredBy } from '../../../shared/reminder.ts'
import type { Tx } from '../../db/database.ts'
import type { PaymentContext } from '../providers/port.ts'
import { balanceOf, settleBalance } from './note-returned.ts'
import { ownNumber } from './own-number.ts'
import { canSendBack, type PaidOrder, planRefund, type RefundablePayment } from './plan-refund.ts'
import { tellRefund } from './tell-refund.ts'

/**
 * Sends money back that was recorded and could not be applied, in the caller's transaction: by itself when its order is
 * known and its provider can be asked to; else it stays in review. The row must stand as `review`, with its reason.
 * Resolves to the state of the payment.
 */
export async function refundMisfit(
  tx: Tx,
  ctx: PaymentContext,
  payment: RefundablePayment,
  why: ReviewReason,
): Promise<'review' | 'refunding'> {
  // Money for an order that we do not know may be for one that is still on its way to us: a human looks first.
  if (why === 'order_unknown' || why === 'already_refunded') return 'review'
  return (await queueRefund(tx, ctx, payment, why)) ? 'refunding' : 'review'
}

/**
 * Queues the refund of whatever is left of a payment, in the transaction of its cause. Resolves to `false`, and changes
 * nothing, when the machine cannot do it: no client for this provider is set up, or there is nothing to return.
 */
export async function queueRefund(
  tx: Tx,
  ctx: PaymentContext,
  payment: RefundablePayment,
  reason: RefundReason,
): Promise<boolean> {
  const amountMinor = canSendBack(ctx, payment.provider) ? await leftOf(tx, payment) : 0
  if (amountMinor < 1) return false
  await insertRefund(tx, payment, { reason, at: ctx.clock.now(), nextAt: ctx.clock.now() })
  await tx.run(`UPDATE payments SET state = 'refunding', refund_fault = NULL WHERE id = ?`, [payment.id])
  await tellRefund(tx, ctx, payment.id, { type: 'refund.due', amountMinor, way: 'automatic' })
  return true
}

/**
 * Sends back the payment of an order that will not be served, in the transaction that calls the order off: by the
 * machine, or, where it cannot, by a human, to whom the payment is shown as `refund_due`. {@link planRefund} says which.
 */
export async function refundOrder(tx: Tx, ctx: PaymentContext, order: PaidOrder, reason: RefundReason): Promise<void> {
  const { way, payment, amountMinor } = await planRefund(tx, ctx, order)
  if (payment === undefined) return
  if (way === 'automatic') return void (await queueRefund(tx, ctx, payment, reason))
  await tx.run(`UPDATE payments SET state = 'refund_due', refund_fault = 'by_hand' WHERE id = ?`, [payment.id])
  await tellRefund(tx, ctx, payment.id, { type: 'refund.due', amountMinor, way: 'by_hand' })
}

/** Reads the amount of a payment that has not gone back, in minor units. */
export async function leftOf(tx: Tx, { id }: Pick<RefundablePayment, 'id'>): Promise<number> {
  const { amount_minor: amount, back } = await balanceOf(tx, id)
  return amount - back
}

/**
 * Inserts a refund of whatever is left of a payment, for the worker, under the payment's next number. `at` and `nextAt`
 * are milliseconds since 1970.
 */
export async function insertRefund(
  tx: Tx,
  payment: RefundablePayment,
  refund: { reason: RefundReason; at: number; nextAt: number },
): Promise<void> {
  await tx.run(
    `INSERT INTO refunds (number, payment_id, amount_minor, reason, state, next_at, created_at)
     VALUES (?, ?, ?, ?, 'queued', ?, ?)`,
    [await nextNumber(tx, payment), payment.id, await leftOf(tx, payment), refund.reason, refund.nextAt, refund.at],
  )
}

/**
 * Queues a refund again that the worker had given up, under the same number: a provider that has paid it out after all
 * says so instead of paying twice. Resolves to `false` when there is no such refund, or nobody to ask.
 */
export async function requeueRefund(tx: Tx, ctx: PaymentContext, payment: RefundablePayment): Promise<boolean> {
  if (!canSendBack(ctx, payment.provider)) return false
  const changed = await tx.run(
    `UPDATE refunds SET state = 'queued', attempts = 0, next_at = ?, code = NULL, settled_at = NULL, amount_minor = ?
      WHERE payment_id = ? AND state IN ('failed', 'abnormal')`,
    [ctx.clock.now(), await leftOf(tx, payment), payment.id],
  )
  if (changed === 0) return false
  await tx.run(`UPDATE payments SET state = 'refunding', refund_fault = NULL WHERE id = ?`, [payment.id])
  return true
}

/**
 * Inserts a refund that the operator, or the shop, made outside of this server; no provider is asked about it. The payment
 * and its order follow. `by` is whoever says so.
 */
export async function insertHandRefund(
  tx: Tx,
  ctx: PaymentContext,
  payment: RefundablePayment,
  { note, amountMinor, by }: { note: string | null; amountMinor: number; by: AnsweredBy },
): Promise<void> {
  const at = ctx.clock.now()
  await tx.run(
    `INSERT INTO refunds (number, payment_id, amount_minor, reason, note, noted_by, state, created_at, settled_at)
     VALUES (?, ?, ?, ?, ?, ?, 'succeeded', ?, ?)`,
    [
      await nextNumber(tx, payment),
      payment.id,
      amountMinor,
      by.kind === 'device' ? 'shop' : 'operator',
      note,
      JSON.stringify(by),
      at,
      at,
    ],
  )
  await tx.run('UPDATE payments SET refund_unknown = 0 WHERE id = ?', [payment.id])
  await settleBalance(tx, ctx, payment.id)
  if (amountMinor > 0) await tellRefund(tx, ctx, payment.id, { type: 'refund.settled', amountMinor })
}

async function nextNumber(tx: Tx, payment: RefundablePayment): Promise<string> {
  const row = await tx.get<{ count: number }>(
    'SELECT COUNT(*) AS count FROM refunds WHERE payment_id = ? AND provider_number IS NULL',
    [payment.id],
  )
  return ownNumber(payment, (row?.count ?? 0) + 1)
}
