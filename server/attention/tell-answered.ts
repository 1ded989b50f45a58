import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import { IS_OPEN, type ReminderRow } from '../reminders/reminder-row.ts'
import { IS_FREE } from './claim-wait.ts'
import { coversOf, type EffectRow } from './effect-row.ts'
import { insertEffects } from './insert-effects.ts'

/**
 * Ends what was told of reminders that are closed by now: effects that wait for their turn, and cover nothing that is open,
 * are cancelled; and each contact who was told, or may have been, is told once that it was answered. Resolves to the
 * number of new effects.
 */
export async function tellAnswered(
  tx: Tx,
  ctx: Context,
  storeId: string,
  closed: readonly ReminderRow[],
): Promise<number> {
  const since = Math.min(...closed.map(({ escalated_at }) => escalated_at ?? ctx.clock.now()))
  const about = await tx.all<EffectRow>(
    `SELECT * FROM effects WHERE store_id = ? AND created_at >= ? AND cause NOT IN ('answered', 'test')
        AND state IN ('queued', 'sending', 'sent', 'answered') ORDER BY id`,
    [storeId, since],
  )
  const ids = new Set(closed.map(({ id }) => id))
  const told = new Map<string, { contactId: string; channelId: string; covers: Set<string> }>()
  for (const effect of about) {
    const covers = coversOf(effect)
    const ended = covers.filter((id) => ids.has(id))
    if (ended.length === 0) continue
    if (effect.state === 'queued' && effect.attempts === 0) {
      if (!(await coversWaiting(tx, effect, ctx.clockWatch.now()))) await cancelEffect(tx, effect)
      continue
    }
    const { contact_id: contactId, channel_id: channelId } = effect
    const key = `${contactId} ${channelId}`
    const one = told.get(key) ?? { contactId, channelId, covers: new Set<string>() }
    for (const id of ended) one.covers.add(id)
    told.set(key, one)
  }
  const answered = [...told.values()].map(({ covers, ...target }) => ({
    ...{ storeId, cause: 'answered' as const, step: 0, round: 0 },
    ...target,
    covers: sortedBy([...covers], (id) => id),
  }))
  return (await insertEffects(tx, ctx, answered)).length
}

/** Tells whether anything that an effect is about still waits for an answer, and nobody sees to it; `now` in milliseconds. */
export async function coversWaiting(tx: Tx, effect: EffectRow, now: number): Promise<boolean> {
  for (const id of coversOf(effect)) {
    const waiting = await tx.get(`SELECT id FROM reminders WHERE id = ? AND ${IS_OPEN} AND ${IS_FREE}`, [id, now])
    if (waiting !== undefined) return true
  }
  return false
}

/** Ends an effect of which nothing waits any more, if it is as it was read. */
export async function cancelEffect(tx: Tx, { id, next_at }: EffectRow): Promise<void> {
  await tx.run(`UPDATE effects SET state = 'cancelled', next_at = NULL WHERE id = ? AND next_at = ?`, [id, next_at])
}
