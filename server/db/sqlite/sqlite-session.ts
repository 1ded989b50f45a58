import type sqlite3 from 'sqlite3'
import type { Sql, SqlValue } from '../database.ts'
import { asStorageError } from '../storage-error.ts'

/** More different statements than the program has; beyond it the oldest is let go. */
const MAX_STATEMENTS = 400

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
  const statements = new Map<string, Promise<sqlite3.Statement>>()

  function prepare(sql: string): Promise<sqlite3.Statement> {
    const known = statements.get(sql)
    if (known !== undefined) return known
    // Waited for, because a statement that could not be prepared never calls back when it is run.
    const prepared = new Promise<sqlite3.Statement>((resolve, reject) => {
      const statement = connection.prepare(sql, (error: Error | null) => (error ? reject(error) : resolve(statement)))
    })
    statements.set(sql, prepared)
    const oldest = statements.size > MAX_STATEMENTS ? statements.keys().next().value : undefined
    if (oldest !== undefined) letGo(oldest)
    return prepared
  }

  function letGo(sql: string): void {
    statements
      .get(sql)
      ?.then((statement) => statement.finalize())
      .catch(() => {})
    statements.delete(sql)
  }

  /** A statement that failed is prepared anew the next time. */
  async function withStatement<T>(sql: string, use: (statement: sqlite3.Statement) => Promise<T>): Promise<T> {
    try {
      return await use(await prepare(sql))
    } catch (error) {
      letGo(sql)
      throw asStorageError(error)
    }
  }

  // `all` even for one row: node-sqlite3's `get` leaves the statement open, and an open one blocks COMMIT.
  const all = <Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> =>
    withStatement(
      sql,
      (statement) =>
        new Promise((resolve, reject) => {
          statement.all<Row>(values, (error, rows) => (error ? reject(error) : resolve(rows)))
        }),
    )

  return {
    all,
    get: async <Row>(sql: string, values?: readonly SqlValue[]) => (await all<Row>(sql, values))[0],
    run: (sql, values = []) =>
      withStatement(
        sql,
        (statement) =>
          new Promise((resolve, reject) => {
            statement.run(values, function (error) {
              if (error) reject(error)
              else resolve(this.changes)
            })
          }),
      ),
    async release() {
      const open = await Promise.allSettled(statements.values())
      statements.clear()
      for (const result of open) {
        if (result.status === 'fulfilled') await new Promise<void>((resolve) => result.value.finalize(() => resolve()))
      }
    },
  }
}
