import { ORDER_STATUS } from '../../shared/order.ts'
import { moveOrder } from '../commands/move-order.ts'
import type { Tx } from '../db/database.ts'
import { lockOrder } from '../orders/lock-order.ts'
import type { PaymentContext } from '../payments/providers/port.ts'

/** Orders completed in one run. */
const BATCH = 50

/**
 * Completes orders that were dispatched longer ago than a delivery may take, and resolves to their number. Running
 * twice is harmless, on several servers as well; each is a command of its own, because no order is locked while a store
 * is. After a jump of the wall clock nothing is completed for as long as a delivery may take: its age is
 * uncertain.
 */
export async function completeDeliveries(ctx: PaymentContext): Promise<number> {
  const held = () => ctx.clockWatch.steadyMs() < ctx.policy.deliveryTimeoutMs
  if (held()) return 0
  const dueSince = () => ctx.clockWatch.now() - ctx.policy.deliveryTimeoutMs
  const due = await ctx.db.read.all<{ id: number }>(
    `SELECT id FROM orders WHERE status = ${ORDER_STATUS.delivering} AND dispatched_at <= ? ORDER BY dispatched_at LIMIT ?`,
    [dueSince(), BATCH],
  )
  const completed = await Promise.all(due.map(({ id }) => ctx.db.write((tx) => complete(tx, id))))
  return completed.filter(Boolean).length

  async function complete(tx: Tx, id: number): Promise<boolean> {
    // A jump may have been dealt with since, and the order completed by a device or another server.
    if (held()) return false
    const order = await lockOrder(tx, id)
    if (order?.status !== ORDER_STATUS.delivering || (order.dispatched_at ?? 0) > dueSince()) return false
    await moveOrder(tx, ctx, { orderId: id, move: 'complete', by: 'system' })
    return true
  }
}
