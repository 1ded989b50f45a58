import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'

/** Events are kept for so long at least, milliseconds: longer than an endpoint is tried for. */
const KEPT_AT_LEAST_MS = 4 * 24 * 3_600_000

/** Returns for how long events are kept, milliseconds: as long as the log, and no less than endpoints need. */
export function eventsKeptMs({ policy }: Pick<Context, 'policy'>): number {
  return Math.max(policy.logRetentionMs, KEPT_AT_LEAST_MS)
}

/**
 * Deletes the first events of the order of all stores that are from before `before`, milliseconds, with their deliveries;
 * `batch` at most. The order is cut from its beginning only, and so is each store's: what is kept is dense (I2). Resolves to the
 * number of events.
 */
export async function cutEvents(tx: Tx, before: number, batch: number): Promise<number> {
  const cut = await tx.get<{ place: number | null }>(
    // One that a clock has dated years ahead holds up none behind it.
    `SELECT MAX(place) AS place FROM
       (SELECT place, at FROM events WHERE place > 0 ORDER BY place LIMIT ?) AS oldest WHERE at < ?`,
    [batch, before],
  )
  if (cut?.place == null) return 0
  const { place } = cut
  const cutOff = await tx.all<{ store_id: string; seq: number }>(
    'SELECT store_id, seq FROM events WHERE place > 0 AND place <= ? ORDER BY place',
    [place],
  )
  // Of each store the last one counts.
  const ends = new Map(cutOff.map(({ store_id, seq }) => [store_id, seq]))
  for (const [id, seq] of sortedBy([...ends], ([storeId]) => storeId))
    await tx.run('UPDATE stores SET event_min = ? WHERE id = ? AND event_min < ?', [seq, id, seq])
  await tx.run(
    `INSERT INTO installation (name, value) VALUES ('event_min_place', ?)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value
      WHERE CAST(installation.value AS BIGINT) < CAST(excluded.value AS BIGINT)`,
    [String(place)],
  )
  await tx.run(
    'DELETE FROM webhook_deliveries WHERE endpoint_id IN (SELECT id FROM webhook_endpoints) AND place <= ?',
    [place],
  )
  return await tx.run('DELETE FROM events WHERE place > 0 AND place <= ?', [place])
}
