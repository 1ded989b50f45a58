import type { CreateOrder, Order } from '../../shared/api/orders.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { createOrder } from '../orders/create-order.ts'
import { type OrderRow, toOrder } from '../orders/order-row.ts'
import { raiseReminders } from '../reminders/raise-reminder.ts'
import { requireTakesOrders } from '../stores/intake.ts'
import { getStore } from '../stores/stores.ts'

/**
 * Places an order. One that waits for its payment rings when that comes; one that is paid in cash, or costs nothing, rings
 * at once. Throws `store_unknown`, `store_paused`, `store_archived`, `order_number_taken`.
 */
export async function placeOrder(tx: Tx, ctx: Context, input: CreateOrder): Promise<Order> {
  requireTakesOrders(await getStore(tx, input.storeId), ctx.clock.now())
  return await placeAnyway(tx, ctx, input)
}

/**
 * Places an order as {@link placeOrder} does, whether its store takes orders at this moment or not: somebody else has taken
 * it, and its money. Throws `store_unknown`, `order_number_taken`.
 */
export async function placeAnyway(tx: Tx, ctx: Context, input: CreateOrder): Promise<Order> {
  const order = await createOrder(tx, ctx, input)
  if (order.payment === 'online') return order
  const row = await tx.get<OrderRow>(
    `UPDATE orders SET status = ${ORDER_STATUS.to_be_confirmed} WHERE id = ? RETURNING *`,
    [order.id],
  )
  if (row === undefined) throw new Error('UPDATE orders returned nothing')
  await raiseReminders(tx, ctx, [{ order: row, kind: 'new_order', dedupe: '' }])
  return toOrder(row)
}
