import type { EscalationStep } from '../../shared/api/escalation.ts'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import { type DueStep, nextEscalation, policyOf, stepsDue } from '../reminders/escalation-steps.ts'
import { IS_OPEN, type ReminderRow } from '../reminders/reminder-row.ts'
import { getStore } from '../stores/stores.ts'
import { IS_FREE } from './claim-wait.ts'
import { insertEffects } from './insert-effects.ts'
import { joinWaiting } from './join-waiting.ts'
import { type Reported, reportedOf } from './reported.ts'
import { type DueReminder, routeDue } from './route-due.ts'
import { tellAnswered } from './tell-answered.ts'
import { readTargets } from './usable-targets.ts'

/** Stores looked at in one run, and reminders of one store. */
const STORES = 50
const BATCH = 200

/** A reminder whose date has come. */
type EscalatingRow = ReminderRow & Reported

/**
 * Plans whom to tell: what is due of a store becomes one effect a contact, which covers all of it, and the next look is
 * dated, in one transaction. Safe to run at any time, twice, and on several servers at once: a reminder is claimed in the
 * UPDATE that dates it, as it was read. `hasDevice` tells whether any device of a store is connected. Resolves to the
 * number of effects.
 */
export async function planEffects(ctx: Context, hasDevice: (storeId: string) => Promise<boolean>): Promise<number> {
  const due = await ctx.db.read.all<{ store_id: string }>(
    `SELECT DISTINCT store_id FROM reminders WHERE escalate_at <= ? AND ${IS_FREE} LIMIT ?`,
    [ctx.clockWatch.now(), ctx.clockWatch.now(), STORES],
  )
  let planned = 0
  for (const { store_id: storeId } of due) {
    const connected = await hasDevice(storeId)
    planned += await ctx.db.write((tx) => planStore(tx, ctx, storeId, connected))
  }
  return planned
}

async function planStore(tx: Tx, ctx: Context, storeId: string, connected: boolean): Promise<number> {
  const now = ctx.clockWatch.now()
  const found = await tx.all<EscalatingRow>(
    `SELECT reminders.*, ${reportedOf('reminders.id')}
       FROM reminders WHERE escalate_at <= ? AND ${IS_FREE} AND store_id = ? ORDER BY escalate_at, id LIMIT ?`,
    [now, now, storeId, BATCH],
  )
  const policy = policyOf(JSON.parse((await getStore(tx, storeId)).settings))
  const due = found.map((reminder) => ({ reminder, steps: stepsOf(policy, reminder, { now, connected }) }))
  const claimed = await claim(tx, ctx, policy, due, now)
  const open = claimed.filter(({ steps }) => steps.length > 0)
  const routed = open.length === 0 ? [] : routeDue(policy, open, await readTargets(tx, ctx, storeId))
  const ids = await insertEffects(tx, ctx, await joinWaiting(tx, storeId, routed))
  const closed = claimed.filter(({ reminder }) => reminder.state !== 'open').map(({ reminder }) => reminder)
  return ids.length + (closed.length === 0 ? 0 : await tellAnswered(tx, ctx, storeId, closed))
}

function stepsOf(
  policy: readonly EscalationStep[],
  reminder: EscalatingRow,
  { now, connected }: { now: number; connected: boolean },
): DueStep[] {
  if (reminder.state !== 'open') return []
  return stepsDue(policy, reminder, { from: reminder.escalate_at ?? now, now }).filter(({ step: { cause } }) => {
    if (cause === 'no_device') return !connected
    if (cause === 'not_printed') return reminder.unprinted === 1
    return cause !== 'not_heard' || reminder.heard === 0
  })
}

const CLAIMED = bulkRows({
  id: 'TEXT',
  due_at: 'BIGINT',
  last_state: 'TEXT',
  next_at: 'BIGINT',
  told_at: 'BIGINT',
})

/** Dates the next look at each reminder, and keeps those that are as they were read. */
async function claim(
  tx: Tx,
  ctx: Context,
  policy: readonly EscalationStep[],
  due: readonly DueReminder[],
  now: number,
): Promise<DueReminder[]> {
  const rows = CLAIMED.of(
    sortedBy(due, ({ reminder }) => reminder.id).map(({ reminder, steps }) => ({
      id: reminder.id,
      due_at: reminder.escalate_at,
      last_state: reminder.state,
      next_at: reminder.state === 'open' ? nextEscalation(policy, reminder, now + 1) : null,
      told_at: steps.length > 0 ? ctx.clock.now() : null,
    })),
  )
  const claimed = await tx.all<{ id: string }>(
    `UPDATE reminders SET escalate_at = due.next_at, escalated_at = COALESCE(reminders.escalated_at, due.told_at)
       FROM ${rows.table} AS due
      WHERE reminders.id = due.id AND reminders.escalate_at = due.due_at AND reminders.state = due.last_state
     RETURNING reminders.id`,
    rows.values,
  )
  const ids = new Set(claimed.map(({ id }) => id))
  return due.filter(({ reminder }) => ids.has(reminder.id))
}

/**
 * Looks at the open reminders of a store again, as a changed policy asks: what is due by it is told, and nobody is told
 * the same twice; of a rehearsal’s order nobody is. In a transaction of its own: a reminder is locked before its store.
 */
export async function escalateAnew(tx: Tx, storeId: string): Promise<void> {
  await tx.run(
    `UPDATE reminders SET escalate_at = reminders.since
       FROM (SELECT id FROM reminders WHERE store_id = ? AND ${IS_OPEN}
                AND order_id NOT IN (SELECT order_id FROM rehearsals WHERE store_id = ?) ORDER BY id) AS waiting
      WHERE reminders.id = waiting.id AND reminders.${IS_OPEN}`,
    [storeId, storeId],
  )
}
