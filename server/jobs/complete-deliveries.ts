import { ORDER_STATUS } from '../../shared/order.ts'
import { moveOrder } from '../commands/move-order.ts'
import type { PaymentContext } from '../payments/providers/port.ts'

/** Orders completed in one transaction, and in one run. */
const BATCH = 50

/**
 * Completes orders that were dispatched longer ago than a delivery may take, and resolves to their number. Running
 * twice is harmless. After a jump of the wall clock nothing is completed for as long as a delivery may take: its age is
 * uncertain.
 */
export async function completeDeliveries(ctx: PaymentContext): Promise<number> {
  const held = () => ctx.clockWatch.steadyMs() < ctx.policy.deliveryTimeoutMs
  if (held()) return 0
  return await ctx.db.write(async (tx) => {
    // A jump may have been dealt with since.
    if (held()) return 0
    const due = await tx.all<{ id: number }>(
      `SELECT id FROM orders WHERE status = ${ORDER_STATUS.delivering} AND dispatched_at <= ? ORDER BY dispatched_at LIMIT ?`,
      [ctx.clockWatch.now() - ctx.policy.deliveryTimeoutMs, BATCH],
    )
    for (const { id } of due) await moveOrder(tx, ctx, { orderId: id, move: 'complete', by: 'system' })
    return due.length
  })
}
