import { type AnsweredBy, answeredByMove, type ReminderKind, type ReminderState } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { appendEntries, takePositions } from '../log/append-log.ts'
import { closeEntry } from './reminder-frames.ts'
import {
  IS_OPEN,
  REMINDER_OF_ORDER_COLUMNS,
  REMINDERS_OF_ORDERS,
  type ReminderOfOrder,
  type ReminderRow,
} from './reminder-row.ts'

type ClosedState = Exclude<ReminderState, 'open'>

/**
 * Moves one reminder out of `open` and puts `closed` on the log. The condition on `state` makes the first answer win
 * and `closed` unique (I9). Resolves to `undefined` when the reminder is not open any more.
 */
export async function closeReminder(
  tx: Tx,
  ctx: Context,
  id: string,
  closed: { state: ClosedState; by: AnsweredBy },
): Promise<ReminderRow | undefined> {
  const row = await tx.get<ReminderRow>(
    `UPDATE reminders SET state = ?, answered_by = ?, answered_at = ?, next_alert_at = NULL
      WHERE id = ? AND ${IS_OPEN} RETURNING *`,
    [closed.state, JSON.stringify(closed.by), ctx.clock.now(), id],
  )
  if (row === undefined) return undefined
  const positions = await takePositions(tx, ctx, [row.store_id])
  await appendEntries(
    tx,
    ctx,
    positions.map((position) => closeEntry(row, closed, position)),
  )
  return row
}

/** Closes the open reminders of an order that has moved, but for those that {@link answeredByMove} excepts. */
export async function closeRemindersOfOrder(
  tx: Tx,
  ctx: Context,
  orderId: number,
  closed: { state: ClosedState; by: AnsweredBy },
): Promise<void> {
  const open = await tx.all<{ id: string; kind: ReminderKind }>(
    `SELECT id, kind FROM reminders WHERE order_id = ? AND ${IS_OPEN} ORDER BY created_at, id`,
    [orderId],
  )
  for (const { id, kind } of open) if (answeredByMove(kind)) await closeReminder(tx, ctx, id, closed)
}

/**
 * Acknowledges an urge, a cancellation or a missed order that a human has taken note of (知道了). To acknowledge a
 * reminder once more is no error. Throws `reminder_unknown`, also for a reminder of another store (I12);
 * `reminder_needs_answer` for a new order, which has to be accepted or rejected; `reminder_closed` for a reminder that
 * was cancelled or has expired.
 */
export async function acknowledgeReminder(
  tx: Tx,
  ctx: Context,
  input: { id: string; storeId: string; by: AnsweredBy },
): Promise<ReminderOfOrder> {
  const row = await tx.get<ReminderOfOrder>(
    `SELECT ${REMINDER_OF_ORDER_COLUMNS} FROM ${REMINDERS_OF_ORDERS} WHERE reminders.id = ? AND reminders.store_id = ?`,
    [input.id, input.storeId],
  )
  if (row === undefined) throw appError('reminder_unknown')
  if (row.state === 'open' && row.kind === 'new_order') throw appError('reminder_needs_answer')
  const answered = await closeReminder(tx, ctx, input.id, { state: 'acknowledged', by: input.by })
  if (answered !== undefined) return { ...answered, summary: row.summary }
  if (row.state === 'acknowledged') return row
  throw appError('reminder_closed', { detail: `It was closed before: ${row.state}.` })
}
