import { bulkRows } from '../db/bulk-rows.ts'
import type { Sql } from '../db/database.ts'
import { createBatchLoader } from '../lib/batch-loader.ts'
import { hashSecret } from '../lib/hash-secret.ts'
import { parseCursor } from '../log/cursor.ts'
import type { StoreRow } from '../stores/stores.ts'

/** After a restart every device arrives at the same moment. */
const ARRIVALS_AT_ONCE = 64
/** However many wait, libuv lets one connection in per turn: in a storm nobody would have company otherwise. */
const TURNS_TO_GATHER = 48

const HELLOS = bulkRows({ place: 'INTEGER', token_hash: 'TEXT', seq: 'BIGINT' })

/** What a greeting needs of a store: each column of a row costs the thread that answers payments. */
type GreetedStore = Omit<StoreRow, 'settings'>
const STORE_COLUMNS = ['id', 'name', 'locale', 'timezone', 'epoch', 'head_seq', 'min_seq']
  .map((name) => `stores.${name}`)
  .join(', ')

/** Who says hello, and what the log knows of the place it says it has come to. */
export interface KnownDevice {
  deviceId: string
  revoked: boolean
  store: GreetedStore
  /** The event at the position of the cursor; `null` when there is none, or no cursor that can be read. */
  eventId: string | null
}

/** Finds the device of a token, revoked or not; `undefined` when there is none. */
export type DeviceLookup = (token: string, cursor: string | null) => Promise<KnownDevice | undefined>

/** Looks devices up as they arrive; those that arrive together share a statement. */
export function createDeviceLookup(sql: Sql): DeviceLookup {
  const find = createBatchLoader((hellos: readonly Hello[]) => findAll(sql, hellos), ARRIVALS_AT_ONCE, TURNS_TO_GATHER)
  return (token, cursor) =>
    find({ tokenHash: hashSecret(token), seq: (cursor === null ? undefined : parseCursor(cursor)?.seq) ?? null })
}

interface Hello {
  tokenHash: string
  seq: number | null
}

type Row = GreetedStore & { place: number; device_id: string; revoked_at: number | null; event_id: string | null }

/** CROSS JOIN: SQLite takes the tables in this order, and searches for each hello instead of reading all devices. */
async function findAll(sql: Sql, hellos: readonly Hello[]): Promise<(KnownDevice | undefined)[]> {
  const rows = await sql.all<Row>(
    `SELECT hello.place, devices.id AS device_id, devices.revoked_at, log.event_id, ${STORE_COLUMNS} FROM ${HELLOS.table} AS hello
       CROSS JOIN devices CROSS JOIN stores
       LEFT JOIN reminder_log AS log ON log.store_id = stores.id AND log.seq = hello.seq
      WHERE devices.token_hash = hello.token_hash AND stores.id = devices.store_id`,
    [HELLOS.values(hellos.map(({ tokenHash, seq }, place) => ({ place, token_hash: tokenHash, seq })))],
  )
  const arrivals: (KnownDevice | undefined)[] = hellos.map(() => undefined)
  for (const { place, device_id, revoked_at, event_id, ...store } of rows) {
    arrivals[place] = { deviceId: device_id, revoked: revoked_at !== null, store, eventId: event_id }
  }
  return arrivals
}
