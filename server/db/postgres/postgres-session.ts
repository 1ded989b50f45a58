import type pg from 'pg'
import type { Clock } from '../../../shared/clock.ts'
import type { Sql, SqlValue } from '../database.ts'
import { asStorageError, CollisionError, StorageError } from '../storage-error.ts'
import type { Connection } from './connect.ts'
import { inPostgres } from './in-postgres.ts'

/** Longest time for the answer to one statement, milliseconds; then the server is taken to be out of reach. */
const ANSWER_WITHIN_MS = 15_000
/**
 * Time after a try to connect that failed in which statements are refused for the same reason, milliseconds. The feed alone
 * looks forty times a second at each node: a database that recovers would make a process for each of these.
 */
const REOPEN_AFTER_MS = 250
/** The words of a transaction, which are not worth preparing. */
const OF_TRANSACTION = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/

export interface PostgresSession extends Sql {
  /** The number of statements that wait for an answer. */
  busy(): number
  /** Whether its connection stands. */
  connected(): boolean
  release(): Promise<void>
}

export interface SessionDeps {
  open(): Promise<Connection>
  clock: Pick<Clock, 'after' | 'elapsed'>
  /** Called when a connection that stood is gone, and was not released. */
  lost(): void
  /** Called with whether the server answered, whatever it said. */
  reached(answered: boolean): void
}

/**
 * Prepared statements, kept, over one connection, which is opened by the first statement, and again by the first one after
 * it broke. A transaction is never continued on another connection: its next statement is refused instead. Statements are
 * asked one after the other, in the order of the calls.
 */
export function createPostgresSession({ open, clock, lost, reached }: SessionDeps): PostgresSession {
  const texts = new Map<string, { name: string; text: string }>()
  let named = 0
  let current: Promise<Connection> | undefined
  let waiting = 0
  /** Settles with the answer to the latest statement. */
  let latest: Promise<unknown> = Promise.resolve()
  let released = false
  let connected = false
  /** The latest try to connect, when it failed. */
  let failed: { error: unknown; at: number } | undefined
  /** Whether a transaction was begun whose end has not been asked for; `broken`: its connection is gone. */
  let transaction: 'none' | 'begun' | 'broken' = 'none'

  function connection(): Promise<Connection> {
    if (released) return Promise.reject(new StorageError('RELEASED'))
    if (current !== undefined) return current
    if (failed !== undefined && clock.elapsed() - failed.at < REOPEN_AFTER_MS) return Promise.reject(failed.error)
    const opening = open().then(
      (opened) => {
        connected = true
        failed = undefined
        for (const event of ['error', 'end']) opened.client.once(event, () => gone(opening))
        return opened
      },
      (error: unknown) => {
        failed = { error, at: clock.elapsed() }
        reached(false)
        forget(opening)
        throw error
      },
    )
    current = opening
    return opening
  }

  function forget(which: Promise<Connection>): void {
    if (current !== which) return
    current = undefined
    connected = false
    if (transaction === 'begun') transaction = 'broken'
  }

  function gone(which: Promise<Connection>): void {
    if (current !== which || released) return
    forget(which)
    reached(false)
    lost()
  }

  function prepared(sql: string): { name: string; text: string } {
    const known = texts.get(sql)
    if (known !== undefined) return known
    const fresh = { name: `s${++named}`, text: inPostgres(sql) }
    texts.set(sql, fresh)
    return fresh
  }

  async function ask(sql: string, values: readonly SqlValue[]): Promise<pg.QueryResult> {
    const ofTransaction = OF_TRANSACTION.exec(sql)?.[1]
    if (transaction === 'broken' && ofTransaction !== 'BEGIN') {
      if (ofTransaction === 'ROLLBACK') transaction = 'none'
      throw new StorageError('CONNECTION')
    }
    const opening = connection()
    const { client, cut } = await opening
    if (ofTransaction === 'BEGIN') transaction = 'begun'
    const overdue = clock.after(ANSWER_WITHIN_MS, cut)
    try {
      const asked = ofTransaction === undefined ? { ...prepared(sql), values: values.map(withoutNul) } : sql
      const answer = await client.query(asked)
      reached(true)
      return answer
    } catch (error) {
      // Its end is told a moment later: until then the next statement would be lost on it as well.
      if (isOver(error)) {
        gone(opening)
        cut()
      }
      throw error
    } finally {
      overdue()
      if (transaction === 'begun' && (sql === 'COMMIT' || sql === 'ROLLBACK')) transaction = 'none'
    }
  }

  async function query(sql: string, values: readonly SqlValue[] = []): Promise<pg.QueryResult> {
    waiting++
    const answer = latest.then(() => ask(sql, values))
    latest = answer.catch(() => {})
    try {
      return await answer
    } catch (error) {
      const told = asStorageError(error)
      // Its table was altered: prepared under a new name it is planned anew.
      if (told instanceof CollisionError && told.message === '0A000') texts.delete(sql)
      throw told
    } finally {
      waiting--
    }
  }

  return {
    run: async (sql, values) => (await query(sql, values)).rowCount ?? 0,
    get: async <Row>(sql: string, values?: readonly SqlValue[]) =>
      (await query(sql, values)).rows[0] as Row | undefined,
    all: async <Row>(sql: string, values?: readonly SqlValue[]) => (await query(sql, values)).rows as Row[],
    busy: () => waiting,
    connected: () => connected,
    async release() {
      released = true
      const opened = await current?.catch(() => undefined)
      if (opened === undefined) return
      const overdue = clock.after(ANSWER_WITHIN_MS, opened.cut)
      await opened.client.end().catch(() => {})
      overdue()
    },
  }
}

/**
 * SQLSTATEs after which a connection is of no use: it broke (08), it was ended (57P, 25P03), or what it leads to is a standby
 * now (25006). The driver's own words for it have no code.
 */
const OVER = /^(08|57P|25006|25P03|CONNECTION|E[A-Z])/

function isOver(error: unknown): boolean {
  const told = asStorageError(error)
  return told instanceof StorageError && OVER.test(told.message)
}

/** PostgreSQL's texts hold no NUL. None of ours does either, and one that is looked for is found nowhere: so it stays. */
function withoutNul(value: SqlValue): SqlValue {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value
}
