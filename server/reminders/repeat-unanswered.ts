import type { Context } from '../context.ts'
import type { Tx } from '../db/database.ts'
import { closeReminder } from './close-reminders.ts'
import { alertLevel, nextAlertAt } from './ladder.ts'
import { appendReminds, takePositions } from './reminder-log.ts'
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
  const done = { repeated: 0, expired: 0 }
  const due = await tx.all<ReminderRow>(
    `SELECT * FROM reminders WHERE state = 'open' AND next_alert_at <= ? ORDER BY next_alert_at LIMIT ?`,
    [ctx.clock.now(), BATCH],
  )
  for (const reminder of due) {
    if (ctx.clock.now() >= reminder.created_at + ctx.policy.reminderExpiryMs) {
      await closeReminder(tx, ctx, reminder.id, { state: 'expired', by: { kind: 'system' } })
      ctx.logger.warn(
        { reminderId: reminder.id, storeId: reminder.store_id, n: reminder.n },
        'reminder expired unanswered',
      )
      done.expired++
    } else {
      await repeat(tx, ctx, reminder)
      done.repeated++
    }
  }
  return done
}

async function repeat(tx: Tx, ctx: Context, due: ReminderRow): Promise<void> {
  const [position] = await takePositions(tx, ctx, [due.store_id])
  if (position === undefined) return
  const { seq, at } = position
  const reminder = await tx.get<ReminderRow>(
    `UPDATE reminders SET n = n + 1, level = ?, seq = ?, alerted_at = ?, next_alert_at = ?
      WHERE id = ? AND state = 'open' RETURNING *`,
    [
      alertLevel(due.since, at),
      seq,
      at,
      nextAlertAt(due.since, at, due.created_at + ctx.policy.reminderExpiryMs),
      due.id,
    ],
  )
  if (reminder === undefined) throw new Error(`reminder ${due.id} was answered inside its own transaction`)
  await appendReminds(tx, ctx, [{ reminder, position }])
}
