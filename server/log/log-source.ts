import type { LogEntry } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Sql } from '../db/database.ts'
import { createBatchLoader } from '../lib/batch-loader.ts'
import type { Hub } from './hub.ts'

/** Readers served by one statement. With the most entries that each may ask for, its rows stay below ten megabytes. */
const READERS_AT_ONCE = 32

const WANTED = bulkRows({ reader: 'INTEGER', store_id: 'TEXT', after: 'BIGINT', upto: 'BIGINT' })

/** Resolves to a store's entries after `seq`, in order, `limit` at most. Rejects when one of them is missing (I2). */
export type LogSource = (storeId: string, seq: number, limit: number) => Promise<readonly LogEntry[]>

/** Makes a source that reads the hub's tail if it reaches back far enough, else the log: live entries need no disk. */
export function createLogSource(hub: Pick<Hub, 'after'>, sql: Sql): LogSource {
  const read = createLogReader(sql)
  return async (storeId, seq, limit) => hub.after(storeId, seq, limit) ?? (await read(storeId, seq, limit))
}

/** Makes a source that reads logs from the database; readers that wait at the same moment share a statement. */
export function createLogReader(sql: Sql): LogSource {
  const read = createBatchLoader((wanted: readonly ReadRequest[]) => readMany(sql, wanted), READERS_AT_ONCE)
  return (storeId, seq, limit) => read({ storeId, seq, limit })
}

interface ReadRequest {
  storeId: string
  seq: number
  limit: number
}

/**
 * Reads entries for many readers. Positions have no holes (I2), so a number of entries is a range of positions. The
 * head comes with them: an entry missing below it must never look like the end of the log. CROSS JOIN: SQLite takes the
 * tables in this order.
 */
async function readMany(sql: Sql, wanted: readonly ReadRequest[]): Promise<(LogEntry[] | Error)[]> {
  const asked = WANTED.of(
    wanted.map(({ storeId, seq, limit }, reader) => ({ reader, store_id: storeId, after: seq, upto: seq + limit })),
  )
  const rows = await sql.all<{ reader: number; head: number } & (LogEntry | { seq: null; body: null })>(
    `SELECT wanted.reader, stores.head_seq AS head, log.seq, log.body FROM ${asked.table} AS wanted
       CROSS JOIN stores
       LEFT JOIN reminder_log AS log
         ON log.store_id = wanted.store_id AND log.seq > wanted.after AND log.seq <= wanted.upto
      WHERE stores.id = wanted.store_id
      ORDER BY wanted.reader, log.seq`,
    asked.values,
  )
  const results = wanted.map(() => ({ head: 0, entries: [] as LogEntry[] }))
  for (const { reader, head, seq, body } of rows) {
    const result = results[reader]
    if (result === undefined) continue
    result.head = head
    if (seq !== null) result.entries.push({ seq, body })
  }
  return results.map(({ head, entries }, reader) => {
    const { seq, limit } = wanted[reader] as ReadRequest
    const expected = Math.min(head - seq, limit)
    return entries.length < expected
      ? new Error(`of ${expected} entries after ${seq}, ${entries.length} are there`)
      : entries
  })
}
