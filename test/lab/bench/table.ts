export type Column<Row> = readonly [head: string, value: (row: Row) => string]

/** A table for a terminal, every column to the right. */
export function formatTable<Row>(columns: readonly Column<Row>[], results: readonly Row[]): string {
  const rows = [columns.map(([head]) => head), ...results.map((result) => columns.map(([, value]) => value(result)))]
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')).join('\n')
}

/** Milliseconds with three digits or so; a dash where there is none. */
export function ms(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}
