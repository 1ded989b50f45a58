import type { Level } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { appendEntries, type Position, takePositions } from '../log/append-log.ts'
import { closeReminder } from './close-reminders.ts'
import { alertLevel, LONGEST_PAUSE_MS, nextAlertAt } from './escalation-policy.ts'
import { remindEntry } from './reminder-frames.ts'
import { IS_OPEN, type ReminderRow } from './reminder-row.ts'

/** Reminders announced again in one transaction, so that a long queue of due ones never holds up a payment. */
const BATCH = 50

/**
 * Announces every reminder that is due again, louder the longer it waits, and expires those that were heard for as long
 * as the policy says. The database says what is due: a restart neither forgets an alert nor repeats it in a burst. Safe
 * to run at any time, and twice. Resolves to the numbers of reminders.
 */
export async function repeatUnanswered(ctx: Context): Promise<{ repeated: number; expired: number }> {
  const total = { repeated: 0, expired: 0 }
  for (;;) {
    const done = await ctx.db.write((tx) => repeatBatch(tx, ctx))
    total.repeated += done.repeated
    total.expired += done.expired
    if (done.repeated + done.expired < BATCH) return total
  }
}

/** A due reminder. `heard`: a device announced its latest alert, by voice, notification or dialog. */
type DueReminder = ReminderRow & { heard: number }

async function repeatBatch(tx: Tx, ctx: Context): Promise<{ repeated: number; expired: number }> {
  const now = ctx.clockWatch.now()
  const due = await tx.all<DueReminder>(
    `SELECT reminders.*, EXISTS (SELECT 1 FROM receipts WHERE receipts.reminder_id = reminders.id
              AND receipts.n = reminders.n AND receipts.outcome LIKE '%"ok"%') AS heard
       FROM reminders WHERE ${IS_OPEN} AND next_alert_at <= ? ORDER BY next_alert_at LIMIT ?`,
    [now, BATCH],
  )
  const waited = due.map((reminder) => ({ ...reminder, heard_ms: reminder.heard_ms + newlyHeardMs(reminder, now) }))
  const [expired, unanswered] = [waited.filter(isExpired), waited.filter((reminder) => !isExpired(reminder))]
  for (const { id, store_id: storeId, n } of expired) {
    await closeReminder(tx, ctx, id, { state: 'expired', by: { kind: 'system' } })
    ctx.logger.warn({ reminderId: id, storeId, n }, 'reminder expired unanswered')
  }
  if (unanswered.length > 0) await repeat(tx, ctx, unanswered)
  return { repeated: unanswered.length, expired: expired.length }

  function isExpired({ heard_ms }: ReminderRow): boolean {
    return heard_ms >= ctx.policy.reminderExpiryMs
  }
}

/**
 * Measures the time since the latest alert, if a device announced that alert: milliseconds, and never more than the
 * longest pause between two alerts. A server that was off, and a clock that was set, add nothing (I19).
 */
function newlyHeardMs({ heard, alerted_at }: DueReminder, now: number): number {
  return heard ? Math.max(0, Math.min(now - alerted_at, LONGEST_PAUSE_MS)) : 0
}

const REPEATED = bulkRows({
  id: 'TEXT',
  level: 'INTEGER',
  seq: 'BIGINT',
  alerted_at: 'BIGINT',
  next_alert_at: 'BIGINT',
  heard_ms: 'BIGINT',
})

/** Announces reminders again. Throws an Error when one of them is no longer open. */
async function repeat(tx: Tx, ctx: Context, due: readonly DueReminder[]): Promise<void> {
  const positions = await takePositions(
    tx,
    ctx,
    due.map(({ store_id }) => store_id),
  )
  const announced = positions.map((position, index) => {
    return { reminder: repeatedReminder(due[index] as DueReminder, position), position }
  })
  const changed = await tx.run(
    `UPDATE reminders SET n = n + 1, level = repeated.level, seq = repeated.seq, alerted_at = repeated.alerted_at,
            next_alert_at = repeated.next_alert_at, heard_ms = repeated.heard_ms
       FROM ${REPEATED.table} AS repeated WHERE reminders.id = repeated.id AND reminders.${IS_OPEN}`,
    [REPEATED.values(announced.map(({ reminder }) => reminder))],
  )
  if (changed !== due.length) throw new Error('a reminder was answered inside the transaction that repeats it')
  await appendEntries(
    tx,
    ctx,
    announced.map(({ reminder, position }) => remindEntry(reminder, position)),
  )
}

function repeatedReminder({ heard, ...due }: DueReminder, { seq, at }: Position): ReminderRow {
  return {
    ...due,
    n: due.n + 1,
    level: Math.max(due.level, alertLevel(due.since, at)) as Level,
    seq,
    alerted_at: at,
    next_alert_at: nextAlertAt(due.since, at, heard !== 0),
  }
}
