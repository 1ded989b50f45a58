import { type Payment, type PaymentState, paymentStateSchema } from '../../shared/api/payments.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getOrder } from '../orders/get-order.ts'
import type { OrderRow } from '../orders/order-row.ts'
import { PAYS_ORDER, SET_PAID, whyUnpayable } from '../orders/pay-order.ts'
import { getPayment, getPaymentRow, type PaymentRow } from '../payments/find-payments.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { lockPayment } from '../payments/refunds/lock-payment.ts'
import { balanceOf, settleBalance } from '../payments/refunds/note-returned.ts'
import { insertHandRefund, queueRefund, requeueRefund } from '../payments/refunds/queue-refund.ts'
import { raiseReminders } from '../reminders/raise-reminder.ts'
import { REMINDER_ORDER_COLUMNS, type ReminderOrder } from '../reminders/reminder-order.ts'

const STATE = paymentStateSchema.enum
/** The states in which a human decides: the worker does nothing in them, so the two cannot collide. */
const UNDECIDED: readonly PaymentState[] = [STATE.review, STATE.refund_due]

/**
 * Queues the refund of money that the operator sends back: money in review, or a refund that the worker had to give up.
 * Throws `payment_unknown`, `payment_decided`, `refund_by_hand`.
 */
export async function refundPayment(tx: Tx, ctx: PaymentContext, id: string): Promise<Payment> {
  await lockPayment(tx, id)
  const payment = refundable(await undecided(tx, id, UNDECIDED))
  const queued = (await requeueRefund(tx, ctx, payment)) || (await queueRefund(tx, ctx, payment, 'operator'))
  if (!queued) throw appError('refund_by_hand')
  return await getPayment(tx, id)
}

/**
 * Records that the operator has returned money by other means, as `note` says, or found at the provider how much went
 * back of a payment of which that was unknown; the server does not check it. Without `amountMinor`: all that was left.
 * Throws `payment_unknown`, `payment_decided`, `refund_too_large`.
 */
export async function refundByHand(
  tx: Tx,
  ctx: PaymentContext,
  id: string,
  { note, amountMinor }: { note: string; amountMinor?: number | undefined },
): Promise<Payment> {
  await lockPayment(tx, id)
  const { refund_unknown: unknown } = await getPaymentRow(tx, id)
  const row = await undecided(tx, id, unknown === 0 ? UNDECIDED : [...UNDECIDED, STATE.applied])
  const { amount_minor: amount, back } = await balanceOf(tx, id)
  const left = amount - back
  if ((amountMinor ?? left) > left) throw appError('refund_too_large', { detail: `${left} are left.` })
  await insertHandRefund(tx, ctx, refundable(row), {
    note,
    amountMinor: amountMinor ?? left,
    by: { kind: 'operator' },
  })
  return await getPayment(tx, id)
}

/**
 * Lets money in review pay an order by the operator's decision, and raises the reminder (I1, I4). The order must wait
 * for exactly this amount. Throws `payment_unknown`, `order_unknown`, `payment_decided`, `payment_not_applicable`.
 */
export async function applyReviewed(tx: Tx, ctx: PaymentContext, id: string, orderId: number): Promise<Payment> {
  const payment = await undecided(tx, id, [STATE.review])
  const order = await moveOrder(tx, ctx, payment, await getOrder(tx, orderId))
  // Another decision on the payment may have been made since it was read.
  const applied = await tx.run(
    'UPDATE payments SET state = ?, order_id = ?, review_reason = NULL WHERE id = ? AND state = ?',
    [STATE.applied, order.id, id, STATE.review],
  )
  if (applied === 0) throw appError('payment_decided')
  await settleBalance(tx, ctx, id)
  await raiseReminders(tx, ctx, [{ order, kind: 'new_order', dedupe: '' }])
  return await getPayment(tx, id)
}

/** Reads a payment that is in one of `states`. Throws `payment_unknown`, `payment_decided`. */
async function undecided(tx: Tx, id: string, states: readonly PaymentState[]): Promise<PaymentRow> {
  const row = await getPaymentRow(tx, id)
  if (states.includes(row.state)) return row
  throw appError('payment_decided', { detail: `It is ${row.state}.` })
}

/** Picks the facts of a payment that its refund needs. */
export function refundable({ id, provider, transaction_id: transactionId, amount_minor: amountMinor }: PaymentRow) {
  return { id, provider, transactionId, amountMinor }
}

/** Moves the order that a payment in review pays for exactly. Throws `payment_not_applicable`. */
async function moveOrder(tx: Tx, ctx: PaymentContext, payment: PaymentRow, order: OrderRow): Promise<ReminderOrder> {
  const paid = await tx.get<ReminderOrder>(
    `UPDATE orders SET ${SET_PAID} FROM payments AS paid
      WHERE orders.id = ? AND paid.id = ? AND ${PAYS_ORDER} RETURNING ${REMINDER_ORDER_COLUMNS}`,
    [ctx.clock.now(), order.id, payment.id],
  )
  if (paid !== undefined) return paid
  const mismatch = ['amount_mismatch', 'currency_mismatch'].includes(whyUnpayable(order, payment))
  throw appError('payment_not_applicable', {
    detail:
      mismatch && order.status === ORDER_STATUS.pending_payment
        ? `The order is for ${order.amount_minor} ${order.currency}, the payment of ${payment.amount_minor} ${payment.currency}.`
        : `The order has status ${order.status} and does not wait for a payment.`,
  })
}
