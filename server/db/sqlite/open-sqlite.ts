import knexModule, { type Knex } from 'knex'
import type sqlite3 from 'sqlite3'
import { hostClock } from '../../../shared/clock.ts'
import type { Database, Sql } from '../database.ts'
import { migrationSource } from '../migrations/index.ts'
import { type StorageLog, silentLog } from '../storage-log.ts'
import { createWriter } from '../writer.ts'
import { createCheckpoints, LONGEST_WAL } from './checkpoints.ts'
import { createFileWatch, type FileWatch } from './file-watch.ts'
import { createLengthWatch, type LengthWatch } from './length-watch.ts'
import { type DatabaseLock, lockDatabase } from './lock.ts'
import { expectDatabase, expectLogOfLink, leftOf, setAsideLog } from './missing-database.ts'
import { refuseOtherNames, rememberLock } from './other-names.ts'
import { madePrivate, makePrivate, realPath } from './private-files.ts'
import { createRefusals, wantsRoom } from './refusals.ts'
import { createSqliteSession } from './sqlite-session.ts'
import { asUnusable } from './unusable-database.ts'

export interface OpenOptions {
  /** Path of the database file, or `:memory:` is NOT possible: readers and the writer are separate connections. */
  file: string
  /** Begins with an empty database also where one clearly was. Default: false. */
  fresh?: boolean
  /** Called when the database is ours alone, before anything else is done with it. */
  claimed?(): Promise<void>
  /** Hears what an operator must know. Default: nobody. */
  log?: StorageLog
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
  // Never at a COMMIT: checkpoints.ts does it beside the writer, however much there is to copy.
  'PRAGMA wal_autocheckpoint = 0',
  // Bytes. What a long reader has made of the log is cut off when the log begins again.
  `PRAGMA journal_size_limit = ${LONGEST_WAL * 4_096}`,
]

/** A database whose files were removed is noticed within this time also when nobody writes. */
const LOOK_EVERY_MS = 1_000

/**
 * Opens the database file for this process alone, brings its schema up to date, and returns the one writer and the
 * readers over it. Rejects with {@link DatabaseInUseError} when another process serves it, under whatever name, with
 * {@link DatabaseMissingError} when it is gone, and with {@link UnusableDatabaseError} when it is damaged or closed to us.
 */
export async function openSqlite(options: OpenOptions): Promise<Database> {
  const { file, log = silentLog } = options
  const lock = await claimFile(options).catch((error: unknown) => {
    throw asUnusable(error, file)
  })
  try {
    const real = await realPath(file)
    await makePrivate(real, log)
    await refuseOtherNames(file, real, lock)
    await options.claimed?.()
    await expectLogOfLink(file, real, options.fresh ?? false, asideOf(file))
    return await openClaimed(options, lock)
  } catch (error) {
    await lock.release()
    throw asUnusable(error, file)
  }
}

