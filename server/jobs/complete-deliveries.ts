import { ORDER_STATUS } from '../../shared/order.ts'
import { moveOrder } from '../commands/move-order.ts'
import type { PaymentContext } from '../payments/providers/port.ts'

const BATCH = 50

/**
 * Completes orders that have been under way for too long to be still under way. Running twice is harmless. After a jump
 * of the wall clock nothing is completed for as long as a delivery may take: its age is not known.
 */
export async function completeDeliveries(ctx: PaymentContext): Promise<number> {
  if (ctx.clockWatch.steadyMs() < ctx.policy.deliveryTimeoutMs) return 0
  return await ctx.db.write(async (tx) => {
    const due = await tx.all<{ id: number }>(
      `SELECT id FROM orders WHERE status = ${ORDER_STATUS.delivering} AND dispatched_at <= ? ORDER BY dispatched_at LIMIT ?`,
      [ctx.clock.now() - ctx.policy.deliveryTimeoutMs, BATCH],
    )
    for (const { id } of due) await moveOrder(tx, ctx, { orderId: id, move: 'complete', by: 'system' })
    return due.length
  })
}
