import type { Order } from '../../shared/api/orders.ts'
import { type Actor, legalMove, type Move, ORDER_STATUS, type OrderStatus, PAY_STATUS } from '../../shared/order.ts'
import type { AnsweredBy } from '../../shared/reminder.ts'
import type { Tx } from '../db/database.ts'
import { type NewEvent, tellEvents } from '../events/tell-events.ts'
import { appError } from '../lib/app-error.ts'
import { getOrder } from '../orders/get-order.ts'
import { lockOrder } from '../orders/lock-order.ts'
import { type OrderRow, toOrder } from '../orders/order-row.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { refundOrder } from '../payments/refunds/queue-refund.ts'
import { closeRemindersOfOrder } from '../reminders/close-reminders.ts'
import { raiseReminders } from '../reminders/raise-reminder.ts'
import { toStoreIntake } from '../stores/intake.ts'
import { getStore } from '../stores/stores.ts'
import { readyEvents } from './ready-events.ts'

/** The moves of people and jobs. The moves of payments, `pay` and `revive`, belong to record-payment.ts. */
export type HumanMove = Exclude<Move, 'pay' | 'revive'>

export interface MoveOrder {
  orderId: number
  /** The one store that the caller may touch, if its access is limited so. */
  storeId?: string
  move: HumanMove
  by: Exclude<Actor, 'payment'>
  /** The caller's own name, shown to the other devices. */
  name?: string
  /** The group of the device that moves it. */
  group?: string | undefined
  /** The one who answers, as devices are told it; absent: the actor of the move. */
  answeredBy?: AnsweredBy
  /** Given with `reject` and `cancel`, for the customer and the shop. */
  reason?: string
  /** Given with `confirm`: minutes from now in which the order is ready. Absent: as the store promises. */
  readyInMinutes?: number
}

/**
 * Moves an order by the table in shared/order.ts, closes its open reminders, raises one when a paid order is called off
 * by anybody but a device of the shop, queues the refund of its money, and tells ordering systems. The one place where people
 * and jobs move an order. All in the caller's transaction.
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
  const by: AnsweredBy = input.answeredBy ?? {
    kind: input.by,
    ...(input.name !== undefined && { name: input.name }),
    ...(input.group !== undefined && { group: input.group }),
  }
  // What was struck off while it waited is ready with the acceptance.
  const ready = input.move === 'confirm' ? readyEvents(after, by) : []
  tellEvents(tx, ctx, [eventOf(after, input.move, by), ...ready])
  const cancelled = to === ORDER_STATUS.cancelled
  const calledOff = cancelled && after.pay_status === PAY_STATUS.paid
  // The order, its money, its reminders, the store: as every command locks them (docs/decisions/0026).
  if (calledOff) await refundOrder(tx, ctx, after, input.move === 'reject' ? 'order_rejected' : 'order_cancelled')
  const { move, reason } = input
  const state = input.by === 'device' ? 'acknowledged' : 'cancelled'
  await closeRemindersOfOrder(tx, ctx, after.id, { state, by, move, reason })
  // The device that rejects or cancels knows; anybody else's cancellation must reach the kitchen.
  if (cancelled && (calledOff || before.payment !== null) && input.by !== 'device')
    await raiseReminders(tx, ctx, [{ order: after, kind: 'cancel', dedupe: '' }])
  return toOrder(after)
}

/** Words what ordering systems are told of a move. */
function eventOf(order: OrderRow, move: HumanMove, by: AnsweredBy): NewEvent {
  const about = { storeId: order.store_id, order }
  const { reason } = order
  if (move === 'confirm') return { ...about, type: 'order.accepted', data: { promisedAt: order.ready_at, by } }
  if (move === 'reject') return { ...about, type: 'order.rejected', data: { reason, by } }
  if (move === 'cancel') return { ...about, type: 'order.cancelled', data: { reason, by } }
  return { ...about, type: move === 'dispatch' ? 'order.dispatched' : 'order.completed', data: { by } }
}

/**
 * Moves an order that a job has found due, as {@link moveOrder} does, if it still is: it may have moved since, also
 * through another server. Resolves to whether it did.
 */
export async function moveIfDue(
  tx: Tx,
  ctx: PaymentContext,
  input: MoveOrder,
  isDue: (order: OrderRow) => boolean,
): Promise<boolean> {
  const order = await lockOrder(tx, input.orderId)
  if (order === undefined || legalMove(order, input.move, input.by) === undefined || !isDue(order)) return false
  await moveOrder(tx, ctx, input)
  return true
}

/** The column with the time of each move, by the status that it leads to. */
const STAMP: Partial<Record<OrderStatus, string>> = {
  [ORDER_STATUS.confirmed]: 'confirmed_at',
  [ORDER_STATUS.delivering]: 'dispatched_at',
  [ORDER_STATUS.completed]: 'completed_at',
  [ORDER_STATUS.cancelled]: 'cancelled_at',
}

/** Changes the status only if it is still the one in `before`, so that of two callers one wins, on any database. */
async function setStatus(
  tx: Tx,
  ctx: PaymentContext,
  before: OrderRow,
  to: OrderStatus,
  { by, reason, move, readyInMinutes }: MoveOrder,
): Promise<OrderRow> {
  const now = ctx.clock.now()
  const readyAt = move === 'confirm' ? await promisedAt(tx, before.store_id, now, readyInMinutes) : before.ready_at
  const row = await tx.get<OrderRow>(
    `UPDATE orders SET status = ?, ${STAMP[to]} = ?, ready_at = ?, cancelled_by = ?, reason = ?
      WHERE id = ? AND status = ? RETURNING *`,
    [
      ...[to, now, readyAt, to === ORDER_STATUS.cancelled ? by : null, reason ?? before.reason],
      ...[before.id, before.status],
    ],
  )
  if (row === undefined) throw appError('order_move_illegal', { detail: 'Somebody else moved the order first.' })
  return row
}

/** Dates what a shop promises when it accepts: what the human said, or what the store promises now. `null`: nothing. */
async function promisedAt(tx: Tx, storeId: string, now: number, said: number | undefined): Promise<number | null> {
  const minutes = said ?? toStoreIntake(await getStore(tx, storeId), now).readyInMinutes
  return minutes === null ? null : now + minutes * 60_000
}
