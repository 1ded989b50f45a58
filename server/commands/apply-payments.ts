import { ORDER_STATUS, PAY_STATUS } from '../../shared/order.ts'
import { rowsOf } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { type PaidNotice, storePayments } from '../payments/payment-row.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { raiseReminders } from '../reminders/raise-reminder.ts'
import { REMINDER_ORDER_COLUMNS, type ReminderOrder } from '../reminders/reminder-order.ts'

const PAID = rowsOf({
  provider: 'TEXT',
  transaction_id: 'TEXT',
  order_number: 'TEXT',
  amount_minor: 'BIGINT',
  currency: 'TEXT',
})

/**
 * Moves the orders that `notices` pay for exactly, keeps these payments and rings for them; resolves to the notices it
 * has done this for. One statement a table, for one notice or a hundred; no two of `notices` may be about the same
 * order.
 */
export async function applyPayments(
  tx: Tx,
  ctx: PaymentContext,
  notices: readonly PaidNotice[],
): Promise<Set<PaidNotice>> {
  const orders = await movePaidOrders(tx, ctx, notices)
  const paid = notices.flatMap((notice) => {
    const order = orders.get(notice.orderNumber)
    return order === undefined ? [] : [{ notice, order }]
  })
  if (paid.length === 0) return new Set()
  const stored = await storePayments(
    tx,
    ctx,
    paid.map(({ notice, order }) => ({ notice, orderId: order.id, state: 'applied', reviewReason: null })),
  )
  if (stored.length !== paid.length) throw new Error('an order was moved by a payment that was known before')
  await raiseReminders(
    tx,
    ctx,
    paid.map(({ order }) => ({ order, kind: 'new_order', dedupe: '' })),
  )
  return new Set(paid.map(({ notice }) => notice))
}

/**
 * Every condition in one statement: of all payments that could move an order, one does (I4). By order number. The states
 * are not bound: for a column that a partial index asks about, SQLite would plan anew at each binding.
 */
async function movePaidOrders(
  tx: Tx,
  ctx: PaymentContext,
  notices: readonly PaidNotice[],
): Promise<Map<string, ReminderOrder>> {
  const rows = notices.map((notice) => ({
    provider: notice.provider,
    transaction_id: notice.transactionId,
    order_number: notice.orderNumber,
    amount_minor: notice.amountMinor,
    currency: notice.currency,
  }))
  const orders = await tx.all<ReminderOrder>(
    `UPDATE orders SET status = ${ORDER_STATUS.to_be_confirmed}, pay_status = ${PAY_STATUS.paid}, paid_at = ?
       FROM ${PAID.table} AS paid
      WHERE orders.number = paid.order_number
        AND orders.status = ${ORDER_STATUS.pending_payment} AND orders.pay_status = ${PAY_STATUS.unpaid}
        AND orders.amount_minor = paid.amount_minor AND orders.currency = paid.currency
        AND NOT EXISTS (SELECT 1 FROM payments AS known
              WHERE known.provider = paid.provider AND known.transaction_id = paid.transaction_id)
     RETURNING ${REMINDER_ORDER_COLUMNS.join(', ')}`,
    [ctx.clock.now(), PAID.values(rows)],
  )
  return new Map(orders.map((order) => [order.number, order]))
}
