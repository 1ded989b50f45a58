import type { Tx } from '../db/database.ts'
import { IS_OPEN } from '../reminders/reminder-row.ts'
import { IS_FREE } from './claim-wait.ts'
import { coversOf, type EffectRow } from './effect-row.ts'

/**
 * Tells whether a message still asks for something: a reminder in it waits for an answer and nobody sees to it, or the
 * store still has no device; `now` in milliseconds.
 */
export async function stillWaits(tx: Tx, effect: EffectRow, now: number): Promise<boolean> {
  if (effect.wait_id !== null)
    return (
      (await tx.get('SELECT store_id FROM store_watch WHERE store_id = ? AND wait_id = ?', [
        effect.store_id,
        effect.wait_id,
      ])) !== undefined
    )
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
