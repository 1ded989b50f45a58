import type { Payment, PaymentState } from '../../shared/api/payments.ts'
import { ORDER_STATUS, PAY_STATUS } from '../../shared/order.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getOrder } from '../orders/get-order.ts'
import type { OrderRow } from '../orders/order-row.ts'
import { PAYS_ORDER, SET_PAID, whyUnpayable } from '../orders/pay-order.ts'
import { getPayment, getPaymentRow, type PaymentRow } from '../payments/find-payments.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { insertHandRefund, queueRefund, requeueRefund } from '../payments/refunds/queue-refund.ts'
import { raiseReminders } from '../reminders/raise-reminder.ts'
import { REMINDER_ORDER_COLUMNS, type ReminderOrder } from '../reminders/reminder-order.ts'

/** Where a human decides: nothing is on its way there, so no decision can cross one of the worker's. */
const UNDECIDED: readonly PaymentState[] = ['review', 'refund_due']

/**
 * The operator sends money back: what lies in review, or what the worker had to give up. Throws `payment_unknown`,
 * `payment_decided`, `refund_by_hand`.
 */
export async function refundPayment(tx: Tx, ctx: PaymentContext, id: string): Promise<Payment> {
  const payment = refundable(await undecided(tx, id, UNDECIDED))
  const queued = (await requeueRefund(tx, ctx, payment)) || (await queueRefund(tx, ctx, payment, 'operator'))
  if (!queued) throw appError('refund_by_hand')
  return await getPayment(tx, id)
}

/**
 * The operator has returned the money by other means, and says how: the server believes it. Throws `payment_unknown`,
 * `payment_decided`.
 */
export async function refundByHand(tx: Tx, ctx: PaymentContext, id: string, note: string): Promise<Payment> {
  const row = await undecided(tx, id, UNDECIDED)
  await insertHandRefund(tx, ctx, refundable(row), note)
  await tx.run(`UPDATE payments SET state = 'refunded', refund_fault = NULL WHERE id = ?`, [id])
  if (row.review_reason === null)
    await tx.run('UPDATE orders SET pay_status = ? WHERE id = ?', [PAY_STATUS.refunded, row.order_id])
  return await getPayment(tx, id)
}

/**
 * The operator lets money that lies in review pay an order after all, and the bell rings (I1, I4). The order must be
 * waiting for exactly this amount. Throws `payment_unknown`, `order_unknown`, `payment_decided`,
 * `payment_not_applicable`.
 */
export async function applyReviewed(tx: Tx, ctx: PaymentContext, id: string, orderId: number): Promise<Payment> {
  const payment = await undecided(tx, id, ['review'])
  const order = await moveOrder(tx, ctx, payment, await getOrder(tx, orderId))
  await tx.run(`UPDATE payments SET state = 'applied', order_id = ?, review_reason = NULL WHERE id = ?`, [order.id, id])
  await raiseReminders(tx, ctx, [{ order, kind: 'new_order', dedupe: '' }])
  return await getPayment(tx, id)
}

async function undecided(tx: Tx, id: string, states: readonly PaymentState[]): Promise<PaymentRow> {
  const row = await getPaymentRow(tx, id)
  if (states.includes(row.state)) return row
  throw appError('payment_decided', { detail: `It is ${row.state}.` })
}

function refundable({ id, provider, transaction_id: transactionId, amount_minor: amountMinor }: PaymentRow) {
  return { id, provider, transactionId, amountMinor }
}

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
