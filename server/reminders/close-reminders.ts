import { type AnsweredBy, answeredByMove, reminderKindSchema } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { SqlValue, Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import { appendEntries, takePositions } from '../log/append-log.ts'
import { type Closed, closeEntry } from './reminder-frames.ts'
import {
  IS_OPEN,
  REMINDER_OF_ORDER_COLUMNS,
  REMINDERS_OF_ORDERS,
  type ReminderOfOrder,
  type ReminderRow,
} from './reminder-row.ts'

/**
 * Moves one reminder out of `open` and puts `closed` on the log. The condition on `state` makes the first answer win
 * and `closed` unique (I9). Resolves to `undefined` when the reminder is not open any more, or, with `n`, was announced
 * again since.
 */
export async function closeReminder(
  tx: Tx,
  ctx: Context,
  { id, n }: { id: string; n?: number },
  closed: Closed,
): Promise<ReminderRow | undefined> {
  const row = await tx.get<ReminderRow>(
    `UPDATE reminders SET ${SET_CLOSED} WHERE id = ? AND ${IS_OPEN}${n === undefined ? '' : ' AND n = ?'} RETURNING *`,
    [...closing(ctx, closed), id, ...(n === undefined ? [] : [n])],
  )
  if (row === undefined) return undefined
  await appendClosed(tx, ctx, [row], closed)
  return row
}

/** The kinds of reminders that a move of their order answers, as SQL. */
const ANSWERED_BY_MOVE = reminderKindSchema.options
  .filter(answeredByMove)
  .map((kind) => `'${kind}'`)
  .join(', ')

/** Closes the open reminders of an order that has moved, but for those that {@link answeredByMove} excepts. */
export async function closeRemindersOfOrder(tx: Tx, ctx: Context, orderId: number, closed: Closed): Promise<void> {
  const rows = await tx.all<ClosedRow>(
    `UPDATE reminders SET ${SET_CLOSED}
       FROM (SELECT id FROM reminders WHERE order_id = ? AND kind IN (${ANSWERED_BY_MOVE}) AND ${IS_OPEN} ORDER BY id) AS answered
      WHERE reminders.id = answered.id AND reminders.${IS_OPEN} RETURNING reminders.id, reminders.n, reminders.store_id`,
    [...closing(ctx, closed), orderId],
  )
  // Ids begin with the time.
  if (rows.length > 0)
    await appendClosed(
      tx,
      ctx,
      sortedBy(rows, ({ id }) => id),
      closed,
    )
}

/** Milliseconds after an answer until those who were told of the wait are told of the answer, of several together. */
const ANSWER_TOLD_AFTER_MS = 3_000

/**
 * The SET of a statement that closes reminders; {@link closing} makes its values. Escalation ends with it, but for the
 * word to those who were told.
 */
const SET_CLOSED = `state = ?, answered_by = ?, answered_at = ?, next_alert_at = NULL,
       claimed_until = NULL, claimed_by = NULL,
       escalate_at = CASE WHEN escalated_at IS NULL THEN NULL ELSE CAST(? AS BIGINT) END`

function closing(ctx: Context, { state, by }: Closed): SqlValue[] {
  return [state, JSON.stringify(by), ctx.clock.now(), ctx.clockWatch.now() + ANSWER_TOLD_AFTER_MS]
}

type ClosedRow = Pick<ReminderRow, 'id' | 'n' | 'store_id'>

/** Puts `closed` on the log for reminders that were moved out of `open` in this transaction. */
async function appendClosed(tx: Tx, ctx: Context, rows: readonly ClosedRow[], closed: Closed): Promise<void> {
  const positions = await takePositions(
    tx,
    ctx,
    rows.map(({ store_id }) => store_id),
  )
  await appendEntries(
    tx,
    ctx,
    positions.map((position, index) => closeEntry(rows[index] as ClosedRow, closed, position)),
  )
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
  const { summary, ...found } = await getReminder(tx, input)
  if (found.state === 'open' && found.kind === 'new_order') throw appError('reminder_needs_answer')
  const answered = await closeReminder(
    tx,
    ctx,
    { id: input.id },
    { state: 'acknowledged', by: input.by, move: 'acknowledge' },
  )
  if (answered !== undefined) return { ...answered, summary }
  // Somebody else may have closed it since it was read.
  const row = await getReminder(tx, input)
  if (row.state === 'acknowledged') return row
  throw appError('reminder_closed', { detail: `It was closed before: ${row.state}.` })
}

/** Reads a reminder of a store. Throws `reminder_unknown`. */
async function getReminder(tx: Tx, { id, storeId }: { id: string; storeId: string }): Promise<ReminderOfOrder> {
  const row = await tx.get<ReminderOfOrder>(
    `SELECT ${REMINDER_OF_ORDER_COLUMNS} FROM ${REMINDERS_OF_ORDERS} WHERE reminders.id = ? AND reminders.store_id = ?`,
    [id, storeId],
  )
  if (row === undefined) throw appError('reminder_unknown')
  return row
}
