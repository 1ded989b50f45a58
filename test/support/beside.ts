import { onTestFinished } from 'vitest'
import type { Database, Tx } from '../../server/db/database.ts'

/**
 * Makes the context of a server beside which another one works on the same database: just before the first statement of
 * a transaction that matches `before`, `meanwhile` runs with the context of the other server, as if that had committed at
 * this moment. PostgreSQL shows a transaction what others commit between two of its statements; here the other's work is
 * done in the same transaction, which every engine can. The test fails when no statement matched.
 */
export function beside<C extends { db: Database }>(
  ctx: C,
  before: RegExp,
  meanwhile: (other: C, tx: Tx) => Promise<unknown>,
): C {
  let met = false
  onTestFinished(() => {
    if (!met) throw new Error(`no statement was ${before}`)
  })

  function watched(tx: Tx): Tx {
    async function look(sql: string): Promise<void> {
      if (met || !before.test(sql)) return
      met = true
      await meanwhile({ ...ctx, db: within(ctx.db, tx) }, tx)
    }
    return {
      ...tx,
      run: (sql, values) => look(sql).then(() => tx.run(sql, values)),
      get: <Row>(sql: string, values?: Parameters<Tx['get']>[1]) => look(sql).then(() => tx.get<Row>(sql, values)),
      all: <Row>(sql: string, values?: Parameters<Tx['all']>[1]) => look(sql).then(() => tx.all<Row>(sql, values)),
    }
  }
  return { ...ctx, db: throughWrites(ctx.db, watched) }
}

/** Makes a database whose commands get a transaction that `wrap` has made of theirs. */
export function throughWrites(db: Database, wrap: (tx: Tx) => Tx): Database {
  return {
    ...db,
    write: (command) => db.write((tx) => command(wrap(tx))),
    batched: (command) => db.batched((tx, items) => command(wrap(tx), items)),
  }
}

/** Makes a database whose commands run, one after the other, and read, inside one transaction. */
function within(db: Database, tx: Tx): Database {
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = last.then(task)
    last = turn.catch(() => {})
    return turn
  }
  return {
    ...db,
    read: {
      run: (sql, values) => inTurn(() => tx.run(sql, values)),
      get: <Row>(sql: string, values?: Parameters<Tx['get']>[1]) => inTurn(() => tx.get<Row>(sql, values)),
      all: <Row>(sql: string, values?: Parameters<Tx['all']>[1]) => inTurn(() => tx.all<Row>(sql, values)),
    },
    write: (command) => inTurn(() => command(tx)),
    batched: (command) => async (item) => {
      const [result] = await inTurn(() => command(tx, [item]))
      if (result instanceof Error) throw result
      return result as Exclude<typeof result, Error | undefined>
    },
  }
}
