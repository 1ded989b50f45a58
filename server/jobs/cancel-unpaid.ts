import { ORDER_STATUS } from '../../shared/order.ts'
import { moveOrder } from '../commands/move-order.ts'
import type { PaymentContext } from '../payments/providers/port.ts'

/** Orders cancelled in one transaction, and in one run. */
const BATCH = 50

/**
 * Cancels orders that nobody has paid in time, and resolves to their number. After a jump of the wall clock nothing is
 * cancelled for as long as an order may wait: its age is uncertain. The orders' own rows say what is due, so running
 * twice is harmless.
 */
export async function cancelUnpaid(ctx: PaymentContext): Promise<number> {
  const held = () => ctx.clockWatch.steadyMs() < ctx.policy.unpaidTimeoutMs
  if (held()) return 0
  return await ctx.db.write(async (tx) => {
    // A jump may have been dealt with since.
    if (held()) return 0
    const due = await tx.all<{ id: number }>(
      `SELECT id FROM orders WHERE status = ${ORDER_STATUS.pending_payment} AND created_at <= ? ORDER BY created_at LIMIT ?`,
      [ctx.clockWatch.now() - ctx.policy.unpaidTimeoutMs, BATCH],
    )
    for (const { id } of due) {
      await moveOrder(tx, ctx, { orderId: id, move: 'cancel', by: 'system', reason: 'not paid in time' })
    }
    return due.length
  })
}
