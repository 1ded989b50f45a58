import knexModule, { type Knex } from 'knex'
import type sqlite3 from 'sqlite3'
import { hostClock } from '../../../shared/clock.ts'
import type { Database, Sql } from '../database.ts'
import { migrationSource } from '../migrations/index.ts'
import { createWriter } from '../writer.ts'
import { createCheckpoints, LONGEST_WAL } from './checkpoints.ts'
import { lockDatabase } from './lock.ts'
import { createSqliteSession } from './sqlite-session.ts'

export interface OpenOptions {
  /** Path of the database file, or `:memory:` is NOT possible: readers and the writer are separate connections. */
  file: string
  /** Wraps the writer's statements; tests stop or fail the process between any two of them. */
  instrument?: (sql: Sql) => Sql
}

/** Applied to every connection before it is used. FULL: in WAL mode NORMAL does not sync at COMMIT. */
const PRAGMAS = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  // macOS calls it synced when the drive's cache has it; these ask for the platter. Nothing elsewhere.
  'PRAGMA fullfsync = ON',
  'PRAGMA checkpoint_fullfsync = ON',
  'PRAGMA foreign_keys = ON',
  'PRAGMA busy_timeout = 5000',
  // In KiB. The default of 2 MB does not hold what the last minutes' orders touch; of a large one, SQLite goes through
  // every page at each COMMIT that has balanced a tree. What is not in here is in the system's cache.
  'PRAGMA cache_size = -8192',
  // What a statement would undo by itself is kept in memory instead of in a file that it makes for each group.
  'PRAGMA temp_store = MEMORY',
  // Only in case the checkpoints that run beside the writer (checkpoints.ts) do not.
  `PRAGMA wal_autocheckpoint = ${2 * LONGEST_WAL}`,
]

/**
 * Opens the database file for this process alone, brings its schema up to date, and returns the one writer and the
 * readers over it. Throws {@link DatabaseInUseError} when another process has it.
 */
export async function openSqlite({ file, instrument = (sql) => sql }: OpenOptions): Promise<Database> {
  const unlock = await lockDatabase(file)
  const writing = connect(file)
  const reading = connect(file)
  try {
    await writing.migrate.latest({ migrationSource })
    await forgetStatistics(writing)
    const writeSession = await session(writing)
    const readSession = await session(reading)
    const checkpointSession = await session(writing)
    const checkpoints = createCheckpoints(checkpointSession.sql)
    const writer = createWriter(
      instrument(writesAtOnce(writeSession.sql)),
      hostClock(globalThis),
      checkpoints.committed,
    )
    return {
      write: writer.write,
      batched: writer.batched,
      read: readSession.sql,
      query: reading,
      async close() {
        await writer.idle()
        await checkpoints.idle()
        await checkpointSession.release()
        await writeSession.release()
        await readSession.release()
        // One after the other: of two that close at the same moment neither is the last, which empties the log.
        await reading.destroy()
        await writing.destroy()
        await unlock()
      },
    }
  } catch (error) {
    await Promise.all([writing.destroy(), reading.destroy()])
    await unlock()
    throw error
  }
}

/**
 * A transaction that begins by reading cannot wait when it comes to write and a checkpoint is holding the lock for a
 * moment: it is refused at once. Begun IMMEDIATE it waits, up to the busy timeout (sqlite.org/lang_transaction.html).
 */
function writesAtOnce(sql: Sql): Sql {
  return { ...sql, run: (text, values) => sql.run(text === 'BEGIN' ? 'BEGIN IMMEDIATE' : text, values) }
}

/**
 * What somebody's ANALYZE has counted. Without it SQLite takes the indexes that its statements were written for; with
 * counts from another day it may begin a payment by reading every order.
 */
async function forgetStatistics(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasTable('sqlite_stat1'))) return
  await knex.raw('DELETE FROM sqlite_stat1')
  await knex.raw('ANALYZE sqlite_schema')
}

function connect(file: string): Knex {
  return knexModule({
    client: 'sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
    pool: {
      min: 0,
      max: 2,
      afterCreate(connection: sqlite3.Database, done: (error: Error | null) => void) {
        connection.exec(PRAGMAS.join(';'), done)
      },
    },
  })
}

/** Takes one raw connection out of the pool for good. */
async function session(knex: Knex): Promise<{ sql: Sql; release(): Promise<void> }> {
  const connection: sqlite3.Database = await knex.client.acquireConnection()
  const sql = createSqliteSession(connection)
  return {
    sql,
    async release() {
      await sql.release()
      await knex.client.releaseConnection(connection)
    },
  }
}
