import type { RawSqlite } from './raw-sqlite.ts'

type Value = string | number | null
type Row = Record<string, Value>

/** The rows that the server itself wrote for one order on its way from payment to answer. */
export interface Pattern {
  order: Row
  payment: Row
  reminder: Row
  remind: Row
  close: Row
  /** Of the order's store. */
  epoch: string
}

/** Tables whose rows are copied; what else points to an order would be missing from the copies. */
const COPIED = new Set(['orders', 'payments', 'reminders', 'reminder_log'])

/**
 * Reads the rows of the order `number`. Throws an Error when the server has written rows for it that nobody copies, or not
 * those that are expected.
 */
export async function readPattern(db: RawSqlite, number: string): Promise<Pattern> {
  const one = async (sql: string): Promise<Row> => {
    const rows = await db.all<Row>(sql)
    if (rows.length !== 1) throw new Error(`${rows.length} rows instead of one: ${sql}`)
    return rows[0] ?? {}
  }
  const order = await one(`SELECT * FROM orders WHERE number = '${number}'`)
  const payment = await one(`SELECT * FROM payments WHERE order_id = ${order['id']}`)
  const reminder = await one(`SELECT * FROM reminders WHERE order_id = ${order['id']}`)
  const entry = (what: string) =>
    one(`SELECT * FROM reminder_log WHERE reminder_id = '${reminder['id']}' AND what = '${what}'`)
  const pattern = {
    ...{ order, payment, reminder, remind: await entry('remind'), close: await entry('close') },
    epoch: String((await one(`SELECT epoch FROM stores WHERE id = '${order['store_id']}'`))['epoch']),
  }
  await requireAllCopied(db, pattern)
  return pattern
}

async function requireAllCopied(db: RawSqlite, { order, payment, reminder }: Pattern): Promise<void> {
  const ids: Record<string, Value | undefined> = {
    order_id: order['id'],
    payment_id: payment['id'],
    reminder_id: reminder['id'],
  }
  const columns = await db.all<{ table: string; column: string }>(
    `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master AS m, pragma_table_info(m.name) AS c
      WHERE m.type = 'table'`,
  )
  for (const { table, column } of columns) {
    const id = ids[column]
    if (COPIED.has(table) || id === undefined) continue
    const rows = await db.all(`SELECT 1 FROM "${table}" WHERE "${column}" = ${literal(id)} LIMIT 1`)
    if (rows.length > 0) throw new Error(`${table} has rows of an order, and seed-history.ts makes no copies of them`)
  }
}

/** Times of these years in milliseconds, as a number of its own. */
const TIME = /\b1[6-9]\d{11}\b/

/** Names of the numbers that are neither a time nor an order's id, with what they are in a copy. */
export type Given = Record<string, string>

/**
 * Makes the SQL expressions, by column, of which each copy of a row consists. They are over a row of `batch`
 * (seed-history.ts). Every text and every time is derived from the pattern's value, whatever its column: ids, numbers
 * and cursors inside of it become the copy's, times are moved with the order's; so a column that a migration adds is
 * copied as the server fills it.
 */
export function copyColumns(pattern: Pattern, row: Row, given: Given): Record<string, string> {
  const { order, payment, reminder, remind, close, epoch } = pattern
  const createdAt = Number(order['created_at'])
  const text = (value: Value | undefined) => String(value)
  const cursor = (entry: Row) => `${epoch}.${entry['seq']}.${entry['event_id']}`
  const replacements: [from: string, to: string][] = [
    [cursor(remind), `epoch || '.' || remind_seq || '.ev_' || sorted || '2'`],
    [cursor(close), `epoch || '.' || close_seq || '.ev_' || sorted || '3'`],
    [text(payment['id']), `'py_' || sorted || '0'`],
    [text(reminder['id']), `'rm_' || sorted || '1'`],
    [text(remind['event_id']), `'ev_' || sorted || '2'`],
    [text(close['event_id']), `'ev_' || sorted || '3'`],
    [text(order['store_id']), 'store_id'],
    [text(order['number']), 'number'],
    [`"orderId":${order['id']},`, `'"orderId":' || order_id || ','`],
    ...(row['seq'] === undefined
      ? []
      : [[`"seq":${row['seq']},`, `'"seq":' || ${given['seq']} || ','`] as [string, string]]),
  ]
  const known = new RegExp(`(${[...replacements.map(([from]) => escaped(from)), TIME.source].join('|')})`)
  const replaced = new Map(replacements)
  const time = (value: number) => `at + ${value - createdAt}`

  function derived(value: string): string {
    const parts = value.split(known).filter((part) => part !== '')
    const sql = parts.map((part) => replaced.get(part) ?? (TIME.test(part) ? `(${time(Number(part))})` : literal(part)))
    return sql.length === 0 ? `''` : sql.join(' || ')
  }

  function expression([column, value]: [string, Value]): string {
    if (given[column] !== undefined) return given[column]
    if (typeof value === 'string') return derived(value)
    if (column === 'order_id' || (row === order && column === 'id')) return 'order_id'
    return typeof value === 'number' && TIME.test(String(value)) ? time(value) : literal(value)
  }

  return Object.fromEntries(Object.entries(row).map((cell) => [cell[0], expression(cell)]))
}

function literal(value: Value): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL')
}

/** A text as a regular expression that matches nothing else. */
function escaped(text: string): string {
  return text.replaceAll(/[^\w]/g, '\\$&')
}