/** Takes the lock. A new database gets its file before, so that a start that is killed leaves no lock without one. */
async function claimFile({ file, fresh = false }: OpenOptions): Promise<DatabaseLock> {
  const real = await realPath(file)
  const lost = (await leftOf(real)).length > 0
  if (!lost) await madePrivate(real)
  const lock = await lockDatabase(file)
  if (!lost) return lock
  try {
    // Only now: a restore may have been under way.
    if (!fresh) await expectDatabase(real)
    await setAsideLog(real, asideOf(real))
    await madePrivate(real)
    return lock
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** The name of what a new database or log takes the place of. */
function asideOf(file: string): string {
  return `${file}.replaced-${new Date(hostClock(globalThis).now()).toISOString().replace(/[-:.]/g, '')}`
}

async function openClaimed(options: OpenOptions, lock: DatabaseLock): Promise<Database> {
  const { file, log = silentLog, instrument = (sql) => sql } = options
  const clock = hostClock(globalThis)
  const writing = connect(file, 1)
  const checkpointing = connect(file, 1)
  const reading = connect(file, 2)
  const sessions: Session[] = []
  const open = async (knex: Knex) => {
    const opened = await session(knex)
    sessions.push(opened)
    return opened
  }
  try {
    await writing.migrate.latest({ migrationSource })
    await forgetStatistics(writing)
    const writeSession = await open(writing)
    const readSession = await open(reading)
    const checkpointSession = await open(checkpointing)
    await checkpointSession.sql.get('PRAGMA busy_timeout = 0')
    await rememberLock(checkpointSession.sql, lock)
    const checkpoints = createCheckpoints(checkpointSession.sql, log)
    const watch = createFileWatch(file, clock.elapsed, log)
    const length = createLengthWatch(await realPath(file), log)
    const refusals = createRefusals()
    const writer = createWriter(instrument(whileThere({ watch, length }, writesAtOnce(writeSession.sql))), clock, {
      committed(commands) {
        refusals.end()
        checkpoints.committed(commands)
      },
      refused(error) {
        refusals.add(error)
        if (wantsRoom(error)) checkpoints.makeRoom()
      },
    })
    let looking: Promise<void> = Promise.resolve()
    const stopLooking = clock.every(LOOK_EVERY_MS, () => {
      if (watch.missing() === undefined) looking = length.expectWhole().catch(() => {})
      if (length.cut() === undefined) checkpoints.tick()
    })
    const fault = () => {
      if (watch.missing() !== undefined) return 'database_gone'
      return length.cut() !== undefined || refusals.damaged() ? 'disk' : undefined
    }
    return {
      write: writer.write,
      batched: writer.batched,
      read: readSession.sql,
      query: reading,
      status: () => ({
        fault: fault(),
        refused: refusals.count(),
        walBytes: watch.walBytes(),
      }),
      // The lock keeps others away.
      alone: (task) => task(),
      async close() {
        stopLooking()
        await writer.idle()
        await checkpoints.idle()
        await looking
        for (const each of sessions.toReversed()) await each.release()
        // One after the other, and the last pool has one connection: of two that close at the same moment neither is the
        // last, which copies the log into the database.
        await reading.destroy()
        await checkpointing.destroy()
        await writing.destroy()
        await lock.release()
      },
    }
  } catch (error) {
    // A pool waits for ever for what was taken out of it.
    for (const each of sessions) await each.release()
    await Promise.all([writing.destroy(), checkpointing.destroy(), reading.destroy()])
    throw error
  }
}

/**
 * I1: a COMMIT counts when, after it, the database's files are where the next start looks for them. The look before BEGIN
 * keeps what will be refused out of the lost files, where devices would still read it.
 */
function whileThere({ watch, length }: { watch: FileWatch; length: LengthWatch }, sql: Sql): Sql {
  return {
    ...sql,
    async run(text, values) {
      if (text === 'BEGIN') {
        watch.expectThere()
        await length.expectWhole()
      }
      const changed = await sql.run(text, values)
      if (text === 'COMMIT') {
        watch.expectThere()
        length.grown()
      }
      return changed
    },
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
 * Drops the statistics that somebody's ANALYZE has counted. Without them SQLite takes the indexes that its statements were written for; with
 * counts from another day it may begin a payment by reading every order.
 */
async function forgetStatistics(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasTable('sqlite_stat1'))) return
  await knex.raw('DELETE FROM sqlite_stat1')
  await knex.raw('ANALYZE sqlite_schema')
}

function connect(file: string, connections: number): Knex {
  return knexModule({
    client: 'sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
    // A connection that could not be made is printed, and rejects as well.
    log: { warn() {} },
    pool: {
      min: 0,
      max: connections,
      afterCreate(connection: sqlite3.Database, done: (error: Error | null) => void) {
        connection.exec(PRAGMAS.join(';'), (error) => {
          // The pool forgets one that it could not use, and leaves it open.
          if (error) connection.close(() => done(error))
          else done(null)
        })
      },
    },
  })
}

interface Session {
  sql: Sql
  /** Gives the connection back. */
  release(): Promise<void>
}

/** Takes one raw connection out of the pool, until it is released. */
async function session(knex: Knex): Promise<Session> {
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
