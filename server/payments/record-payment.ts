import { createHash } from 'node:crypto'
import type { PaymentState, Provider, ReviewReason } from '../../shared/api/payments.ts'
import { ORDER_STATUS, PAY_STATUS } from '../../shared/order.ts'
import { appError } from '../app-error.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/database.ts'
import type { OrderRow } from '../orders/order-row.ts'
import { raiseReminder } from '../reminders/raise-reminder.ts'

/** Money that a provider says has arrived, already verified. */
export interface PaidNotice {
  provider: Provider
  /** The provider's own number of the transaction; with `provider`, what makes a notice unique. */
  transactionId: string
  orderNumber: string
  amountMinor: number
  currency: string
  paidAt: number
}

/** `duplicate`: this transaction is already recorded, in the state it says. */
export interface RecordedPayment {
  state: PaymentState
  reviewReason: ReviewReason | null
  duplicate: boolean
}

/**
 * The transaction this project exists for: claim the payment, move the order, append the reminder — or none of it
 * (I1). Money that cannot be applied is kept for review; it is never dropped and never confirms an order.
 * A repeated notice changes nothing (I4). Throws `payment_conflict` when the same transaction comes with other facts.
 */
export async function recordPayment(tx: Tx, ctx: Context, notice: PaidNotice): Promise<RecordedPayment> {
  const paymentId = await claimPayment(tx, ctx, notice)
  if (paymentId === undefined) return await recordedBefore(tx, notice)

  const order = await markPaid(tx, ctx, notice)
  if (order === undefined) {
    const { reason, orderId } = await whyNot(tx, notice)
    await tx.run('UPDATE payments SET review_reason = ?, order_id = ? WHERE id = ?', [reason, orderId, paymentId])
    return { state: 'review', reviewReason: reason, duplicate: false }
  }
  await tx.run(`UPDATE payments SET state = 'applied', order_id = ? WHERE id = ?`, [order.id, paymentId])

  await raiseReminder(tx, ctx, { order, kind: 'new_order', dedupe: '' })
  return { state: 'applied', reviewReason: null, duplicate: false }
}

/** Every notice of one transaction meets the same row; the first makes it, as money nobody has placed yet. */
async function claimPayment(tx: Tx, ctx: Context, notice: PaidNotice): Promise<string | undefined> {
  const row = await tx.get<{ id: string }>(
    `INSERT INTO payments
       (id, provider, transaction_id, order_number, amount_minor, currency, state, body_hash, paid_at, recorded_at)
     VALUES (?, ?, ?, ?, ?, ?, 'review', ?, ?, ?)
     ON CONFLICT (provider, transaction_id) DO NOTHING RETURNING id`,
    [
      ctx.random.id('py'),
      notice.provider,
      notice.transactionId,
      notice.orderNumber,
      notice.amountMinor,
      notice.currency,
      factsHash(notice),
      notice.paidAt,
      ctx.clock.now(),
    ],
  )
  return row?.id
}

async function recordedBefore(tx: Tx, notice: PaidNotice): Promise<RecordedPayment> {
  const row = await tx.get<{ state: PaymentState; review_reason: ReviewReason | null; body_hash: string }>(
    'SELECT state, review_reason, body_hash FROM payments WHERE provider = ? AND transaction_id = ?',
    [notice.provider, notice.transactionId],
  )
  if (row === undefined) throw new Error('a payment conflicts with one that is not there')
  if (row.body_hash !== factsHash(notice)) throw appError('payment_conflict')
  return { state: row.state, reviewReason: row.review_reason, duplicate: true }
}

/** Every condition in one statement: of all payments that could move this order, one does. */
async function markPaid(tx: Tx, ctx: Context, notice: PaidNotice): Promise<OrderRow | undefined> {
  return await tx.get<OrderRow>(
    `UPDATE orders SET status = ?, pay_status = ?, paid_at = ?
      WHERE number = ? AND status = ? AND pay_status = ? AND amount_minor = ? AND currency = ? RETURNING *`,
    [
      ORDER_STATUS.to_be_confirmed,
      PAY_STATUS.paid,
      ctx.clock.now(),
      notice.orderNumber,
      ORDER_STATUS.pending_payment,
      PAY_STATUS.unpaid,
      notice.amountMinor,
      notice.currency,
    ],
  )
}

async function whyNot(tx: Tx, notice: PaidNotice): Promise<{ reason: ReviewReason; orderId: number | null }> {
  const order = await tx.get<OrderRow>('SELECT * FROM orders WHERE number = ?', [notice.orderNumber])
  if (order === undefined) return { reason: 'order_unknown', orderId: null }
  return { reason: reviewReason(order, notice), orderId: order.id }
}

function reviewReason(order: OrderRow, notice: PaidNotice): ReviewReason {
  if (order.pay_status !== PAY_STATUS.unpaid) return 'order_already_paid'
  if (order.status === ORDER_STATUS.cancelled) return 'order_cancelled'
  return order.currency === notice.currency ? 'amount_mismatch' : 'currency_mismatch'
}

/**
 * What a notice says, apart from how it was wrapped: providers sign and encrypt every retry anew, so the raw body
 * differs between retries of one fact.
 */
function factsHash(notice: PaidNotice): string {
  const facts = [notice.orderNumber, notice.amountMinor, notice.currency]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}
