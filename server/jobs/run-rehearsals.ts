import { REHEARSAL_CUT_MS, type RehearsalPhase } from '../../shared/api/rehearsals.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { queueTest } from '../attention/find-effects.ts'
import { moveIfDue } from '../commands/move-order.ts'
import { REHEARSALS, type RehearsalRow } from '../commands/rehearsal-row.ts'
import type { SqlValue, Tx } from '../db/database.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import type { Gateway } from '../sockets/gateway.ts'

/** Longest waits for each step, milliseconds; then the next one is taken, and this one has failed. */
const SPOKEN_WITHIN_MS = 90_000
const BACK_WITHIN_MS = 120_000
const ANSWERED_WITHIN_MS = 10 * 60_000
/** A clock that is behind a beginning by more than this, milliseconds, was set back, and says nothing of how long it is ago. */
const SET_BACK_MS = 2_000

type Step = { phase: RehearsalPhase } & Partial<
  Record<'spoken_at' | 'cut_at' | 'opened_at' | 'back_at' | 'told_at' | 'answered_at' | 'ended_at', number | null>
>

/**
 * Goes on with every rehearsal that is under way: its order is spoken, the devices are kept out and let in again, the
 * contact is told. What was reached stands in its row, so that a restart goes on, and each step is taken in the UPDATE that
 * leads from the one before: on several servers one takes it, and each keeps out its own devices.
 */
export async function runRehearsals(ctx: PaymentContext, gateway: Pick<Gateway, 'keepOut'>): Promise<void> {
  const rows = await ctx.db.read.all<RehearsalRow>(`${REHEARSALS} WHERE rehearsals.phase <> 'over'`)
  const now = ctx.clock.now()
  for (const row of rows) {
    if (row.phase === 'cut' && row.cut_at !== null && lasts(row.cut_at, REHEARSAL_CUT_MS, now))
      gateway.keepOut(row.store_id, Math.min(row.cut_at + REHEARSAL_CUT_MS - now, REHEARSAL_CUT_MS))
    const step = await nextStep(ctx, row, now)
    if (step === undefined) continue
    // Before the end is written: a server that is killed in between calls the order off after its start.
    if (step.phase === 'over') await endOrder(ctx, row)
    await ctx.db.write(async (tx) => {
      if ((await take(tx, row, step)) && step.phase === 'telling') await tell(tx, ctx, row)
    })
  }
}

/**
 * Tells whether a step that began at `since` and takes `ms` milliseconds lasts at `now`. Under a clock that was set back it is over: a
 * shop is not kept out until the clock has caught up.
 */
function lasts(since: number, ms: number, now: number): boolean {
  return now > since - SET_BACK_MS && now < since + ms
}

/** Finds the step that follows now, or `undefined` while the present one lasts. */
async function nextStep(ctx: PaymentContext, row: RehearsalRow, now: number): Promise<Step | undefined> {
  const { read } = ctx.db
  const afterBack: RehearsalPhase = row.contact_id === null ? 'over' : 'telling'
  if (row.phase === 'ringing') {
    const spoken = await read.get<{ at: number | null }>(
      `SELECT MIN(receipts.announced_at) AS at FROM reminders JOIN receipts ON receipts.reminder_id = reminders.id
        WHERE reminders.order_id = ? AND receipts.outcome LIKE '%"speech":"ok"%'`,
      [row.order_id],
    )
    const at = spoken?.at ?? null
    return at === null && lasts(row.begun_at, SPOKEN_WITHIN_MS, now)
      ? undefined
      : { phase: 'cut', spoken_at: at, cut_at: now }
  }
  if (row.phase === 'cut') {
    const cutAt = row.cut_at ?? now
    if (lasts(cutAt, REHEARSAL_CUT_MS, now)) return undefined
    return { phase: 'back', opened_at: Math.min(cutAt + REHEARSAL_CUT_MS, now) }
  }
  if (row.phase === 'back') {
    const openedAt = row.opened_at ?? now
    const visit = await read.get<{ at: number | null }>(
      'SELECT MIN(from_at) AS at FROM device_visits WHERE store_id = ? AND from_at >= ?',
      [row.store_id, openedAt],
    )
    const at = visit?.at ?? null
    if (at === null && lasts(openedAt, BACK_WITHIN_MS, now)) return undefined
    return { phase: afterBack, back_at: at, ...(afterBack === 'over' && { ended_at: now }) }
  }
  const effect = await read.get<{
    state: string
    sent_at: number | null
    answered_at: number | null
    created_at: number
  }>('SELECT state, sent_at, answered_at, created_at FROM effects WHERE id = ?', [row.effect_id])
  const told = { told_at: effect?.sent_at ?? null, answered_at: effect?.answered_at ?? null }
  const over =
    effect === undefined ||
    ['failed', 'cancelled'].includes(effect.state) ||
    effect.answered_at !== null ||
    !lasts(effect.created_at, ANSWERED_WITHIN_MS, now)
  if (over) return { phase: 'over', ...told, ended_at: now }
  return told.told_at === row.told_at ? undefined : { phase: 'telling', ...told }
}

/** Writes a step, if the rehearsal still stands where it was read. */
async function take(tx: Tx, row: RehearsalRow, step: Step): Promise<boolean> {
  const entries = Object.entries(step) as [string, SqlValue][]
  const after = new Map<string, SqlValue>(entries)
  const value = (name: keyof RehearsalRow) => (after.has(name) ? (after.get(name) ?? null) : (row[name] as SqlValue))
  const changed = await tx.run(
    `UPDATE rehearsals SET phase = ?, spoken_at = ?, cut_at = ?, opened_at = ?, back_at = ?, told_at = ?,
            answered_at = ?, ended_at = ? WHERE id = ? AND phase = ?`,
    [
      value('phase'),
      ...(['spoken_at', 'cut_at', 'opened_at', 'back_at', 'told_at', 'answered_at', 'ended_at'] as const).map(value),
      row.id,
      row.phase,
    ],
  )
  return changed === 1
}

/** Queues the message to the contact, once. One that was removed meanwhile is told nothing, and the rehearsal ends. */
async function tell(
  tx: Tx,
  ctx: PaymentContext,
  { id, contact_id, channel_id, effect_id }: RehearsalRow,
): Promise<void> {
  if (effect_id !== null || contact_id === null || channel_id === null) return
  const effect = await tx.attempt(() => queueTest(tx, ctx, channel_id, contact_id)).catch(() => undefined)
  if (effect !== undefined) await tx.run('UPDATE rehearsals SET effect_id = ? WHERE id = ?', [effect.id, id])
}

/** Calls the order off, wherever the shop has brought it: nobody cooks it. */
async function endOrder(ctx: PaymentContext, { order_id: orderId }: RehearsalRow): Promise<void> {
  const end = { orderId, move: 'cancel', by: 'operator', answeredBy: { kind: 'system' }, reason: '演练结束' } as const
  await ctx.db.write((tx) => moveIfDue(tx, ctx, end, ({ status }) => status !== ORDER_STATUS.completed))
}
