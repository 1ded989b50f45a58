import type { LogEntry } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Sql } from '../db/database.ts'
import { createBatchLoader } from '../lib/batch-loader.ts'

/** Readers served by one statement. With the most entries that each may ask for, its rows stay below ten megabytes. */
const READERS_AT_ONCE = 32

const WANTED = bulkRows({ reader: 'INTEGER', store_id: 'TEXT', after: 'BIGINT', upto: 'BIGINT' })

/** A part of a log, and the event right before it, which tells whether it continues what its reader has. */
export interface LogPart {
  entries: readonly LogEntry[]
  /** The event at the position that was asked for; `null` where there is none any more. */
  before: string | null
}

/** Resolves to a store's entries after `seq`, in order, `limit` at most. Rejects when one of them is missing (I2). */
export type LogSource = (storeId: string, seq: number, limit: number) => Promise<LogPart>

/** Makes a source that reads logs from the database; readers that wait at the same moment share a statement. */
export function createLogSource(sql: Sql): LogSource {
  const read = createBatchLoader((wanted: readonly ReadRequest[]) => readMany(sql, wanted), READERS_AT_ONCE)
  return (storeId, seq, limit) => read({ storeId, seq, limit })
}

interface ReadRequest {
  storeId: string
  seq: number
  limit: number
}

interface Row {
  reader: number
  head: number
  before: string | null
  seq: number | null
  body: string
  event_id: string
}

/**
 * Reads entries for many readers. Positions have no holes (I2), so a number of entries is a range of positions. The
 * head comes with them: an entry missing below it must never look like the end of the log. CROSS JOIN: SQLite takes the
 * tables in this order.
 */
async function readMany(sql: Sql, wanted: readonly ReadRequest[]): Promise<(LogPart | Error)[]> {
  const asked = WANTED.of(
    wanted.map(({ storeId, seq, limit }, reader) => ({ reader, store_id: storeId, after: seq, upto: seq + limit })),
  )
  const rows = await sql.all<Row>(
    `SELECT wanted.reader, stores.head_seq AS head, prior.event_id AS before, log.seq, log.body, log.event_id
       FROM ${asked.table} AS wanted
       CROSS JOIN stores
       LEFT JOIN reminder_log AS prior ON prior.store_id = wanted.store_id AND prior.seq = wanted.after
       LEFT JOIN reminder_log AS log
         ON log.store_id = wanted.store_id AND log.seq > wanted.after AND log.seq <= wanted.upto
      WHERE stores.id = wanted.store_id
      ORDER BY wanted.reader, log.seq`,
    asked.values,
  )
  const results = wanted.map(() => ({ head: 0, before: null as string | null, entries: [] as LogEntry[] }))
  for (const { reader, head, before, seq, body, event_id: eventId } of rows) {
    const result = results[reader]
    if (result === undefined) continue
    result.head = head
    result.before = before
    if (seq !== null) result.entries.push({ seq, body, eventId })
  }
  return results.map(({ head, entries, before }, reader) => {
    const { seq, limit } = wanted[reader] as ReadRequest
    const expected = Math.min(head - seq, limit)
    return entries.length < expected
      ? new Error(`of ${expected} entries after ${seq}, ${entries.length} are there`)
      : { entries, before }
  })
}
