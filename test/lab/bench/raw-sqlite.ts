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
 * Copies the one row of `table` that `where` names, once for each number from `from` to `to`: what `columns` gives for a
 * column is an SQL expression over the number `copy` and the row `t`, everything else stays. So a row that the server made
 * itself becomes millions of its kind, whatever columns its table has.
 */
export async function multiplyRow(
  db: RawSqlite,
  row: { table: string; where: string; columns: Record<string, string> },
  from: number,
  to: number,
): Promise<void> {
  const all = (await db.all<{ name: string; pk: number }>(`PRAGMA table_info(${row.table})`)).filter(
    // An automatic id stays automatic unless it is given.
    ({ name }) => name !== 'id' || row.columns['id'] !== undefined,
  )
  const missing = Object.keys(row.columns).filter((given) => !all.some(({ name }) => name === given))
  if (missing.length > 0) throw new Error(`${row.table} has no ${missing.join(', ')} any more`)
  await db.exec(
    `WITH RECURSIVE copies(copy) AS (VALUES (${from}) UNION ALL SELECT copy + 1 FROM copies WHERE copy < ${to})
     INSERT INTO ${row.table} (${all.map(({ name }) => `"${name}"`).join(', ')})
     SELECT ${all.map(({ name }) => row.columns[name] ?? `t."${name}"`).join(', ')}
       FROM copies, (SELECT * FROM ${row.table} WHERE ${row.where}) AS t`,
  )
}
