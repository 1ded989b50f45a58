import type { SqlValue } from './database.ts'

/** SQL types that a column of {@link bulkRows} may have. */
type ColumnType = 'TEXT' | 'BIGINT' | 'INTEGER'

/** Rows as a table: `table` stands in a FROM, `values` are bound to its `?`. */
export interface BulkTable {
  table: string
  values: SqlValue[]
}

/**
 * Describes a table of rows whose values are bound, so that one statement does the work of many: a statement costs
 * mostly the way to the database's thread and back (docs/performance.md). `names` lists the columns; `of` makes the table
 * of some rows, of which the first column must not be null.
 *
 * The text knows a few numbers of rows only, so that few texts are prepared: a row that is not filled is bound to NULL,
 * and is none.
 */
export function bulkRows<Column extends string>(columns: Readonly<Record<Column, ColumnType>>) {
  const entries = Object.entries<ColumnType>(columns)
  const names = entries.map(([name]) => name) as Column[]
  const fields = entries.map(([name, type], index) => `CAST(column${index + 1} AS ${type}) AS ${name}`).join(', ')
  const row = `(${names.map(() => '?').join(', ')})`
  return {
    names: names.join(', '),
    of(rows: readonly Readonly<Record<Column, SqlValue>>[]): BulkTable {
      const size = places(rows.length)
      const values: SqlValue[] = []
      for (const one of rows) for (const name of names) values.push(one[name])
      while (values.length < size * names.length) values.push(null)
      return {
        table: `(SELECT ${fields} FROM (VALUES ${row}${`, ${row}`.repeat(size - 1)}) AS bound WHERE column1 IS NOT NULL)`,
        values,
      }
    },
  }
}

/** Rounds a number of rows up to a power of two, or to three quarters of one: 1, 2, 3, 4, 6, 8, 12, 16 … */
function places(rows: number): number {
  const power = 2 ** Math.ceil(Math.log2(Math.max(1, rows)))
  return power >= 4 && rows <= 0.75 * power ? 0.75 * power : power
}
