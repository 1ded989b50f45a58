import { LEVEL, MISSED_CONTENT, type RefundNotice, type ReminderKind, reminderContent } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { appendEntries, type Position, takePositions } from '../log/append-log.ts'
import { alertLevel, nextAlertAt } from './escalation-policy.ts'
import { nextEscalation, policyOf } from './escalation-steps.ts'
import { orderDetails } from './order-details.ts'
import { remindEntry } from './reminder-frames.ts'
import type { ReminderOrder } from './reminder-order.ts'
import { IS_OPEN, type ReminderOfOrder, type ReminderRow } from './reminder-row.ts'

const REMINDERS = bulkRows({
  id: 'TEXT',
  store_id: 'TEXT',
  order_id: 'BIGINT',
  kind: 'TEXT',
  dedupe: 'TEXT',
  content: 'TEXT',
  details: 'TEXT',
  state: 'TEXT',
  n: 'INTEGER',
  level: 'INTEGER',
  created_at: 'BIGINT',
  since: 'BIGINT',
  seq: 'BIGINT',
  alerted_at: 'BIGINT',
  next_alert_at: 'BIGINT',
  escalate_at: 'BIGINT',
})

/** A reminder to be raised. `dedupe` tells reminders of one kind about one order apart. */
export interface NewReminder {
  order: ReminderOrder
  kind: ReminderKind
  dedupe: string
  /** With `cancel`: money of the order went back at its provider; the order goes on. */
  refund?: RefundNotice
  /** The wait that it joins, with `urge`: that of its order for acceptance. Absent: its own, from now on. */
  joins?: JoinedWait
}

/** The beginning of a wait, milliseconds, and the level that was reached in it. */
export type JoinedWait = Partial<Pick<ReminderRow, 'since' | 'level'>>

/**
 * Raises reminders and puts the first announcement of each on the log, in the caller's transaction (I1). Rejects with
 * the database's error when there is one already of the same kind, order and `dedupe`: a fault of the caller (I4), who
 * has locked the order.
 */
export async function raiseReminders(tx: Tx, ctx: Context, reminders: readonly NewReminder[]): Promise<void> {
  const positions = await takePositions(
    tx,
    ctx,
    reminders.map(({ order }) => order.store_id),
  )
  const raised = positions.map((position, index) => {
    const about = reminders[index] as NewReminder
    return { reminder: newReminder(ctx, about, position), position }
  })
  const rows = REMINDERS.of(raised.map(({ reminder }) => reminder))
  await tx.run(
    `INSERT INTO reminders (${REMINDERS.names}) SELECT ${REMINDERS.names} FROM ${rows.table} AS raised`,
    rows.values,
  )
  await appendEntries(
    tx,
    ctx,
    raised.map(({ reminder, position }) => remindEntry(reminder, position)),
  )
}

function newReminder(
  ctx: Context,
  { order, kind, dedupe, refund, joins }: NewReminder,
  { seq, at, settings }: Position,
): ReminderOfOrder {
  const details = orderDetails(order, settings, refund)
  const begun = { kind, details, since: at, level: LEVEL.normal, ...joins }
  return {
    id: ctx.random.id('rm'),
    store_id: order.store_id,
    order_id: order.id,
    kind,
    dedupe,
    content: kind === 'missed' ? MISSED_CONTENT : reminderContent(order.number),
    summary: order.summary,
    details,
    state: 'open',
    n: 1,
    level: alertLevel(begun, at),
    created_at: at,
    since: begun.since,
    seq,
    alerted_at: at,
    next_alert_at: nextAlertAt(begun, at, true),
    heard_ms: 0,
    answered_by: null,
    answered_at: null,
    escalate_at: nextEscalation(policyOf(settings), begun, at),
    escalated_at: null,
    claimed_until: null,
    claimed_by: null,
  }
}

/**
 * Announces an open reminder about an order again, at once, with the order as it is now, and goes on with its ladder: a
 * customer who urges twice makes one reminder insistent, and neither raises a second one nor makes it quieter. Resolves
 * to `undefined` when no reminder of this kind is open: it was answered, perhaps a moment ago and through another server
 * (I9).
 */
export async function repeatReminder(
  tx: Tx,
  ctx: Context,
  about: { order: ReminderOrder; kind: ReminderKind },
): Promise<ReminderRow | undefined> {
  const { order, kind } = about
  // The reminder is locked before its store (docs/decisions/0026), and only while it is open.
  const open = await tx.get<ReminderRow>(
    `UPDATE reminders SET n = n + 1
      WHERE id = (SELECT MIN(id) FROM reminders WHERE order_id = ? AND kind = ? AND ${IS_OPEN}) AND ${IS_OPEN}
     RETURNING *`,
    [order.id, kind],
  )
  if (open === undefined) return undefined
  const [position] = await takePositions(tx, ctx, [order.store_id])
  if (position === undefined) return undefined
  const { seq, at, settings } = position
  const urged = { ...open, details: orderDetails(order, settings), seq, alerted_at: at }
  const reminder = { ...urged, level: alertLevel(urged, at), next_alert_at: nextAlertAt(urged, at, true) }
  const { details, level, next_alert_at, id } = reminder
  await tx.run('UPDATE reminders SET details = ?, level = ?, seq = ?, alerted_at = ?, next_alert_at = ? WHERE id = ?', [
    details,
    level,
    seq,
    at,
    next_alert_at,
    id,
  ])
  await appendEntries(tx, ctx, [remindEntry({ ...reminder, summary: order.summary }, position)])
  return reminder
}
