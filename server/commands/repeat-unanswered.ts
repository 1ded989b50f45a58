import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { tellEvents } from '../events/tell-events.ts'
import { lockOrder } from '../orders/lock-order.ts'
import { missOrder } from '../orders/miss-order.ts'
import { closeReminder } from '../reminders/close-reminders.ts'
import { type DueReminder, findDueReminders, repeatDueReminders } from '../reminders/due-reminders.ts'
import { raiseReminders } from '../reminders/raise-reminder.ts'
import { IS_OPEN, type ReminderRow } from '../reminders/reminder-row.ts'

/** Reminders announced again in one transaction, so that a long queue of due ones never holds up a payment. */
const BATCH = 50

/**
 * Announces every reminder that is due again, louder the longer it waits, and expires those that were heard for as long
 * as the policy says. The database says what is due: a restart neither forgets an alert nor repeats it in a burst. Safe
 * to run at any time, twice, and on several servers at once. Resolves to the numbers of reminders.
 */
export async function repeatUnanswered(ctx: Context): Promise<{ repeated: number; expired: number }> {
  const total = { repeated: 0, expired: 0 }
  for (;;) {
    const { found, repeated, expiring } = await ctx.db.write((tx) => repeatBatch(tx, ctx))
    // Each in a transaction of its own, which locks the order first: here stores are locked by now.
    const expired = await Promise.all(expiring.map((reminder) => ctx.db.write((tx) => expire(tx, ctx, reminder))))
    total.repeated += repeated
    total.expired += expired.filter(Boolean).length
    // Those that another server was faster with count as found: others may be due behind them.
    if (found < BATCH) return total
  }
}

interface RepeatedBatch {
  found: number
  repeated: number
  /** Heard for long enough, and still to be ended. */
  expiring: DueReminder[]
}

async function repeatBatch(tx: Tx, ctx: Context): Promise<RepeatedBatch> {
  const due = await findDueReminders(tx, ctx, BATCH)
  // A missed order waits until somebody takes note of it: its expiry would be the silence that it is there to end.
  const isExpired = ({ kind, heard_ms }: ReminderRow) => kind !== 'missed' && heard_ms >= ctx.policy.reminderExpiryMs
  const unanswered = due.filter((reminder) => !isExpired(reminder))
  const repeated = unanswered.length === 0 ? 0 : await repeatDueReminders(tx, ctx, unanswered)
  return { found: due.length, repeated, expiring: due.filter(isExpired) }
}

/**
 * Gives up a reminder, and says so: an order that still waits for acceptance is marked as missed (漏单), and a reminder
 * of that kind takes the place of the old one, in the same transaction. The old one is the new order's, or an urge that
 * came after somebody had taken note of the missed order: nothing else would speak of it any more. An urge of an order that
 * was accepted, and a cancellation, end as `expired` alone. Resolves to `false`, with nothing changed, for a reminder that
 * was answered or announced since it was read.
 */
async function expire(tx: Tx, ctx: Context, reminder: ReminderRow): Promise<boolean> {
  const { id, store_id: storeId, order_id: orderId, kind, n } = reminder
  await lockOrder(tx, orderId)
  const ended = await closeReminder(tx, ctx, { id, n }, { state: 'expired', by: { kind: 'system' } })
  if (ended === undefined) return false
  tx.afterCommit(() => ctx.logger.warn({ reminderId: id, storeId, n, orderId }, 'reminder expired unanswered'))
  if (kind === 'cancel' || (await waitsAloud(tx, orderId))) return true
  const missed = await missOrder(tx, ctx.clockWatch.now(), orderId)
  const dedupe = kind === 'new_order' ? '' : id
  if (missed === undefined) return true
  await raiseReminders(tx, ctx, [{ order: missed, kind: 'missed', dedupe }])
  tellEvents(tx, ctx, [{ type: 'order.expired', storeId, order: missed, data: {} }])
  return true
}

/** Tells whether an open reminder still says that the order waits. */
async function waitsAloud(tx: Tx, orderId: number): Promise<boolean> {
  const open = await tx.get(
    `SELECT id FROM reminders WHERE order_id = ? AND kind IN ('new_order', 'missed') AND ${IS_OPEN} LIMIT 1`,
    [orderId],
  )
  return open !== undefined
}
