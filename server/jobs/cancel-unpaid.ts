import { ORDER_STATUS } from '../../shared/order.ts'
import { moveIfDue } from '../commands/move-order.ts'
import type { PaymentContext } from '../payments/providers/port.ts'

/** Orders cancelled in one run. */
const BATCH = 50

/**
 * Cancels orders that nobody has paid in time, and resolves to their number. After a jump of the wall clock nothing is
 * cancelled for as long as an order may wait: its age is uncertain. The orders' own rows say what is due, so running
 * twice is harmless, on several servers as well. Each is a command of its own: no order is locked while a store is.
 */
export async function cancelUnpaid(ctx: PaymentContext): Promise<number> {
  const held = () => ctx.clockWatch.steadyMs() < ctx.policy.unpaidTimeoutMs
  if (held()) return 0
  const dueSince = () => ctx.clockWatch.now() - ctx.policy.unpaidTimeoutMs
  const due = await ctx.db.read.all<{ id: number }>(
    `SELECT id FROM orders WHERE status = ${ORDER_STATUS.pending_payment} AND created_at <= ? ORDER BY created_at LIMIT ?`,
    [dueSince(), BATCH],
  )
  const cancelled = await Promise.all(
    due.map(({ id }) => {
      const cancellation = { orderId: id, move: 'cancel', by: 'system', reason: 'not paid in time' } as const
      // A jump may have been dealt with since.
      const isDue = (order: { created_at: number }) => !held() && order.created_at <= dueSince()
      return ctx.db.write((tx) => moveIfDue(tx, ctx, cancellation, isDue))
    }),
  )
  return cancelled.filter(Boolean).length
}
