import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import type { ReminderRow } from '../reminders/reminder-row.ts'
import { findChannel } from './all-channels.ts'
import { ASKS_FOR_HELP, coversOf, type EffectRow, WAITS_AT_MOST_MS } from './effect-row.ts'
import { insertEffects, type NewEffect } from './insert-effects.ts'
import { cancelEffect, stillWaits } from './still-waits.ts'
import { channelsOf } from './targets.ts'

/**
 * Ends what was told of reminders that are closed by now: effects that wait for their turn, and cover nothing that is open,
 * are cancelled; calls that ring for nothing else are hung up; and each contact who was told, or may have been, is told
 * once that it was answered, but not by a call. Resolves to the number of new effects.
 */
export async function tellAnswered(
  tx: Tx,
  ctx: Context,
  storeId: string,
  closed: readonly ReminderRow[],
): Promise<number> {
  const first = Math.min(...closed.map(({ escalated_at }) => escalated_at ?? ctx.clock.now()))
  const about = await tx.all<EffectRow>(
    `SELECT * FROM effects WHERE store_id = ? AND created_at >= ? AND ${ASKS_FOR_HELP}
        AND state IN ('queued', 'sending', 'sent', 'answered') ORDER BY id`,
    [storeId, first - WAITS_AT_MOST_MS],
  )
  const ids = new Set(closed.map(({ id }) => id))
  const kinds = new Map((await channelsOf(tx, storeId)).map(({ id, kind }) => [id, kind]))
  const told = new Map<string, NewEffect & { covers: string[] }>()
  for (const effect of about) {
    const ended = coversOf(effect).filter((id) => ids.has(id))
    if (ended.length === 0) continue
    const { contact_id: contactId, channel_id: channelId, reference } = effect
    const over = !(await stillWaits(tx, effect, ctx.clockWatch.now()))
    if (effect.state === 'queued' && effect.attempts === 0) {
      if (over) await cancelEffect(tx, effect)
      continue
    }
    const module = findChannel(kinds.get(channelId) ?? '')
    if (module?.rings && !(over && effect.state === 'sending' && reference !== null)) continue
    if (reference !== null) await cancelEffect(tx, effect)
    // It rings on, and its keys count no more.
    if (module?.hangsUp === false) continue
    const key = `${contactId} ${channelId} ${reference}`
    const one = told.get(key) ?? { ...ending(storeId), contactId, channelId, reference, covers: [] }
    for (const id of ended) if (!one.covers.includes(id)) one.covers.push(id)
    told.set(key, one)
  }
  const answered = [...told.values()].map((one, round) => ({ ...one, round, covers: sortedBy(one.covers, (id) => id) }))
  return (await insertEffects(tx, ctx, answered)).length
}

function ending(storeId: string) {
  return { storeId, cause: 'answered' as const, step: 0, round: 0 }
}
