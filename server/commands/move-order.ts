import type { Order } from '../../shared/api/orders.ts'
import { type Actor, legalMove, type Move, ORDER_STATUS, type OrderStatus, PAY_STATUS } from '../../shared/order.ts'
import type { AnsweredBy } from '../../shared/reminder.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getOrder } from '../orders/get-order.ts'
import { type OrderRow, toOrder } from '../orders/order-row.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { refundOrder } from '../payments/refunds/queue-refund.ts'
import { closeRemindersOfOrder } from '../reminders/close-reminders.ts'
import { raiseReminders } from '../reminders/raise-reminder.ts'

/** A payment moves an order too, and revives one, but only record-payment.ts does that. */
export type HumanMove = Exclude<Move, 'pay' | 'revive'>

export interface MoveOrder {
  orderId: number
  /** Set for callers who may touch one store only. */
  storeId?: string
  move: HumanMove
  by: Exclude<Actor, 'payment'>
  /** What the mover calls itself, shown to the other devices. */
  name?: string
  /** Wanted with `reject` and `cancel`. */
  reason?: string
}

/**
 * Moves an order by the table in shared/order.ts, silences what was open about it, tells the shop when somebody else
 * called off what it may be cooking, and puts its money on the way back. All in the caller's transaction.
 * Throws `order_unknown`, `order_move_illegal`.
 */
export async function moveOrder(tx: Tx, ctx: PaymentContext, input: MoveOrder): Promise<Order> {
  const before = await getOrder(tx, input.orderId, input.storeId)
  const to = legalMove(before, input.move, input.by)
  if (to === undefined) {
    throw appError('order_move_illegal', {
      detail: `The order has status ${before.status}; ${input.move} is not possible.`,
    })
  }
  const after = await setStatus(tx, ctx, before, to, input)
  const by: AnsweredBy = { kind: input.by, ...(input.name !== undefined && { name: input.name }) }
  await closeRemindersOfOrder(tx, ctx, after.id, { state: input.by === 'device' ? 'acknowledged' : 'cancelled', by })
  if (to === ORDER_STATUS.cancelled && before.pay_status === PAY_STATUS.paid) {
    await refundOrder(tx, ctx, after.id, input.move === 'reject' ? 'order_rejected' : 'order_cancelled')
    // The device that rejects or cancels knows; anybody else's cancellation must reach the kitchen.
    if (input.by !== 'device') await raiseReminders(tx, ctx, [{ order: after, kind: 'cancel', dedupe: '' }])
  }
  return toOrder(after)
}

const STAMP: Partial<Record<OrderStatus, string>> = {
  [ORDER_STATUS.confirmed]: 'confirmed_at',
  [ORDER_STATUS.delivering]: 'dispatched_at',
  [ORDER_STATUS.completed]: 'completed_at',
  [ORDER_STATUS.cancelled]: 'cancelled_at',
}

/** Conditional on the status we looked at, so that of two movers one wins, on any database. */
async function setStatus(
  tx: Tx,
  ctx: PaymentContext,
  before: OrderRow,
  to: OrderStatus,
  { by, reason }: Pick<MoveOrder, 'by' | 'reason'>,
): Promise<OrderRow> {
  const row = await tx.get<OrderRow>(
    `UPDATE orders SET status = ?, ${STAMP[to]} = ?, cancelled_by = ?, reason = ? WHERE id = ? AND status = ? RETURNING *`,
    [to, ctx.clock.now(), to === ORDER_STATUS.cancelled ? by : null, reason ?? before.reason, before.id, before.status],
  )
  if (row === undefined) throw appError('order_move_illegal', { detail: 'Somebody else moved the order first.' })
  return row
}
