import { LADDER_PAUSE_MS, LAST_STEP_MS, TOGETHER_AFTER_MS } from '../../shared/ladder.ts'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { type NewEvent, tellEvents } from '../events/tell-events.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import { appendEntries, type Position, takePositions } from '../log/append-log.ts'
import { alertLevel, announcedOverdue, bringsCompany, nextAlertAt } from './escalation-policy.ts'
import { remindEntry } from './reminder-frames.ts'
import { IS_OPEN, REMINDER_OF_ORDER_COLUMNS, REMINDERS_OF_ORDERS, type ReminderOfOrder } from './reminder-row.ts'

/** A due reminder. `heard`: a device announced its latest alert, by voice, notification or dialog. */
export type DueReminder = ReminderOfOrder & { heard: number }

const COLUMNS = `${REMINDER_OF_ORDER_COLUMNS},
            CASE WHEN EXISTS (SELECT 1 FROM receipts WHERE receipts.reminder_id = reminders.id
              AND receipts.n = reminders.n AND receipts.outcome LIKE '%"ok"%') THEN 1 ELSE 0 END AS heard`

/**
 * Finds the open reminders that are due, the longest due first, with the time heard until now, and those that come along
 * with them; `limit` at most.
 */
export async function findDueReminders(tx: Tx, ctx: Context, limit: number): Promise<DueReminder[]> {
  const now = ctx.clockWatch.now()
  const due = await tx.all<DueReminder>(
    `SELECT ${COLUMNS} FROM ${REMINDERS_OF_ORDERS}
      WHERE reminders.${IS_OPEN} AND reminders.next_alert_at <= ? ORDER BY reminders.next_alert_at LIMIT ?`,
    [now, limit],
  )
  const all = [...due, ...(await findCompany(tx, due, { now, limit: limit - due.length }))]
  return all.map((reminder) => ({ ...reminder, heard_ms: reminder.heard_ms + newlyHeardMs(reminder, now) }))
}

/**
 * Finds the reminders that come along with those that are `due`: of their stores, all past the last step of the ladder,
 * and not announced a moment ago. `now`: milliseconds.
 */
async function findCompany(
  tx: Tx,
  due: readonly DueReminder[],
  { now, limit }: { now: number; limit: number },
): Promise<DueReminder[]> {
  const stores = new Set(due.filter((reminder) => bringsCompany(reminder, now)).map(({ store_id }) => store_id))
  if (stores.size === 0 || limit <= 0) return []
  return await tx.all<DueReminder>(
    `SELECT ${COLUMNS} FROM ${REMINDERS_OF_ORDERS}
      WHERE reminders.${IS_OPEN} AND reminders.store_id IN (${[...stores].map(() => '?').join(', ')})
        AND reminders.kind <> 'missed' AND reminders.next_alert_at > ? AND reminders.since <= ?
        AND reminders.alerted_at <= ? ORDER BY reminders.next_alert_at LIMIT ?`,
    [...stores, now, now - LAST_STEP_MS, now - TOGETHER_AFTER_MS, limit],
  )
}

/**
 * Measures the time since the latest alert, if a device announced that alert: milliseconds, and never more than the
 * longest pause between two alerts. A server that was off, and a clock that was set, add nothing (I19).
 */
function newlyHeardMs({ heard, alerted_at }: DueReminder, now: number): number {
  return heard ? Math.max(0, Math.min(now - alerted_at, LADDER_PAUSE_MS)) : 0
}

const CLAIMED = bulkRows({ id: 'TEXT', last_n: 'INTEGER', due_at: 'BIGINT' })
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
  const due = await claimDue(tx, found)
  if (due.length === 0) return 0
  const positions = await takePositions(
    tx,
    ctx,
    due.map(({ store_id }) => store_id),
  )
  const announced = positions.map((position, index) => {
    return { reminder: repeatedReminder(due[index] as DueReminder, position), position }
  })
  tx.afterCommit(() => {
    for (const { reminder } of announced) {
      const { id: reminderId, store_id: storeId, order_id: orderId, n, level } = reminder
      ctx.logger.info({ storeId, orderId, reminderId, n, level }, 'a reminder was repeated')
    }
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
  tellEvents(
    tx,
    ctx,
    announced.flatMap(({ reminder }) => (announcedOverdue(reminder) ? [limitPassed(reminder)] : [])),
  )
  return due.length
}

/** Words that a reminder was announced after its order's limit; that is told once, however often it is announced. */
function limitPassed({ id, store_id: storeId, order_id: orderId, summary }: ReminderOfOrder): NewEvent {
  const { number } = JSON.parse(summary) as { number: string }
  return { type: 'reminder.limit_passed', storeId, order: { id: orderId, number }, data: {}, once: `limit ${id}` }
}

/**
 * Claims due reminders in the UPDATE that counts the announcement, as they were read: of two servers that found the same
 * one, one announces this `n` (I8, I10), and none goes on after `closed` (I9). Positions are taken afterwards.
 */
async function claimDue(tx: Tx, found: readonly DueReminder[]): Promise<DueReminder[]> {
  const rows = CLAIMED.of(
    sortedBy(found, ({ id }) => id).map(({ id, n, next_alert_at }) => ({ id, last_n: n, due_at: next_alert_at })),
  )
  const claimed = await tx.all<{ id: string }>(
    `UPDATE reminders SET n = n + 1 FROM ${rows.table} AS due
      WHERE reminders.id = due.id AND reminders.n = due.last_n AND reminders.${IS_OPEN} AND reminders.next_alert_at = due.due_at
     RETURNING reminders.id`,
    rows.values,
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
