import type { Cancel } from '../../shared/clock.ts'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'

/** Interval of the writes, milliseconds. */
const FLUSH_MS = 1_000
/** Visits written by one transaction: few, because payments wait meanwhile. */
const VISITS_AT_ONCE = 50
/** Silence after which a server of the database is taken to be gone, milliseconds. */
const GONE_AFTER_MS = 60_000

interface Visit {
  id: string
  storeId: string
  deviceId: string
  fromAt: number
  untilAt: number | null
  /** The word for why it ended. */
  ended: string | null
}

/** The record of which device was connected from when until when. */
export interface Visits {
  /** Notes that a device has joined; an earlier visit of it to this server is over. */
  began(storeId: string, deviceId: string): void
  /** Notes that a device has left. `why`: the name of a close code, or `gone`. */
  ended(deviceId: string, why: string): void
  /** Ends what is still open, and writes what is left. */
  close(): Promise<void>
}

/**
 * Makes the record of visits. They are gathered and written once a second, many in one statement, so that a connection
 * costs no COMMIT of its own and a payment nothing. A crash loses a second, and the ends of visits, which
 * {@link endOwnVisits} and {@link endLeftVisits} date. Failed writes are logged. `nodeId`: this server, among several.
 */
export function createVisits(ctx: Context, nodeId = ''): Visits {
  const open = new Map<string, Visit>()
  let noted = new Map<string, Visit>()
  let running: Promise<void> = Promise.resolve()
  const stop: Cancel = ctx.clock.every(FLUSH_MS, () => {
    if (noted.size > 0) running = running.then(flush)
  })

  async function flush(): Promise<void> {
    const batch = [...noted.values()]
    noted = new Map()
    try {
      for (let i = 0; i < batch.length; i += VISITS_AT_ONCE)
        await ctx.db.write((tx) => writeVisits(tx, nodeId, batch.slice(i, i + VISITS_AT_ONCE)))
    } catch (error) {
      ctx.logger.error({ err: error }, 'the visits of devices could not be written')
    }
  }

  function end(deviceId: string, why: string): void {
    const visit = open.get(deviceId)
    if (visit === undefined) return
    open.delete(deviceId)
    const untilAt = ctx.clock.now()
    noted.set(visit.id, { ...visit, untilAt, ended: why })
    const { storeId, fromAt } = visit
    ctx.logger.info({ storeId, deviceId, why, seconds: Math.round((untilAt - fromAt) / 1_000) }, 'a device left')
  }

  return {
    began(storeId, deviceId) {
      end(deviceId, 'replaced')
      const id = ctx.random.id('vs')
      const visit = { id, storeId, deviceId, fromAt: ctx.clock.now(), untilAt: null, ended: null }
      open.set(deviceId, visit)
      noted.set(id, visit)
    },
    ended: end,
    async close() {
      stop()
      for (const deviceId of [...open.keys()]) end(deviceId, 'restart')
      await running
      await flush()
    },
  }
}

const VISITS = bulkRows({
  id: 'TEXT',
  store_id: 'TEXT',
  device_id: 'TEXT',
  node_id: 'TEXT',
  from_at: 'BIGINT',
  until_at: 'BIGINT',
  ended: 'TEXT',
})

async function writeVisits(tx: Tx, nodeId: string, visits: readonly Visit[]): Promise<void> {
  const rows = VISITS.of(
    sortedBy(visits, ({ id }) => id).map(({ id, storeId, deviceId, fromAt, untilAt, ended }) => ({
      id,
      store_id: storeId,
      device_id: deviceId,
      node_id: nodeId,
      from_at: fromAt,
      until_at: untilAt,
      ended,
    })),
  )
  await tx.run(
    `INSERT INTO device_visits (${VISITS.names}) SELECT ${VISITS.names} FROM ${rows.table} AS noted WHERE TRUE
         ON CONFLICT (id) DO UPDATE SET until_at = excluded.until_at, ended = excluded.ended`,
    rows.values,
  )
}

/**
 * Ends the visits that stand open from before a start of a server that is alone on its database: at the time that it
 * wrote last. To be called before it writes the time again.
 */
export async function endOwnVisits(ctx: Context): Promise<void> {
  const LAST = `(SELECT CAST(value AS BIGINT) FROM installation WHERE name = 'time_written')`
  await ctx.db.write((tx) =>
    tx.run(
      `UPDATE device_visits SET ended = 'server_gone',
              until_at = CASE WHEN ${LAST} > from_at THEN ${LAST} ELSE from_at END
        WHERE until_at IS NULL AND node_id = ''`,
    ),
  )
}

/**
 * Ends the visits to servers of the same database that are gone, each at its last sign of life. `nodeId`: this server,
 * which has not left, also when it slept and its last sign of life is old.
 */
export async function endLeftVisits(ctx: Context, nodeId: string): Promise<void> {
  await ctx.db.write((tx) =>
    tx.run(
      `UPDATE device_visits SET ended = 'server_gone', until_at = COALESCE((SELECT nodes.seen_at FROM nodes
                WHERE nodes.id = device_visits.node_id AND nodes.seen_at > device_visits.from_at), from_at)
        WHERE until_at IS NULL AND node_id <> ? AND node_id NOT IN (SELECT id FROM nodes WHERE seen_at >= ?)`,
      [nodeId, ctx.clockWatch.now() - GONE_AFTER_MS],
    ),
  )
}
