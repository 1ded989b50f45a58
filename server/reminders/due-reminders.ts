import { LADDER_PAUSE_MS } from '../../shared/ladder.ts'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import { appendEntries, type Position, takePositions } from '../log/append-log.ts'
import { alertLevel, nextAlertAt } from './escalation-policy.ts'
import { remindEntry } from './reminder-frames.ts'
import { IS_OPEN, REMINDER_OF_ORDER_COLUMNS, REMINDERS_OF_ORDERS, type ReminderOfOrder } from './reminder-row.ts'

/** A due reminder. `heard`: a device announced its latest alert, by voice, notification or dialog. */
export type DueReminder = ReminderOfOrder & { heard: number }

/** Finds the open reminders that are due, the longest due first, with the time heard until now; `limit` at most. */
export async function findDueReminders(tx: Tx, ctx: Context, limit: number): Promise<DueReminder[]> {
  const now = ctx.clockWatch.now()
  const due = await tx.all<DueReminder>(
    `SELECT ${REMINDER_OF_ORDER_COLUMNS},
            CASE WHEN EXISTS (SELECT 1 FROM receipts WHERE receipts.reminder_id = reminders.id
              AND receipts.n = reminders.n AND receipts.outcome LIKE '%"ok"%') THEN 1 ELSE 0 END AS heard
       FROM ${REMINDERS_OF_ORDERS}
      WHERE reminders.${IS_OPEN} AND reminders.next_alert_at <= ? ORDER BY reminders.next_alert_at LIMIT ?`,
    [now, limit],
  )
  return due.map((reminder) => ({ ...reminder, heard_ms: reminder.heard_ms + newlyHeardMs(reminder, now) }))
}

/**
 * Measures the time since the latest alert, if a device announced that alert: milliseconds, and never more than the
 * longest pause between two alerts. A server that was off, and a clock that was set, add nothing (I19).
 */
function newlyHeardMs({ heard, alerted_at }: DueReminder, now: number): number {
  return heard ? Math.max(0, Math.min(now - alerted_at, LADDER_PAUSE_MS)) : 0
}

const CLAIMED = bulkRows({ id: 'TEXT', last_n: 'INTEGER' })
const REPEATED = bulkRows({
  id: 'TEXT',
  level: 'INTEGER',
  seq: 'BIGINT',
  alerted_at: 'BIGINT',
  next_alert_at: 'BIGINT',
  heard_ms: 'BIGINT',
})

/**
 * Announces due reminders again, but for those that were answered or announced since they were read. Resolves to the
 * number of reminders.
 */
export async function repeatDueReminders(tx: Tx, ctx: Context, found: readonly DueReminder[]): Promise<number> {
  const due = await claimDue(tx, ctx, found)
  if (due.length === 0) return 0
  const positions = await takePositions(
    tx,
    ctx,
    due.map(({ store_id }) => store_id),
  )
  const announced = positions.map((position, index) => {
    return { reminder: repeatedReminder(due[index] as DueReminder, position), position }
  })
  const rows = REPEATED.of(announced.map(({ reminder }) => reminder))
  await tx.run(
    `UPDATE reminders SET level = repeated.level, seq = repeated.seq, alerted_at = repeated.alerted_at,
            next_alert_at = repeated.next_alert_at, heard_ms = repeated.heard_ms
       FROM ${rows.table} AS repeated WHERE reminders.id = repeated.id`,
    rows.values,
  )
  await appendEntries(
    tx,
    ctx,
    announced.map(({ reminder, position }) => remindEntry(reminder, position)),
  )
  return due.length
}

/**
 * Claims due reminders in the UPDATE that counts the announcement, as they were read: of two servers that found the same
 * one, one announces this `n` (I8, I10), and none goes on after `closed` (I9). Positions are taken afterwards.
 */
async function claimDue(tx: Tx, ctx: Context, found: readonly DueReminder[]): Promise<DueReminder[]> {
  const rows = CLAIMED.of(sortedBy(found, ({ id }) => id).map(({ id, n }) => ({ id, last_n: n })))
  const claimed = await tx.all<{ id: string }>(
    `UPDATE reminders SET n = n + 1 FROM ${rows.table} AS due
      WHERE reminders.id = due.id AND reminders.n = due.last_n AND reminders.${IS_OPEN} AND reminders.next_alert_at <= ?
     RETURNING reminders.id`,
    [...rows.values, ctx.clockWatch.now()],
  )
  const ids = new Set(claimed.map(({ id }) => id))
  return found.filter(({ id }) => ids.has(id))
}

function repeatedReminder({ heard, ...due }: DueReminder, { seq, at }: Position): ReminderOfOrder {
  return {
    ...due,
    n: due.n + 1,
    level: alertLevel(due, at),
    seq,
    alerted_at: at,
    next_alert_at: nextAlertAt(due, at, heard !== 0),
  }
}
