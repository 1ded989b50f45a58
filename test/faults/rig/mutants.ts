import type { Context } from '../../../server/context.ts'
import type { Sql } from '../../../server/db/database.ts'

/**
 * Servers with one fault each, to see that the checks notice. Made by wrapping what a server is given; its own code is
 * the real one.
 */
export type MutantName =
  | 'answers_before_commit'
  | 'commits_halfway'
  | 'burns_positions'
  | 'closes_twice'
  | 'forgets_the_log'
  | 'never_syncs'
  | 'loses_wakes'
  | 'loses_wakes_and_polls'

export interface Mutant {
  sql?(sql: Sql): Sql
  wake?(wake: Context['wake']): Context['wake']
  /** Whether what asks to be run every so many milliseconds is run. */
  runs?(everyMs: number): boolean
}

const SAVES_EVERY_MS = 500
const POLL_MS = 1_000

export const MUTANTS: Record<MutantName, Mutant> = {
  answers_before_commit: { sql: answerBeforeCommit },
  commits_halfway: {
    sql: (sql) =>
      after(sql, /^INSERT INTO payments/, async () => {
        await sql.run('COMMIT')
        await sql.run('BEGIN')
        await sql.run('SAVEPOINT step')
      }),
  },
  burns_positions: {
    sql: (sql) =>
      before(sql, /^UPDATE stores SET head_seq/, async () => {
        await sql.run('UPDATE stores SET head_seq = head_seq + 1')
      }),
  },
  closes_twice: {
    sql: (sql) =>
      after(sql, /^INSERT INTO reminder_log/, async () => {
        const [last] = await sql.all<{ store_id: string; what: string }>(
          'SELECT store_id, what FROM reminder_log ORDER BY rowid DESC LIMIT 1',
        )
        if (last?.what !== 'close') return
        await sql.run(
          `INSERT INTO reminder_log (store_id, seq, event_id, what, reminder_id, n, body, at)
           SELECT store_id, seq + 1, event_id || 'x', what, reminder_id, n, body, at FROM reminder_log
            WHERE store_id = ? ORDER BY seq DESC LIMIT 1`,
          [last.store_id],
        )
        await sql.run('UPDATE stores SET head_seq = head_seq + 1 WHERE id = ?', [last.store_id])
      }),
  },
  forgets_the_log: { sql: (sql) => insteadOf(sql, /^INSERT INTO reminder_log/, async () => 1) },
  never_syncs: { sql: (sql) => onceBefore(sql, () => sql.run('PRAGMA synchronous = OFF')) },
  loses_wakes: { wake: () => () => {} },
  loses_wakes_and_polls: { wake: () => () => {}, runs: (everyMs) => everyMs !== POLL_MS },
}

type Values = NonNullable<Parameters<Sql['run']>[1]>

/** The same session, with `wrap` around each of its calls. */
function wrapped(sql: Sql, wrap: (text: string, values: Values, go: () => Promise<unknown>) => Promise<unknown>): Sql {
  return {
    run: (text, values = []) => wrap(text, values, () => sql.run(text, values)) as Promise<number>,
    get: <Row>(text: string, values: Values = []) =>
      wrap(text, values, () => sql.get<Row>(text, values)) as Promise<Row | undefined>,
    all: <Row>(text: string, values: Values = []) =>
      wrap(text, values, () => sql.all<Row>(text, values)) as Promise<Row[]>,
  }
}

function before(sql: Sql, statement: RegExp, first: () => Promise<void>): Sql {
  return wrapped(sql, async (text, _values, go) => {
    if (statement.test(text.trim())) await first()
    return await go()
  })
}

function after(sql: Sql, statement: RegExp, then: () => Promise<void>): Sql {
  return wrapped(sql, async (text, _values, go) => {
    const result = await go()
    if (statement.test(text.trim())) await then()
    return result
  })
}

function insteadOf(sql: Sql, statement: RegExp, other: () => Promise<unknown>): Sql {
  return wrapped(sql, (text, _values, go) => (statement.test(text.trim()) ? other() : go()))
}

function onceBefore(sql: Sql, first: () => Promise<unknown>): Sql {
  let done: Promise<unknown> | undefined
  return wrapped(sql, async (_text, _values, go) => {
    done ??= first()
    await done
    return await go()
  })
}

/** Saves now and then, as some brokers do: most COMMITs are acknowledged and left to a later one. */
function answerBeforeCommit(sql: Sql): Sql {
  let openedAt: number | undefined
  return wrapped(sql, async (text, _values, go) => {
    if (text === 'BEGIN') {
      if (openedAt !== undefined) return 0
      openedAt = performance.now()
    } else if (text === 'COMMIT') {
      if (performance.now() - (openedAt ?? 0) < SAVES_EVERY_MS) return 0
      openedAt = undefined
    }
    return await go()
  })
}
