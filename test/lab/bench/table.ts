import { groupBy } from '../check/group-by.ts'

/** A number in a table, with the way to write it: repetitions come to its median and range. */
export interface Figure {
  value: number
  write(value: number): string
}

/** A text names the row; a figure is measured. */
export type Cell = string | Figure

export type Column<Row> = readonly [head: string, cell: (row: Row) => Cell]

/** Rows that were measured, with all that is needed to print them, alone or together with their repetitions. */
export interface Table {
  title?: string
  heads: readonly string[]
  rows: readonly (readonly Cell[])[]
}

/** Makes a table; nothing is written yet. */
export function table<Row>(columns: readonly Column<Row>[], results: readonly Row[], title?: string): Table {
  return {
    ...(title !== undefined && { title }),
    heads: columns.map(([head]) => head),
    rows: results.map((result) => columns.map(([, cell]) => cell(result))),
  }
}

/** Writes a table in Markdown, with columns of equal width for a terminal: texts to the left, figures to the right. */
export function formatTable<Row>(columns: readonly Column<Row>[], results: readonly Row[]): string {
  return writeTable(table(columns, results))
}

/** Writes a table as {@link formatTable} does. */
export function writeTable({ title, heads, rows }: Table): string {
  const right = heads.map((_, column) => rows.some((row) => isFigure(row[column])))
  const texts = [heads, ...rows.map((row) => row.map((cell) => (isFigure(cell) ? cell.write(cell.value) : cell)))]
  const widths = heads.map((_, column) => Math.max(3, ...texts.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const padded = texts.map((row) =>
    line(
      widths.map((width, column) =>
        right[column] ? (row[column] ?? '').padStart(width) : (row[column] ?? '').padEnd(width),
      ),
    ),
  )
  const rule = line(widths.map((width, column) => (right[column] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))))
  return [...(title === undefined ? [] : [title, '']), padded[0], rule, ...padded.slice(1)].join('\n')
}

/**
 * Joins the same table of several repetitions: rows whose texts are the same become one, each of its figures the median
 * and the range of theirs, in front the number of repetitions that had such a row. One repetition stays as it is.
 */
export function joinTables(repetitions: readonly Table[]): Table {
  const [first] = repetitions
  if (first === undefined || (repetitions.length === 1 && rowsAreApart(first))) return first ?? { heads: [], rows: [] }
  const groups = groupBy(
    repetitions.flatMap(({ rows }) => rows),
    nameOf,
  )
  const rows = [...groups.values()].map((group) => [String(group.length), ...joinRows(group)])
  return { ...first, heads: ['runs', ...first.heads], rows }
}

function rowsAreApart({ rows }: Table): boolean {
  return new Set(rows.map(nameOf)).size === rows.length
}

function nameOf(row: readonly Cell[]): string {
  return JSON.stringify(row.filter((cell) => !isFigure(cell)))
}

function joinRows(group: readonly (readonly Cell[])[]): Cell[] {
  return (group[0] ?? []).map((cell, column) => {
    if (!isFigure(cell)) return cell
    const values = group.flatMap((row) => {
      const other = row[column]
      return other !== undefined && isFigure(other) && !Number.isNaN(other.value) ? [other.value] : []
    })
    const [least, most] = [Math.min(...values), Math.max(...values)].map(cell.write)
    const range = values.length < 2 || least === most ? '' : ` [${least}–${most}]`
    return { value: median(values), write: (value) => `${cell.write(value)}${range}` }
  })
}

/** The value in the middle, or the mean of the two there. `NaN` when there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const below = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
  const above = sorted[Math.ceil((sorted.length - 1) / 2)] ?? Number.NaN
  return (below + above) / 2
}

function isFigure(cell: Cell | undefined): cell is Figure {
  return typeof cell === 'object'
}

/** A dash where there is no number. */
function figure(value: number, write: (value: number) => string): Figure {
  return { value, write: (one) => (Number.isNaN(one) ? '–' : write(one)) }
}

/** A number without decimals, or with as many as `digits`. */
export function plain(value: number, digits = 0): Figure {
  return figure(value, (one) => one.toFixed(digits))
}

/** Milliseconds with three digits or so. */
export function millis(value: number): Figure {
  return figure(value, ms)
}

/** A share, in percent. */
export function share(value: number): Figure {
  return figure(value, percent)
}

/** Milliseconds with three digits or so; a dash where there is none. */
export function ms(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
}

export function percent(value: number): string {
  return `${(value * 100).toFixed(0)} %`
}
