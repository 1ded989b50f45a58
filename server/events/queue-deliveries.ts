import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import type { EndpointRow } from './endpoint-row.ts'
import type { PlacedEvent } from './event-row.ts'

/** Rows of one statement: each binds several values, and SQLite takes 32,766. */
const ROWS_AT_ONCE = 500

const DELIVERIES = bulkRows({ endpoint_id: 'TEXT', store_id: 'TEXT', seq: 'BIGINT', place: 'BIGINT', state: 'TEXT' })
const LANES = bulkRows({ endpoint_id: 'TEXT', store_id: 'TEXT', next_at: 'BIGINT' })

type Target = Pick<EndpointRow, 'id' | 'store_id' | 'types'>

/**
 * Queues the deliveries of events that were given their places, in that transaction: to every endpoint of their store, or
 * of all stores, that wants their type. An endpoint that was switched off because it did not answer keeps its queue, for
 * the day on which it is switched on again. `now`: milliseconds.
 */
export async function queueDeliveries(tx: Tx, now: number, events: readonly PlacedEvent[]): Promise<void> {
  const endpoints = await tx.all<Target>(
    `SELECT id, store_id, types FROM webhook_endpoints WHERE state IN ('on', 'failed') AND removed_at IS NULL`,
  )
  for (const endpoint of endpoints) await queueFor(tx, now, endpoint, events)
}

/**
 * Queues events for one endpoint, those that it wants; with `again` also those that it has had. Resolves to their number.
 */
export async function queueFor(
  tx: Tx,
  now: number,
  { id, store_id: storeId, types }: Target,
  events: readonly PlacedEvent[],
  again = false,
): Promise<number> {
  const wanted = types === null ? undefined : new Set(JSON.parse(types) as string[])
  const queued = events.filter(
    (event) => (storeId === null || storeId === event.store_id) && (wanted === undefined || wanted.has(event.type)),
  )
  // A lane is locked before its deliveries are looked at, also by who has finished a call.
  await openLanes(tx, now, id, new Set(queued.map((event) => event.store_id)))
  for (let i = 0; i < queued.length; i += ROWS_AT_ONCE) {
    const rows = DELIVERIES.of(
      queued
        .slice(i, i + ROWS_AT_ONCE)
        .map(({ store_id, seq, place }) => ({ endpoint_id: id, store_id, seq, place, state: 'queued' })),
    )
    const known = again
      ? `DO UPDATE SET state = 'queued', attempts = 0, code = NULL, delivered_at = NULL`
      : 'DO NOTHING'
    await tx.run(
      `INSERT INTO webhook_deliveries (${DELIVERIES.names}) SELECT ${DELIVERIES.names} FROM ${rows.table} AS queued WHERE TRUE
         ON CONFLICT (endpoint_id, store_id, seq) ${known}`,
      rows.values,
    )
  }
  return queued.length
}

/** Dates the next call of lanes in which nothing waited. */
async function openLanes(tx: Tx, now: number, endpointId: string, stores: ReadonlySet<string>): Promise<void> {
  if (stores.size === 0) return
  const rows = LANES.of(
    sortedBy([...stores], (id) => id).map((store_id) => ({ endpoint_id: endpointId, store_id, next_at: now })),
  )
  await tx.run(
    `INSERT INTO webhook_lanes (${LANES.names}) SELECT ${LANES.names} FROM ${rows.table} AS opened WHERE TRUE
         ON CONFLICT (endpoint_id, store_id) DO UPDATE SET next_at = COALESCE(webhook_lanes.next_at, excluded.next_at)`,
    rows.values,
  )
}
