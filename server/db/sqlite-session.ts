import type sqlite3 from 'sqlite3'
import type { Sql, SqlValue } from './database.ts'
import { asStorageError } from './storage-error.ts'

/** More different statements than the program has; beyond it the oldest is let go. */
const MAX_STATEMENTS = 200

export interface SqliteSession extends Sql {
  /** Lets the prepared statements go, so that the connection can be closed. */
  release(): Promise<void>
}

/**
 * Prepared statements, kept, over one raw sqlite3 connection: a third of the cost of a round trip through a query
 * builder's runner (docs/performance.md). Each call is awaited by its caller before the next on the same connection:
 * node-sqlite3 does not order runs of different prepared statements.
 */
export function createSqliteSession(connection: sqlite3.Database): SqliteSession {
  const statements = new Map<string, sqlite3.Statement>()

  function prepare(sql: string): sqlite3.Statement {
    const known = statements.get(sql)
    if (known !== undefined) return known
    // A statement that cannot be prepared reports the error again when it is run; this listener only keeps it quiet.
    const statement = connection.prepare(sql, () => {})
    statements.set(sql, statement)
    const oldest = statements.size > MAX_STATEMENTS ? statements.entries().next().value : undefined
    if (oldest !== undefined) {
      statements.delete(oldest[0])
      oldest[1].finalize()
    }
    return statement
  }

  // `all` even for one row: node-sqlite3's `get` leaves the statement open, and an open one blocks COMMIT.
  function all<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      prepare(sql).all<Row>(values, (error, rows) => {
        if (error) {
          statements.delete(sql)
          reject(asStorageError(error))
        } else resolve(rows)
      })
    })
  }

  return {
    all,
    get: async <Row>(sql: string, values?: readonly SqlValue[]) => (await all<Row>(sql, values))[0],
    run: (sql, values = []) =>
      new Promise((resolve, reject) => {
        prepare(sql).run(values, function (error) {
          if (error) {
            statements.delete(sql)
            reject(asStorageError(error))
          } else resolve(this.changes)
        })
      }),
    async release() {
      const open = [...statements.values()]
      statements.clear()
      await Promise.all(open.map((statement) => new Promise<void>((resolve) => statement.finalize(() => resolve()))))
    },
  }
}
