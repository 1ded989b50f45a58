import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { coversOf, type EffectRow } from './effect-row.ts'
import { insertEffects } from './insert-effects.ts'
import { stillWaits } from './still-waits.ts'

/** Rounds of the ends of calls that were answered before it was known that they ring. */
const LATE_ROUND = 100

/**
 * Hangs up a call that has just begun to ring, if what it is about was answered, or is seen to, since it was asked for.
 * `reference`: the other side’s name of it; `null`: the other side hangs nothing up.
 */
export async function hangUpIfOver(tx: Tx, ctx: Context, effect: EffectRow, reference: string | null): Promise<void> {
  if (await stillWaits(tx, effect, ctx.clockWatch.now())) return
  const { id, store_id: storeId, contact_id: contactId, channel_id: channelId, attempts } = effect
  await tx.run(`UPDATE effects SET state = 'cancelled', next_at = NULL WHERE id = ?`, [id])
  if (reference === null) return
  const about = { storeId, cause: 'answered' as const, step: 0, round: LATE_ROUND + attempts }
  await insertEffects(tx, ctx, [{ ...about, contactId, channelId, reference, covers: coversOf(effect) }])
}
