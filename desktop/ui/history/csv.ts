/** A spreadsheet reads a cell that begins so as a formula, also in the full width of Chinese input (OWASP, CSV injection). */
const FORMULA = /^[\s\p{Cf}]*[=+\-@|%＝＋－＠]/u
/** A spreadsheet turns longer numbers into others: it keeps fifteen digits. */
const LONG_NUMBER = /^\d{16,}$/

/** Writes a text as a cell that no spreadsheet runs or rounds: what could be a formula is marked as text by an apostrophe. */
export function textCell(text: string): string {
  // Cells may have lines; other control characters have no place in a table.
  const plain = text.replace(/[^\P{Cc}\n]/gu, ' ')
  return quoted(FORMULA.test(plain) || LONG_NUMBER.test(plain) ? `'${plain}` : plain)
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/**
 * Writes a table as CSV (RFC 4180) with the mark at its beginning by which spreadsheets know UTF-8. Rows are cells of
 * {@link textCell}, or numbers as they are.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => `${row.join(',')}\r\n`).join('')}`
}
