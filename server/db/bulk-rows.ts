import type { SqlValue } from './database.ts'

/** SQL types that a column of {@link bulkRows} may have. */
type ColumnType = 'TEXT' | 'BIGINT' | 'INTEGER'

/**
 * Many rows as one value, so that one statement does the work of many: what a statement costs is mostly the way to the
 * database's thread and back (docs/performance.md), and its text is the same for any number of rows, so that it is
 * prepared once.
 *
 * `table` stands in a FROM and has the given columns; bind `values(rows)` to its one `?`.
 */
export function bulkRows<Column extends string>(columns: Readonly<Record<Column, ColumnType>>) {
  const entries = Object.entries<ColumnType>(columns)
  const names = entries.map(([name]) => name) as Column[]
  const fields = entries.map(([name, type], index) => `CAST(value ->> ${index} AS ${type}) AS ${name}`)
  return {
    names: names.join(', '),
    table: `(SELECT ${fields.join(', ')} FROM json_each(?))`,
    values: (rows: readonly Readonly<Record<Column, SqlValue>>[]): string =>
      JSON.stringify(rows.map((row) => names.map((name) => row[name]))),
  }
}
