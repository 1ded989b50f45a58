import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import { idInReference } from '../orders/order-reference.ts'
import { IS_NAMED, PAYS_ORDER, SET_PAID } from '../orders/pay-order.ts'
import type { VerifiedPayment } from '../payments/providers/port.ts'
import { REMINDER_ORDER_COLUMNS, type ReminderOrder } from '../reminders/reminder-order.ts'

const PAID = bulkRows({
  provider: 'TEXT',
  transaction_id: 'TEXT',
  order_number: 'TEXT',
  /** Of a reference alone. */
  order_id: 'BIGINT',
  /** Of a number that is told with its store. */
  store_id: 'TEXT',
  amount_minor: 'BIGINT',
  currency: 'TEXT',
})

/**
 * Moves orders with every condition in one statement: of all payments that could move an order, one does (I4). Resolves to
 * the orders by the name that their payment gave. Payments that give a reference have a statement of their own: each leads
 * to its order by one index.
 */
export async function moveNamedOrders(
  tx: Tx,
  ctx: Pick<Context, 'clock'>,
  payments: readonly VerifiedPayment[],
): Promise<Map<string, ReminderOrder>> {
  const moved = new Map<string, ReminderOrder>()
  const numbered = payments.filter(({ orderNumber }) => idInReference(orderNumber) === undefined)
  if (numbered.length > 0)
    for (const order of await moveNamed(tx, ctx, numbered, BY_NUMBER)) moved.set(order.number, order)
  if (numbered.length === payments.length) return moved
  const referred = payments.filter((payment) => !numbered.includes(payment))
  for (const { reference = '', ...order } of await moveNamed(tx, ctx, referred, BY_REFERENCE))
    moved.set(reference, order)
  return moved
}

/** How a payment leads to its order: the condition, and what is read beside the columns of a reminder. */
const BY_NUMBER = { condition: `orders.number = paid.order_number AND ${IS_NAMED}`, more: '' }
const BY_REFERENCE = {
  condition: 'orders.id = paid.order_id AND orders.reference = paid.order_number',
  more: ', orders.reference',
}

async function moveNamed(
  tx: Tx,
  ctx: Pick<Context, 'clock'>,
  payments: readonly VerifiedPayment[],
  { condition, more }: typeof BY_NUMBER,
): Promise<(ReminderOrder & { reference?: string })[]> {
  const paid = PAID.of(
    sortedBy(payments, ({ orderNumber }) => orderNumber).map(
      ({ provider, transactionId, orderNumber, storeId = null, amountMinor, currency }) => {
        return {
          provider,
          transaction_id: transactionId,
          order_number: orderNumber,
          order_id: idInReference(orderNumber) ?? null,
          store_id: storeId,
          amount_minor: amountMinor,
          currency,
        }
      },
    ),
  )
  return await tx.all<ReminderOrder & { reference?: string }>(
    `UPDATE orders SET ${SET_PAID} FROM ${paid.table} AS paid
      WHERE ${condition} AND ${PAYS_ORDER}
        AND NOT EXISTS (SELECT 1 FROM payments AS known
              WHERE known.provider = paid.provider AND known.transaction_id = paid.transaction_id)
     RETURNING ${REMINDER_ORDER_COLUMNS}${more}`,
    [ctx.clock.now(), ...paid.values],
  )
}
