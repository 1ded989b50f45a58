import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import type { PlacedEvent } from './event-row.ts'
import { queueDeliveries } from './queue-deliveries.ts'

/** Events placed by one transaction: few, because payments wait meanwhile. */
const BATCH = 200

/**
 * Gives events that were committed their places in the one order of all stores, and queues their deliveries, in the same
 * transactions; `most` at most, rounded up to batches. Resolves to their number.
 *
 * Places are drawn after the COMMIT, by whoever holds their counter, so that they become visible in their order, without a
 * gap. Neither an id from a sequence nor the transaction's own number would: a transaction with the smaller number may
 * commit later, and may have waited for its store's counter behind one with the larger number (docs/decisions/0047).
 */
export async function placeEvents(
  ctx: Pick<Context, 'db' | 'clock'>,
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  let placed = 0
  while (placed < most) {
    const waiting = await ctx.db.read.get('SELECT seq FROM events WHERE place IS NULL LIMIT 1')
    if (waiting === undefined) return placed
    const count = await ctx.db.write((tx) => placeBatch(tx, ctx))
    if (count === 0) return placed
    placed += count
  }
  return placed
}

async function placeBatch(tx: Tx, ctx: Pick<Context, 'clock'>): Promise<number> {
  // The counter is locked before the events are looked at: all that others have placed is seen.
  const counter = await tx.get<{ value: string }>(
    `INSERT INTO installation (name, value) VALUES ('event_place', '0')
         ON CONFLICT (name) DO UPDATE SET value = installation.value RETURNING value`,
  )
  const last = Number(counter?.value)
  // Of one store in its own order, and none before an earlier one of it: that was visible no later.
  const placed = await tx.all<PlacedEvent>(
    `UPDATE events SET place = numbered.n + CAST(? AS BIGINT)
       FROM (SELECT store_id, seq, ROW_NUMBER() OVER (ORDER BY store_id, seq) AS n
               FROM events WHERE place IS NULL ORDER BY store_id, seq LIMIT ?) AS numbered
      WHERE events.store_id = numbered.store_id AND events.seq = numbered.seq
     RETURNING events.store_id, events.seq, events.type, events.place`,
    [last, BATCH],
  )
  if (placed.length === 0) return 0
  await tx.run(`UPDATE installation SET value = ? WHERE name = 'event_place'`, [String(last + placed.length)])
  await queueDeliveries(tx, ctx.clock.now(), placed)
  return placed.length
}
