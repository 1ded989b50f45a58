import type { Provider } from '../../shared/api/payments.ts'
import { PAY_STATUS } from '../../shared/order.ts'
import type { RefundNotice } from '../../shared/reminder.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import { lockNamed } from '../orders/lock-order.ts'
import type { OrderRow } from '../orders/order-row.ts'
import { UNDER_WAY } from '../orders/under-way.ts'
import type { PaymentContext, RefundOfTransaction, RefundReport, VerifiedPayment } from '../payments/providers/port.ts'
import { lockPayment } from '../payments/refunds/lock-payment.ts'
import { noteReturned } from '../payments/refunds/note-returned.ts'
import { settleRefund } from '../payments/refunds/settle-refund.ts'
import { raiseReminders } from '../reminders/raise-reminder.ts'
import { type RecordedPayment, recordedBefore, recordPayments, storePayment } from './record-payment.ts'

/**
 * Records a provider's word on a refund, in the caller's transaction: one of ours is settled; money that somebody else
 * sent back is noted with its payment and its order, and the shop is told while it still works on the order. The same
 * word again changes nothing. A payment that nobody has reported is recorded along with it. Throws `payment_conflict`.
 */
export async function recordRefund(
  tx: Tx,
  ctx: PaymentContext,
  provider: Provider,
  report: RefundOfTransaction,
): Promise<void> {
  const { refundNumber, state, transactionId, payment } = report
  const ours = refundNumber !== undefined && (await settleRefund(tx, ctx, { provider, refundNumber, state }))
  if (ours && report.returnedMinor === undefined) return
  if (transactionId === undefined) {
    if (!ours) ctx.logger.warn({ provider }, 'a callback about a refund that is none of ours')
    return
  }
  if (state !== 'succeeded') {
    if (!ours) ctx.logger.warn({ provider, state }, 'a refund that was made at the provider has not succeeded')
    return
  }
  const known = await findPayment(tx, provider, transactionId)
  if (known !== undefined) return await noteAndTell(tx, ctx, known, report)
  if (payment === undefined) {
    ctx.logger.warn({ provider }, 'a callback about a refund of a payment that is none of ours')
    return
  }
  await recordReturnedPayment(tx, ctx, { provider, transactionId, ...payment }, [report])
}

/**
 * Records a payment of which money went back before this server heard of it. If all of it did, the payment stands as
 * refunded, its order is not moved, and the shop is told so; else it pays its order and rings as every payment does, and
 * the shop is told what went back, or that nobody knows how much (I4). Throws `payment_conflict`.
 */
export async function recordReturnedPayment(
  tx: Tx,
  ctx: PaymentContext,
  payment: VerifiedPayment,
  refunds: readonly RefundReport[],
): Promise<RecordedPayment> {
  // Before its payment, as every command locks them.
  const order = await lockNamed(tx, payment)
  const recorded = isWhole(payment, refunds)
    ? await recordWhole(tx, ctx, payment, order)
    : (await recordPayments(tx, ctx, [payment]))[0]
  if (recorded === undefined) throw new Error('a payment was recorded without a result')
  if (recorded instanceof AppError) throw recorded
  const known = await findPayment(tx, payment.provider, payment.transactionId)
  if (known === undefined) throw new Error('a payment was recorded and is not there')
  for (const report of refunds) {
    if (report.state === 'succeeded') await noteAndTell(tx, ctx, known, report)
  }
  return recorded
}

function isWhole({ amountMinor }: VerifiedPayment, refunds: readonly RefundReport[]): boolean {
  const succeeded = refunds.filter(({ state }) => state === 'succeeded')
  const itemised = succeeded.reduce((sum, refund) => sum + (refund.amountMinor ?? 0), 0)
  const told = Math.max(itemised, ...succeeded.map(({ returnedMinor = 0 }) => returnedMinor))
  return told > 0 && told >= amountMinor
}

async function recordWhole(
  tx: Tx,
  ctx: PaymentContext,
  payment: VerifiedPayment,
  order: OrderRow | undefined,
): Promise<RecordedPayment | AppError> {
  const orderId = order?.id ?? null
  const stored = { payment, orderId, state: 'refunded', reviewReason: 'already_refunded' } as const
  const id = await storePayment(tx, ctx, stored)
  if (id === undefined) return await recordedBefore(tx, payment)
  ctx.logger.warn({ provider: payment.provider, paymentId: id }, 'a payment was refunded before it was reported')
  // An order that another transaction has paid goes on as if this one had never been.
  if (order?.pay_status === PAY_STATUS.unpaid) {
    await tell(tx, ctx, { order, paymentId: id }, { state: 'whole', amountMinor: payment.amountMinor })
  }
  return { state: 'refunded', reviewReason: 'already_refunded', duplicate: false }
}

interface KnownPayment {
  id: string
  order_id: number | null
  review_reason: string | null
}

async function findPayment(tx: Tx, provider: Provider, transactionId: string): Promise<KnownPayment | undefined> {
  return await tx.get<KnownPayment>(
    'SELECT id, order_id, review_reason FROM payments WHERE provider = ? AND transaction_id = ?',
    [provider, transactionId],
  )
}

/** Notes what went back of a payment, and tells the shop when that is new and the order still in its hands. */
async function noteAndTell(tx: Tx, ctx: PaymentContext, payment: KnownPayment, report: RefundReport): Promise<void> {
  await lockPayment(tx, payment.id)
  const news = await noteReturned(tx, ctx, payment.id, report)
  if (news === undefined) return
  ctx.logger.warn({ paymentId: payment.id, state: news.state }, 'money was refunded at its provider')
  if (payment.order_id === null || payment.review_reason !== null) return
  const order = await tx.get<OrderRow>('SELECT * FROM orders WHERE id = ?', [payment.order_id])
  if (order !== undefined && UNDER_WAY.includes(order.status))
    await tell(tx, ctx, { order, paymentId: payment.id }, news)
}

/** Raises the reminder of a refund. All that went back so far tells a payment's reminders apart: it only grows. */
async function tell(
  tx: Tx,
  ctx: PaymentContext,
  { order, paymentId }: { order: OrderRow; paymentId: string },
  refund: RefundNotice,
): Promise<void> {
  const dedupe = `refund ${paymentId} ${refund.amountMinor ?? 'unknown'}`
  await raiseReminders(tx, ctx, [{ order, kind: 'cancel', dedupe, refund }])
}
