import { bulkRows } from '../db/bulk-rows.ts'
import type { Sql } from '../db/database.ts'
import { jsonRows } from '../db/json-rows.ts'
import { createBatchLoader } from '../lib/batch-loader.ts'
import { hashSecret } from '../lib/hash-secret.ts'
import { parseCursor } from '../log/cursor.ts'
import type { StoreRow } from '../stores/stores.ts'

/** Hellos looked up by one statement: after a restart every device says hello at the same moment. */
const HELLOS_AT_ONCE = 64
/**
 * Turns of the event loop that a batch of hellos waits for more: libuv accepts one connection per turn, however many
 * wait.
 */
const TURNS_TO_GATHER = 48

const HELLOS = bulkRows({ place: 'INTEGER', token_hash: 'TEXT', seq: 'BIGINT' })

const STORE_FIELDS = Object.fromEntries(
  ['id', 'name', 'locale', 'timezone', 'epoch', 'head_seq', 'min_seq', 'settings', 'intake', 'intake_until'].map(
    (name) => [name, `stores.${name}`],
  ),
)

const FOUND = jsonRows({
  place: 'hello.place',
  deviceId: 'devices.id',
  revokedAt: 'devices.revoked_at',
  eventId: 'log.event_id',
  store: STORE_FIELDS,
})

/** The device that says hello, its store, and the event on the log at the position of its cursor. */
export interface KnownDevice {
  deviceId: string
  revoked: boolean
  store: StoreRow
  /** The event at the position of the cursor; `null` when there is none, or no readable cursor. */
  eventId: string | null
}

/** Finds the device of a token, revoked or not; resolves to `undefined` for an unknown token. */
export type DeviceLookup = (token: string, cursor: string | null) => Promise<KnownDevice | undefined>

/** Makes the lookup of devices by their hello; hellos that arrive together share a statement. */
export function createDeviceLookup(sql: Sql): DeviceLookup {
  const find = createBatchLoader((hellos: readonly Hello[]) => findAll(sql, hellos), HELLOS_AT_ONCE, TURNS_TO_GATHER)
  return (token, cursor) =>
    find({ tokenHash: hashSecret(token), seq: (cursor === null ? undefined : parseCursor(cursor)?.seq) ?? null })
}

interface Hello {
  tokenHash: string
  seq: number | null
}

/** A device as the database writes it: it has no booleans. */
type Found = Omit<KnownDevice, 'revoked'> & { place: number; revokedAt: number | null }

/**
 * Reads devices by their hellos. CROSS JOIN: SQLite takes the tables in this order, and does not read all devices.
 */
async function findAll(sql: Sql, hellos: readonly Hello[]): Promise<(KnownDevice | undefined)[]> {
  const said = HELLOS.of(hellos.map(({ tokenHash, seq }, place) => ({ place, token_hash: tokenHash, seq })))
  const [row] = await sql.all<{ found: string }>(
    `SELECT ${FOUND} AS found
       FROM ${said.table} AS hello
       CROSS JOIN devices CROSS JOIN stores
       LEFT JOIN reminder_log AS log ON log.store_id = stores.id AND log.seq = hello.seq
      WHERE devices.token_hash = hello.token_hash AND stores.id = devices.store_id`,
    said.values,
  )
  const devices: (KnownDevice | undefined)[] = hellos.map(() => undefined)
  for (const { place, deviceId, revokedAt, eventId, store } of JSON.parse(row?.found ?? '[]') as Found[]) {
    devices[place] = { deviceId, revoked: revokedAt !== null, store, eventId }
  }
  return devices
}
