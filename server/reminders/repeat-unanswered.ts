import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { appendEntries, type Position, takePositions } from '../log/append-log.ts'
import { closeReminder } from './close-reminders.ts'
import { alertLevel, nextAlertAt } from './escalation-policy.ts'
import { remindEntry } from './reminder-frames.ts'
import type { ReminderRow } from './reminder-row.ts'

/** Reminders announced again in one transaction, so that a long queue of due ones never holds up a payment. */
const BATCH = 50

/**
 * Announces every reminder that is due again, louder the longer it waits, and gives up, visibly, those that have
 * expired. What is due stands in the database: a restart neither forgets nor bursts. Safe to run at any time and
 * twice. Resolves to what it did.
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

async function repeatBatch(tx: Tx, ctx: Context): Promise<{ repeated: number; expired: number }> {
  const due = await tx.all<ReminderRow>(
    `SELECT * FROM reminders WHERE state = 'open' AND next_alert_at <= ? ORDER BY next_alert_at LIMIT ?`,
    [ctx.clock.now(), BATCH],
  )
  const now = ctx.clock.now()
  const [expired, again] = [due.filter(isExpired), due.filter((reminder) => !isExpired(reminder))]
  for (const { id, store_id: storeId, n } of expired) {
    await closeReminder(tx, ctx, id, { state: 'expired', by: { kind: 'system' } })
    ctx.logger.warn({ reminderId: id, storeId, n }, 'reminder expired unanswered')
  }
  if (again.length > 0) await repeat(tx, ctx, again)
  return { repeated: again.length, expired: expired.length }

  function isExpired({ created_at }: ReminderRow): boolean {
    return now >= created_at + ctx.policy.reminderExpiryMs
  }
}

const AGAIN = bulkRows({ id: 'TEXT', level: 'INTEGER', seq: 'BIGINT', alerted_at: 'BIGINT', next_alert_at: 'BIGINT' })

async function repeat(tx: Tx, ctx: Context, due: readonly ReminderRow[]): Promise<void> {
  const positions = await takePositions(
    tx,
    ctx,
    due.map(({ store_id }) => store_id),
  )
  const announced = positions.map((position, index) => {
    return { reminder: announcedAgain(ctx, due[index] as ReminderRow, position), position }
  })
  const changed = await tx.run(
    `UPDATE reminders SET n = n + 1, level = again.level, seq = again.seq, alerted_at = again.alerted_at,
            next_alert_at = again.next_alert_at
       FROM ${AGAIN.table} AS again WHERE reminders.id = again.id AND reminders.state = 'open'`,
    [AGAIN.values(announced.map(({ reminder }) => reminder))],
  )
  if (changed !== due.length) throw new Error('a reminder was answered inside the transaction that repeats it')
  await appendEntries(
    tx,
    ctx,
    announced.map(({ reminder, position }) => remindEntry(reminder, position)),
  )
}

function announcedAgain(ctx: Context, due: ReminderRow, { seq, at }: Position): ReminderRow {
  return {
    ...due,
    n: due.n + 1,
    level: alertLevel(due.since, at),
    seq,
    alerted_at: at,
    next_alert_at: nextAlertAt(due.since, at, due.created_at + ctx.policy.reminderExpiryMs),
  }
}
