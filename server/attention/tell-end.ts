import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { findChannel } from './all-channels.ts'
import type { AwayWait } from './away-wait.ts'
import type { EffectRow } from './effect-row.ts'
import { insertEffects } from './insert-effects.ts'
import { cancelEffect } from './still-waits.ts'
import { channelsOf } from './targets.ts'

/**
 * Tells the end of a store's time without a device, once, to each contact who was told of it, or may have been, but not by
 * a call; what has not left yet does not leave.
 */
export async function tellEnd(
  tx: Tx,
  ctx: Context,
  { store_id: storeId, wait_id: waitId }: Pick<AwayWait, 'store_id' | 'wait_id'>,
): Promise<void> {
  const about = await tx.all<EffectRow>(
    `SELECT * FROM effects WHERE wait_id = ? AND cause = 'away' AND state IN ('queued', 'sending', 'sent') ORDER BY id`,
    [waitId],
  )
  const kinds = new Map((await channelsOf(tx, storeId)).map(({ id, kind }) => [id, kind]))
  const told = new Map<string, { contactId: string; channelId: string }>()
  for (const effect of about) {
    const { contact_id: contactId, channel_id: channelId } = effect
    if (effect.state === 'queued' && effect.attempts === 0) await cancelEffect(tx, effect)
    else if (findChannel(kinds.get(channelId) ?? '')?.rings !== true)
      told.set(`${contactId} ${channelId}`, { contactId, channelId })
  }
  const ends = [...told.values()].map((target) => ({
    ...{ storeId, cause: 'back' as const, step: 0, round: 0, covers: [], waitId },
    ...target,
  }))
  await insertEffects(tx, ctx, ends)
}
