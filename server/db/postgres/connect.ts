import { Socket } from 'node:net'
import pg from 'pg'
import { StorageError } from '../storage-error.ts'
import { UnusableDatabaseError } from '../unusable-database.ts'

/** Milliseconds for a connection to be made. */
const CONNECT_WITHIN_MS = 5_000
/** Milliseconds of silence after which the system asks whether the other end is still there. */
const KEEP_ALIVE_AFTER_MS = 10_000
/** Type numbers of PostgreSQL (pg_type.dat): BIGINT, and NUMERIC, which is the type of a sum of them. */
const BIGINT = 20
const NUMERIC = 1700

/** 64-bit integers arrive as numbers, as the port says; per connection, because the driver's own table belongs to all. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format as 'text'),
}

/**
 * Applied to every connection before it is used. PostgreSQL plans a new table by what it knows of it, which is nothing, and
 * keeps the plan of a prepared statement: it is told to search by index, one row after the other, as the statements were
 * written (runtime-config-query of its manual). Without `enable_material = off` it goes through a
 * copy of all logs for every read, if there were none when it planned. What is left undone by somebody is ended: a lock waits for it.
 */
export const SESSION_SETTINGS: readonly string[] = [
  'SET enable_seqscan = off',
  'SET enable_hashjoin = off',
  'SET enable_mergejoin = off',
  'SET enable_material = off',
  'SET plan_cache_mode = force_generic_plan',
  'SET jit = off',
  `SET idle_in_transaction_session_timeout = '10s'`,
  `SET lock_timeout = '10s'`,
  // An answered payment is on the disk (I1), whatever the role's own setting; a stricter one, for standbys, is kept.
  `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')`,
]

const FACTS = `SELECT pg_is_in_recovery() AS standby, current_setting('server_encoding') AS encoding,
  CAST(current_setting('server_version_num') AS INTEGER) AS version`
/** The first version that has what is used here: `xid8` and `pg_current_snapshot()` (release notes of 13). */
const OLDEST_VERSION = 130_000

export interface Connection {
  client: pg.Client
  /** Ends the connection at once, without a word to the other end: it may not be listening any more. */
  cut(): void
}

/** The options of a connection to the database at `url`; `name` is what its administrator sees. */
export function clientOptions(url: string, name: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: `laidan ${name}`,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    types,
  }
}

/**
 * Opens one connection and sets it up. Rejects with the driver's error, with a {@link StorageError} when the server is a
 * standby, and with an {@link UnusableDatabaseError} when it is too old or its texts are not UTF-8.
 */
export async function connect(url: string, name: string): Promise<Connection> {
  const stream = new Socket()
  const client = new pg.Client({ ...clientOptions(url, name), stream: () => stream })
  // Told by whatever waits for an answer, or by the next statement. Without a listener it would end the process.
  client.on('error', () => {})
  const cut = () => void stream.destroy()
  try {
    await client.connect()
    await client.query(SESSION_SETTINGS.join(';'))
    expectUsable((await client.query<Facts>(FACTS)).rows[0])
    return { client, cut }
  } catch (error) {
    cut()
    throw error
  }
}

interface Facts {
  standby: boolean
  encoding: string
  version: number
}

function expectUsable(facts: Facts | undefined): void {
  if (facts === undefined) throw new StorageError('SILENT')
  const { standby, encoding, version } = facts
  if (standby) throw new StorageError('STANDBY')
  if (version < OLDEST_VERSION)
    throw new UnusableDatabaseError(`PostgreSQL ${Math.floor(version / 10_000)} is too old: 13 or newer is needed.`)
  if (encoding !== 'UTF8')
    throw new UnusableDatabaseError(
      `The database’s encoding is ${encoding}: it must be UTF8. Create it with CREATE DATABASE … ENCODING 'UTF8'.`,
    )
}
