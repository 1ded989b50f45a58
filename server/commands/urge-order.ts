import type { Order } from '../../shared/api/orders.ts'
import { ORDER_STATUS, URGEABLE } from '../../shared/order.ts'
import { LEVEL } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getOrder } from '../orders/get-order.ts'
import { type OrderRow, toOrder } from '../orders/order-row.ts'
import { type JoinedWait, raiseReminders, repeatReminder } from '../reminders/raise-reminder.ts'
import { IS_OPEN } from '../reminders/reminder-row.ts'

/** Milliseconds from one urge of an order to the next, at least. */
export const URGE_PAUSE_MS = 60_000

/**
 * Urges the shop about an order (催单). An earlier urge that is still unanswered is announced again, instead of a second
 * one being raised. Throws `order_unknown`, `order_not_urgeable`, and `urged_too_soon` with the time to wait.
 */
export async function urgeOrder(tx: Tx, ctx: Context, orderId: number): Promise<Order> {
  const before = await getOrder(tx, orderId)
  if (!URGEABLE.includes(before.status)) throw appError('order_not_urgeable')
  const now = ctx.clock.now()
  const sinceMs = now - (before.last_urged_at ?? -Infinity)
  // Below zero the clock was set back since, and the pause would last until it has caught up.
  if (sinceMs >= 0 && sinceMs < URGE_PAUSE_MS) throw appError('urged_too_soon', { retryMs: URGE_PAUSE_MS - sinceMs })
  const order = await tx.get<OrderRow>(
    'UPDATE orders SET urges = urges + 1, last_urged_at = ? WHERE id = ? AND urges = ? RETURNING *',
    [now, orderId, before.urges],
  )
  if (order === undefined) throw appError('urged_too_soon', { retryMs: URGE_PAUSE_MS })
  const repeated = await repeatReminder(tx, ctx, { order, kind: 'urge' })
  if (repeated !== undefined) return toOrder(order)
  const joins = await waitForAcceptance(tx, order)
  await raiseReminders(tx, ctx, [{ order, kind: 'urge', dedupe: String(order.urges), joins }])
  return toOrder(order)
}

/**
 * Finds the wait that an urge joins: its order's for acceptance, so that an urge of an old order is as loud as the order.
 * An order that was missed has waited for the longest.
 */
async function waitForAcceptance(tx: Tx, { id, status }: OrderRow): Promise<JoinedWait> {
  if (status !== ORDER_STATUS.to_be_confirmed) return {}
  const open = await tx.get<Required<JoinedWait>>(
    `SELECT since, level FROM reminders WHERE order_id = ? AND kind = 'new_order' AND ${IS_OPEN}`,
    [id],
  )
  return open ?? { level: LEVEL.loudest }
}
