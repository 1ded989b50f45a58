import { ORDER_STATUS } from '../../shared/order.ts'
import { moveIfDue } from '../commands/move-order.ts'
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
  const completed = await Promise.all(
    due.map(({ id }) => {
      const completion = { orderId: id, move: 'complete', by: 'system' } as const
      // A jump may have been dealt with since.
      const isDue = (order: { dispatched_at: number | null }) => !held() && (order.dispatched_at ?? 0) <= dueSince()
      return ctx.db.write((tx) => moveIfDue(tx, ctx, completion, isDue))
    }),
  )
  return completed.filter(Boolean).length
}
