import type { SqlValue } from './database.ts'

/** SQL types that a column of {@link bulkRows} may have. */
type ColumnType = 'TEXT' | 'BIGINT' | 'INTEGER'

/**
 * Describes a table of rows that travels as one JSON value, so that one statement does the work of many: a statement
 * costs mostly the way to the database's thread and back (docs/performance.md). Its text is the same for any number of
 * rows, so that it is prepared once.
 *
 * `table` stands in a FROM and has the given columns; bind `values(rows)` to its one `?`. `names` lists the columns.
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
