import { createHash } from 'node:crypto'
import type { Provider, RefundReason, ReviewReason } from '../../../shared/api/payments.ts'
import type { Tx } from '../../db/database.ts'
import type { PaymentContext } from '../providers/port.ts'

/** What a refund must know of its payment. */
export interface RefundablePayment {
  id: string
  provider: Provider
  transactionId: string
  amountMinor: number
}

/**
 * What becomes of money that was recorded and could not be applied: it goes back by itself when its order is known and
 * its provider can be asked to, else it stays in review. The row must stand as `review`, with its reason. Resolves to
 * the state it has now. In the caller's transaction.
 */
export async function refundMisfit(
  tx: Tx,
  ctx: PaymentContext,
  payment: RefundablePayment,
  why: ReviewReason,
): Promise<'review' | 'refunding'> {
  // Money for an order that we do not know may be for one that is still on its way to us: a human looks first.
  if (why === 'order_unknown') return 'review'
  return (await queueRefund(tx, ctx, payment, why)) ? 'refunding' : 'review'
}

/**
 * Puts the whole of a payment on the way back, in the transaction of whatever made it go back. Resolves to `false`, and
 * changes nothing, when the machine cannot do it: no client for this provider is set up, or there is nothing to return.
 */
export async function queueRefund(
  tx: Tx,
  ctx: PaymentContext,
  payment: RefundablePayment,
  reason: RefundReason,
): Promise<boolean> {
  if (!ctx.clients.has(payment.provider) || payment.amountMinor < 1) return false
  await insertRefund(tx, payment, { reason, at: ctx.clock.now(), nextAt: ctx.clock.now() })
  await tx.run(`UPDATE payments SET state = 'refunding', refund_fault = NULL WHERE id = ?`, [payment.id])
  return true
}

/**
 * Sends back what had paid an order that will not be served: by the machine, or, where it cannot, by the operator, to
 * whom the payment is shown as `refund_due`. In the transaction that calls the order off.
 */
export async function refundOrder(tx: Tx, ctx: PaymentContext, orderId: number, reason: RefundReason): Promise<void> {
  const payment = await tx.get<RefundablePayment>(
    `SELECT id, provider, transaction_id AS "transactionId", amount_minor AS "amountMinor"
       FROM payments WHERE order_id = ? AND state = 'applied'`,
    [orderId],
  )
  if (payment === undefined || (await queueRefund(tx, ctx, payment, reason))) return
  await tx.run(`UPDATE payments SET state = 'refund_due', refund_fault = 'by_hand' WHERE id = ?`, [payment.id])
}

/** A refund for the worker, under the payment's next number. */
export async function insertRefund(
  tx: Tx,
  payment: RefundablePayment,
  refund: { reason: RefundReason; at: number; nextAt: number },
): Promise<void> {
  await tx.run(
    `INSERT INTO refunds (number, payment_id, amount_minor, reason, state, next_at, created_at)
     VALUES (?, ?, ?, ?, 'queued', ?, ?)`,
    [await nextNumber(tx, payment), payment.id, payment.amountMinor, refund.reason, refund.nextAt, refund.at],
  )
}

/**
 * Lets the worker take up again what it gave up, under the same number: should the provider have paid it out after all,
 * it says so instead of paying twice. `false` when there is nothing like that, or nobody to ask.
 */
export async function requeueRefund(tx: Tx, ctx: PaymentContext, payment: RefundablePayment): Promise<boolean> {
  if (!ctx.clients.has(payment.provider)) return false
  const changed = await tx.run(
    `UPDATE refunds SET state = 'queued', attempts = 0, next_at = ?, code = NULL, settled_at = NULL
      WHERE payment_id = ? AND state IN ('failed', 'abnormal')`,
    [ctx.clock.now(), payment.id],
  )
  if (changed === 0) return false
  await tx.run(`UPDATE payments SET state = 'refunding', refund_fault = NULL WHERE id = ?`, [payment.id])
  return true
}

/** A refund that the operator made outside of this server; nobody asks a provider about it. */
export async function insertHandRefund(
  tx: Tx,
  ctx: PaymentContext,
  payment: RefundablePayment,
  note: string,
): Promise<void> {
  const at = ctx.clock.now()
  await tx.run(
    `INSERT INTO refunds (number, payment_id, amount_minor, reason, note, state, created_at, settled_at)
     VALUES (?, ?, ?, 'operator', ?, 'succeeded', ?, ?)`,
    [await nextNumber(tx, payment), payment.id, payment.amountMinor, note, at, at],
  )
}

/**
 * Made from the transaction and how many refunds it had, not drawn: a database restored from a backup, which has
 * forgotten the refund and queues it again, names the same number, and the provider pays one number out once.
 * Letters, digits and `_`, at most 64: what WeChat Pay and Alipay both take.
 */
async function nextNumber(tx: Tx, payment: RefundablePayment): Promise<string> {
  const row = await tx.get<{ count: number }>('SELECT COUNT(*) AS count FROM refunds WHERE payment_id = ?', [
    payment.id,
  ])
  const facts = JSON.stringify([payment.provider, payment.transactionId])
  const digest = createHash('sha256').update(facts).digest('hex').slice(0, 40)
  return `rf_${digest}_${(row?.count ?? 0) + 1}`
}
