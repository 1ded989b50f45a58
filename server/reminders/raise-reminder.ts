import type { StoreSettings } from '../../shared/api/stores.ts'
import { type ReminderKind, reminderContent } from '../../shared/reminder.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/database.ts'
import type { OrderRow } from '../orders/order-row.ts'
import { nextAlertAt } from './ladder.ts'
import { summariseOrder } from './order-summary.ts'
import { appendRemind } from './reminder-log.ts'
import type { ReminderRow } from './reminder-row.ts'

/**
 * Opens a reminder about an order and puts its first announcement on the log, in the caller's transaction (I1).
 * `dedupe` tells reminders of one kind about one order apart; a second one with the same is a fault of the caller
 * and violates a unique index (I4).
 */
export async function raiseReminder(
  tx: Tx,
  ctx: Context,
  about: { order: OrderRow; kind: ReminderKind; dedupe: string },
): Promise<ReminderRow> {
  const { order, kind, dedupe } = about
  return await appendRemind(tx, ctx, order.store_id, async ({ seq, at, settings }) => {
    const row = await tx.get<ReminderRow>(
      `INSERT INTO reminders
         (id, store_id, order_id, kind, dedupe, content, summary, state, n, level, created_at, since, seq, alerted_at, next_alert_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'open', 1, 1, ?, ?, ?, ?, ?) RETURNING *`,
      [
        ctx.random.id('rm'),
        order.store_id,
        order.id,
        kind,
        dedupe,
        reminderContent(order.number),
        orderSummaryText(order, settings),
        at,
        at,
        seq,
        at,
        nextAlertAt(at, at, at + ctx.policy.reminderExpiryMs),
      ],
    )
    if (row === undefined) throw new Error('INSERT INTO reminders returned nothing')
    return row
  })
}

/**
 * Announces an open reminder about an order again, at once and from the bottom of the ladder, with what is known of
 * the order now: a customer who urges twice makes one reminder insistent, not two that nag in turn.
 * Resolves to `undefined` when there is none to repeat.
 */
export async function repeatReminder(
  tx: Tx,
  ctx: Context,
  about: { order: OrderRow; kind: ReminderKind },
): Promise<ReminderRow | undefined> {
  const { order, kind } = about
  const open = await tx.get<{ id: string; n: number; created_at: number }>(
    `SELECT id, n, created_at FROM reminders WHERE order_id = ? AND kind = ? AND state = 'open'`,
    [order.id, kind],
  )
  if (open === undefined) return undefined
  return await appendRemind(tx, ctx, order.store_id, async ({ seq, at, settings }) => {
    const row = await tx.get<ReminderRow>(
      `UPDATE reminders SET n = n + 1, level = 1, summary = ?, since = ?, seq = ?, alerted_at = ?, next_alert_at = ?
        WHERE id = ? RETURNING *`,
      [
        orderSummaryText(order, settings),
        at,
        seq,
        at,
        nextAlertAt(at, at, open.created_at + ctx.policy.reminderExpiryMs),
        open.id,
      ],
    )
    if (row === undefined) throw new Error(`reminder ${open.id} vanished inside its transaction`)
    return row
  })
}

function orderSummaryText(order: OrderRow, settings: StoreSettings): string {
  return JSON.stringify(summariseOrder(order, settings.acceptWithinMinutes * 60_000))
}
