import type { Context } from '../../../server/context/context.ts'
import type { Sql } from '../../../server/db/database.ts'
import { asStorageError } from '../../../server/db/storage-error.ts'
import type { Edit } from './edit.ts'

/**
 * Servers with one fault each, to see that the checks notice. Made by wrapping what a server is given, and by a change
 * of a line in what the process runs; nothing that is shipped knows of them.
 */
export type MutantName =
  | 'answers_before_commit'
  | 'burns_positions'
  | 'closes_twice'
  | 'commits_halfway'
  | 'commits_out_of_order'
  | 'does_not_log_the_end'
  | 'fails_once'
  | 'forgets_its_answers'
  | 'forgets_the_log'
  | 'keeps_the_ladder_in_memory'
  | 'loses_wakes'
  | 'loses_wakes_and_polls'
  | 'never_syncs'
  | 'numbers_outside_the_transaction'
  | 'resumes_by_seq_alone'
  | 'rings_again_for_a_duplicate'
  | 'skips_an_entry'
  | 'snapshots_without_the_newest'
  | 'takes_any_amount'
  | 'wakes_other_stores'

export interface Mutant {
  sql?(sql: Sql): Sql
  wake?(wake: Context['wake']): Context['wake']
  /** Whether what asks to be run every so many milliseconds is run. */
  runs?(everyMs: number): boolean
  /** In the code of the process. */
  edits?: readonly Edit[]
}

/** COMMITs; more than a small run has. */
const SAVES_EVERY = 50
const POLL_MS = 1_000

export const MUTANTS: Record<MutantName, Mutant> = {
  answers_before_commit: { sql: answerBeforeCommit },
  commits_halfway: {
    sql: (sql) =>
      after(sql, /^INSERT INTO payments/, async () => {
        await sql.run('COMMIT')
        await sql.run('BEGIN')
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
  commits_out_of_order: { sql: neverCommitsTheFirst },
  does_not_log_the_end: {
    edits: [{ find: /positions\.map\(\(position\) => closeEntry\(/, put: '[].map((position) => closeEntry(' }],
  },
  fails_once: { sql: (sql) => failsOnce(sql, /^INSERT INTO reminder_log/) },
  forgets_its_answers: { sql: (sql) => insteadOf(sql, /^INSERT INTO idempotency/, async () => 1) },
  forgets_the_log: { sql: (sql) => insteadOf(sql, /^INSERT INTO reminder_log/, async () => 1) },
  keeps_the_ladder_in_memory: {
    edits: [
      { find: /next_alert_at: nextAlertAt\(at, at, at \+ ctx\.policy\.reminderExpiryMs\)/, put: 'next_alert_at: null' },
    ],
  },
  loses_wakes: { wake: () => () => {} },
  loses_wakes_and_polls: { wake: () => () => {}, runs: (everyMs) => everyMs !== POLL_MS },
  never_syncs: { sql: (sql) => onceBefore(sql, () => sql.run('PRAGMA synchronous = OFF')) },
  numbers_outside_the_transaction: { sql: (sql) => failsOnce(keepsPositions(sql), /^INSERT INTO reminder_log/) },
  resumes_by_seq_alone: { edits: [{ find: /\w+ !== \w+\.eventId\)/, put: 'false)' }] },
  rings_again_for_a_duplicate: {
    edits: [
      {
        find: /if \(stored === void 0\) return await recordedBefore\(/,
        put: `if (stored === void 0)
                await raiseReminders(tx, ctx, [{ order, kind: "new_order", dedupe: ctx.random.id("rm") }]); $&`,
      },
    ],
  },
  skips_an_entry: { edits: [{ find: /deps\.send\(entry\.body\);/, put: 'if (entry.seq !== 2) $&' }] },
  snapshots_without_the_newest: {
    edits: [{ find: /open: open\.map\(\(row\) => reminderFrame\(row, \w+\)\)/, put: '$&.slice(0, -1)' }],
  },
  takes_any_amount: {
    sql: (sql) => rephrased(sql, (text) => text.replace('orders.amount_minor = paid.amount_minor', 'TRUE')),
  },
  wakes_other_stores: { wake: wakeAll },
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

function rephrased(sql: Sql, rephrase: (text: string) => string): Sql {
  return {
    run: (text, values) => sql.run(rephrase(text), values),
    get: (text, values) => sql.get(rephrase(text), values),
    all: (text, values) => sql.all(rephrase(text), values),
  }
}

/** The disk is full when the first of these is to be written. */
function failsOnce(sql: Sql, statement: RegExp): Sql {
  let failed = false
  return before(sql, statement, async () => {
    if (failed) return
    failed = true
    throw asStorageError(Object.assign(new Error('SQLITE_FULL'), { code: 'SQLITE_FULL' }))
  })
}

/** Positions as a sequence gives them: no rollback takes them back. */
function keepsPositions(sql: Sql): Sql {
  let heads: { id: string; head_seq: number }[] = []
  const counted = after(sql, /^UPDATE stores SET head_seq/, async () => {
    heads = await sql.all('SELECT id, head_seq FROM stores')
  })
  return after(counted, /^ROLLBACK/, async () => {
    for (const { id, head_seq } of heads) await sql.run('UPDATE stores SET head_seq = ? WHERE id = ?', [head_seq, id])
  })
}

/** The transaction with the first position is still open when the others are done; then the process ends. */
function neverCommitsTheFirst(sql: Sql): Sql {
  let first = true
  return wrapped(sql, async (text, _values, go) => {
    if (!first || !text.startsWith('INSERT INTO reminder_log')) return await go()
    first = false
    return 1
  })
}

function wakeAll(wake: Context['wake']): Context['wake'] {
  const stores = new Set<string>()
  return (storeId, head, entry) => {
    stores.add(storeId)
    for (const id of stores) wake(id, head, entry)
  }
}

/** Saves now and then, as some brokers do: most COMMITs are acknowledged and left to a later one. */
function answerBeforeCommit(sql: Sql): Sql {
  let open = false
  let commits = 0
  return wrapped(sql, async (text, _values, go) => {
    if (text === 'BEGIN') {
      if (open) return 0
      open = true
    } else if (text === 'COMMIT') {
      if (++commits % SAVES_EVERY !== 0) return 0
      open = false
    }
    return await go()
  })
}
