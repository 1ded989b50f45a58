import type { Sql, SqlValue } from './database.ts'

/** Rows in one statement. A fixed number, so that the text is always the same and is prepared once. */
const ROWS = 50

/**
 * Runs one statement for many rows at a time instead of one for each: what a statement costs is mostly the way to the
 * database's thread and back (docs/performance.md). `statement` gets a `VALUES` list to stand in a FROM; its columns are
 * called `column1`, `column2` … and have the SQL types of `columns`. The last row may be given several times: the
 * statement must not mind.
 */
export async function runForRows(
  sql: Sql,
  columns: readonly string[],
  statement: (values: string) => string,
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  const row = `(${columns.map((type) => `CAST(? AS ${type})`).join(', ')})`
  const text = statement(`(VALUES ${Array(ROWS).fill(row).join(', ')})`)
  for (let from = 0; from < rows.length; from += ROWS) {
    const some = rows.slice(from, from + ROWS)
    while (some.length < ROWS) some.push(some.at(-1) ?? [])
    await sql.run(text, some.flat())
  }
}
