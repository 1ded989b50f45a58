import type { Tx } from '../db/database.ts'
import { ASKS_FOR_HELP, coversOf, type EffectRow } from './effect-row.ts'
import type { NewEffect } from './insert-effects.ts'
import { sameTarget } from './usable-targets.ts'

/**
 * Adds what is planned to messages that still wait for their turn at the same contact, as after a spent budget: he gets
 * one message about all, and not several about parts. Resolves to the effects that no waiting message could take.
 */
export async function joinWaiting(tx: Tx, storeId: string, planned: readonly NewEffect[]): Promise<NewEffect[]> {
  if (planned.length === 0) return []
  const waiting = await tx.all<EffectRow>(
    `SELECT * FROM effects WHERE next_at IS NOT NULL AND store_id = ? AND state = 'queued' AND attempts = 0
        AND wait_id IS NULL AND ${ASKS_FOR_HELP} ORDER BY id`,
    [storeId],
  )
  const left: NewEffect[] = []
  for (const effect of planned) if (effect.code !== undefined || !(await joins(tx, waiting, effect))) left.push(effect)
  return left
}

async function joins(
  tx: Tx,
  waiting: readonly EffectRow[],
  { contactId, channelId, covers }: NewEffect,
): Promise<boolean> {
  const message = waiting.find((one) =>
    sameTarget({ contactId: one.contact_id, channelId: one.channel_id }, { contactId, channelId }),
  )
  if (message === undefined) return false
  const all = [...new Set([...coversOf(message), ...covers])]
  // Another server may be about to send it.
  const joined = await tx.run(
    `UPDATE effects SET covers = ? WHERE id = ? AND covers = ? AND state = 'queued' AND attempts = 0`,
    [JSON.stringify(all), message.id, message.covers],
  )
  return joined === 1
}
