import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Hub } from './hub.ts'

/** Stores looked up by one statement. */
const CHUNK = 1_000

const HEARD = bulkRows({ store_id: 'TEXT', head: 'BIGINT' })

/**
 * Looks for stores whose log has grown beyond what the hub has heard of, and wakes those that listen to them. This is
 * what makes wakes expendable: whatever loses one costs a second, never a reminder (I15).
 *
 * SQLite compares, so that nearly no row has to be made; CROSS JOIN: it searches for each store.
 */
export async function pollHeads(ctx: Context, hub: Hub): Promise<void> {
  const stores = hub.stores()
  for (let i = 0; i < stores.length; i += CHUNK) {
    const heard = stores.slice(i, i + CHUNK).map((id) => ({ store_id: id, head: hub.head(id) }))
    const grown = await ctx.db.read.all<{ id: string; head_seq: number }>(
      `SELECT stores.id, stores.head_seq FROM ${HEARD.table} AS heard CROSS JOIN stores
        WHERE stores.id = heard.store_id AND stores.head_seq > heard.head`,
      [HEARD.values(heard)],
    )
    for (const { id, head_seq } of grown) hub.wake(id, head_seq)
  }
}
