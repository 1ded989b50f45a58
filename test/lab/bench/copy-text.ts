/** A value of a row as SQLite's driver reads it. */
export type Value = string | number | Buffer | null
export type Row = Record<string, Value>

/** A part of a text that is another one in each copy, and the SQL expression for it. */
export type Replacement = readonly [from: string, to: string]

/** A time of these years in milliseconds, as a number of its own. */
const TIME = /\b1[6-9]\d{11}\b/

/** Whether a number is a time of these years. */
export function isTime(value: Value): value is number {
  return typeof value === 'number' && TIME.test(String(value))
}

/**
 * Makes the SQL expression of a copy's text: the original with every replacement carried out, and every time in it as `time`
 * has it. What stands earlier in `replacements` counts first.
 */
export function copyText(text: string, replacements: readonly Replacement[], time: (value: number) => string): string {
  const known = new RegExp(`(${[...replacements.map(([from]) => escaped(from)), TIME.source].join('|')})`)
  const replaced = new Map(replacements)
  const parts = text.split(known).filter((part) => part !== '')
  if (parts.length === 0) return `''`
  return parts
    .map((part) => replaced.get(part) ?? (TIME.test(part) ? time(Number(part)) : literal(part)))
    .map((sql) => (parts.length > 1 ? `(${sql})` : sql))
    .join(' || ')
}

/** Writes a value into SQL. */
export function literal(value: Value): string {
  if (Buffer.isBuffer(value)) return `X'${value.toString('hex')}'`
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL')
}

/** A text as a regular expression that matches nothing else. */
function escaped(text: string): string {
  return text.replaceAll(/[^\w]/g, '\\$&')
}
