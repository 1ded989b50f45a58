import sqlite3 from 'sqlite3'

/** A connection of our own, beside everything that the server puts around its database. */
export interface RawSqlite {
  exec(sql: string): Promise<void>
  all<Row>(sql: string): Promise<Row[]>
  close(): Promise<void>
}

export async function openRawSqlite(file: string): Promise<RawSqlite> {
  const db = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(file, (error) => (error ? reject(error) : resolve(opened)))
  })
  const settle = (resolve: () => void, reject: (error: Error) => void) => (error: Error | null) =>
    error ? reject(error) : resolve()
  return {
    exec: (sql) => new Promise((resolve, reject) => db.exec(sql, settle(resolve, reject))),
    all: <Row>(sql: string) =>
      new Promise<Row[]>((resolve, reject) => {
        db.all<Row>(sql, (error, rows) => (error ? reject(error) : resolve(rows)))
      }),
    close: () => new Promise((resolve, reject) => db.close(settle(resolve, reject))),
  }
}

/**
 * Adds a row to `table` for each number from `from` to `to`: `columns` gives the SQL expression of each column, over the
 * number `copy`.
 */
export async function insertCopies(
  db: RawSqlite,
  table: string,
  columns: Record<string, string>,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const names = Object.keys(columns).map((name) => `"${name}"`)
  await db.exec(
    `WITH RECURSIVE copies(copy) AS (VALUES (${from}) UNION ALL SELECT copy + 1 FROM copies WHERE copy < ${to})
     INSERT INTO ${table} (${names}) SELECT ${Object.values(columns)} FROM copies`,
  )
}
