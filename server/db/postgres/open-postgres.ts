import { type Clock, hostClock } from '../../../shared/clock.ts'
import type { Database, Sql } from '../database.ts'
import { StorageError } from '../storage-error.ts'
import type { StorageLog } from '../storage-log.ts'
import { createWriter, type Writer } from '../writer.ts'
import { connect } from './connect.ts'
import { createFeed } from './feed.ts'
import { migrate, openKnex, withStartLock } from './migrate.ts'
import { createPostgresSession, type PostgresSession } from './postgres-session.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  url: string
  log: StorageLog
  /** Draws a whole number from 0 to `n` - 1. */
  below(n: number): number
  /** Wraps the writers' statements; tests stop or fail the process between any two of them. */
  instrument?: (sql: Sql) => Sql
}

/** Writers for commands one by one, beside the one of what comes in batches: a job never holds a payment up. */
const SINGLE_WRITERS = 2
const READERS = 2
/** Pause before the next try to reach a database that is out of reach, milliseconds. */
const RETRY_MS = 500
/** Longest pause before a group that collided is run again, per try, milliseconds. */
const COLLISION_PAUSE_MS = 20

/** The time at which the statement is carried out, and not that of its transaction's beginning. */
const NOW = 'SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now'

/**
 * Opens a PostgreSQL database, beside other servers of it: waits until it can be reached, brings its schema up to date,
 * and returns the writers and readers over it. Rejects with an UnusableDatabaseError, and with the driver's error about
 * the schema.
 */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const { url, log, below, instrument = (sql) => sql } = options
  const clock = hostClock(globalThis)
  await whenReached(options, clock, () => withStartLock(url, clock, () => migrate(url)))
  let away = false
  let broke = false
  const lostListeners: (() => void)[] = []
  const session = (name: string) =>
    createPostgresSession({
      open: () => connect(url, name),
      clock,
      lost: () => {
        broke = true
        for (const listener of lostListeners) listener()
        log.warn({}, 'a connection to the database broke')
      },
      reached: (answered) => {
        away = !answered
      },
    })
  const readers = Array.from({ length: READERS }, () => session('reader'))
  const writeSessions = Array.from({ length: 1 + SINGLE_WRITERS }, () => session('writer'))
  const query = openKnex(url, 'search')
  let refused = 0
  let refusedLast = false
  let collisions = 0
  const writers = writeSessions.map((sql) =>
    createWriter(
      instrument(sql),
      clock,
      {
        committed() {
          refusedLast = false
        },
        refused() {
          refused++
          refusedLast = true
        },
        collided() {
          collisions++
        },
      },
      { apart: true, pauseMs: (tries) => below(COLLISION_PAUSE_MS * tries) },
    ),
  )
  const [batching, ...single] = writers as [Writer, ...Writer[]]
  const leastBusy = () => single.reduce((best, writer) => (writer.waiting() < best.waiting() ? writer : best))
  const feedSession = session('feed')
  const takeBroke = () => {
    const was = broke
    broke = false
    return was
  }
  const reader = createReader(readers)
  const feed = createFeed(feedSession, takeBroke, (listener) => lostListeners.push(listener), clock)
  const all = [...readers, ...writeSessions, feedSession]
  return {
    write: (command) => leastBusy().write(command),
    batched: batching.batched,
    read: reader,
    query,
    status: () => ({
      fault: away ? 'database_away' : undefined,
      refused: refusedLast ? refused : undefined,
      walBytes: undefined,
      shared: {
        connections: all.filter((each) => each.connected()).length,
        busy: all.filter((each) => each.busy() > 0).length,
        collisions,
        ...feed.status(),
      },
    }),
    feed,
    now: async () => (await reader.get<{ now: number }>(NOW))?.now ?? Promise.reject(new StorageError('SILENT')),
    alone: (task) => withStartLock(url, clock, task),
    async close() {
      for (const writer of writers) await writer.idle()
      for (const each of all) await each.release()
      await query.destroy()
    },
  }
}

/** Runs `task` until the database can be reached. */
async function whenReached<T>({ log }: PostgresOptions, clock: Clock, task: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await task()
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      // One line a minute: it may be down for the night.
      if (tries % 120 === 1) log.warn({ err: error }, 'the database is out of reach; waiting for it')
      await new Promise<void>((resolve) => clock.after(RETRY_MS, resolve))
    }
  }
}

/**
 * Reads through whichever session waits for least. A read that a broken connection lost is tried again: it changes nothing,
 * and whoever waits for it would close a device. What breaks one connection breaks all: so often that the last try has a
 * new one.
 */
function createReader(sessions: readonly PostgresSession[]): Sql {
  const leastBusy = () => sessions.reduce((best, each) => (each.busy() < best.busy() ? each : best))
  async function again<T>(read: (sql: Sql) => Promise<T>): Promise<T> {
    for (const _ of sessions) {
      try {
        return await read(leastBusy())
      } catch (error) {
        if (!(error instanceof StorageError)) throw error
      }
    }
    return await read(leastBusy())
  }
  return {
    run: (sql, values) => leastBusy().run(sql, values),
    get: (sql, values) => again((session) => session.get(sql, values)),
    all: (sql, values) => again((session) => session.all(sql, values)),
  }
}
