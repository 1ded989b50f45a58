import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Hub } from './hub.ts'

/** Stores compared by one statement. */
const CHUNK = 1_000

const HUB_HEADS = bulkRows({ store_id: 'TEXT', head: 'BIGINT' })

/**
 * Wakes the readers of every store whose log has grown beyond the hub's head. With this poll a lost wake costs a
 * second, never a reminder (I15).
 *
 * SQLite compares, so that hardly any row is returned; CROSS JOIN: it searches for each store.
 */
export async function pollHeads(ctx: Context, hub: Hub): Promise<void> {
  const stores = hub.stores()
  for (let i = 0; i < stores.length; i += CHUNK) {
    const heads = HUB_HEADS.of(stores.slice(i, i + CHUNK).map((id) => ({ store_id: id, head: hub.head(id) })))
    const grown = await ctx.db.read.all<{ id: string; head_seq: number }>(
      `SELECT stores.id, stores.head_seq FROM ${heads.table} AS hub CROSS JOIN stores
        WHERE stores.id = hub.store_id AND stores.head_seq > hub.head`,
      heads.values,
    )
    for (const { id, head_seq } of grown) hub.wake(id, head_seq)
  }
}
