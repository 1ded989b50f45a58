import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Hub } from './hub.ts'

/** Stores compared by one statement. */
const CHUNK = 1_000

const HUB_HEADS = bulkRows({ store_id: 'TEXT', head: 'BIGINT' })

/**
 * Wakes the readers of every store whose log has grown beyond the hub's head. With this poll a lost wake costs a
 * second, never a reminder (I15).
 */
export async function pollHeads(ctx: Pick<Context, 'db'>, hub: Hub): Promise<void> {
  for (const { id, head } of await grownLogs(ctx, hub, hub.stores())) hub.wake(id, head)
}

/**
 * Resolves to those of `stores` whose log has grown beyond the hub's head, each with its end.
 *
 * SQLite compares, so that hardly any row is returned; CROSS JOIN: it searches for each store.
 */
export async function grownLogs(
  { db }: Pick<Context, 'db'>,
  hub: Pick<Hub, 'head'>,
  stores: readonly string[],
): Promise<{ id: string; head: number }[]> {
  const grown: { id: string; head: number }[] = []
  for (let i = 0; i < stores.length; i += CHUNK) {
    const heads = HUB_HEADS.of(stores.slice(i, i + CHUNK).map((id) => ({ store_id: id, head: hub.head(id) })))
    const rows = await db.read.all<{ id: string; head: number }>(
      `SELECT stores.id, stores.head_seq AS head FROM ${heads.table} AS hub CROSS JOIN stores
        WHERE stores.id = hub.store_id AND stores.head_seq > hub.head`,
      heads.values,
    )
    grown.push(...rows)
  }
  return grown
}
