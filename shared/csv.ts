/** A cell: a text of anybody, a number of ours, or nothing. */
export type CsvCell = string | number | null

/** The byte order mark by which Excel reads UTF-8 as such; without it Chinese is garbled. */
const BOM = '\ufeff'

/**
 * The beginnings by which a spreadsheet takes a cell for a formula (OWASP, CSV injection), full-width writings included;
 * also behind `;`, a tab or a line break, at which a spreadsheet of another country may cut the cell.
 */
const FORMULA = /(^|[;\t\r\n])(\s*)(?=[=+\-@＝＋－＠|%])/gu

/**
 * Writes rows as CSV (RFC 4180: commas, CRLF, quotes doubled), with the mark by which spreadsheets read it as UTF-8. A
 * text that a spreadsheet would run as a formula gets a `'` before it; a number is written as it is.
 */
export function writeCsv(rows: readonly (readonly CsvCell[])[]): string {
  return BOM + rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('')
}

function writeCell(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  return `"${cell.toWellFormed().replaceAll('\u0000', '').replace(FORMULA, "$1'$2").replaceAll('"', '""')}"`
}
