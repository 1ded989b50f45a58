import { copyText, isTime, literal, type Replacement, type Row, type Value } from './copy-text.ts'
import type { RawSqlite } from './raw-sqlite.ts'

/** The rows that the server itself wrote for one order on its way from payment to answer. */
export interface Pattern {
  order: Row
  payment: Row
  reminder: Row
  remind: Row
  close: Row
  /** That the order was accepted. */
  event: Row
  /** Of the order's store. */
  epoch: string
}

/** Tables whose rows are copied; what else points to an order would be missing from the copies. */
const COPIED = new Set(['orders', 'payments', 'reminders', 'reminder_log', 'events'])

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
    event: await one(`SELECT * FROM events WHERE order_id = ${order['id']}`),
    epoch: String((await one(`SELECT epoch FROM stores WHERE id = '${order['store_id']}'`))['epoch']),
  }
  await requireAllCopied(db, pattern)
  return pattern
}

async function requireAllCopied(db: RawSqlite, { order, payment, reminder }: Pattern): Promise<void> {
  const ids = { order_id: order['id'], payment_id: payment['id'], reminder_id: reminder['id'] }
  await refuseOthers(db, ids, COPIED)
}

/**
 * Looks for rows that name one of `ids`, given by column, in tables other than `copied`. Throws an Error when there are
 * any: the copies of an order would be without theirs.
 */
export async function refuseOthers(
  db: RawSqlite,
  ids: Record<string, Value | undefined>,
  copied: ReadonlySet<string>,
): Promise<void> {
  const columns = await db.all<{ table: string; column: string }>(
    `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master AS m, pragma_table_info(m.name) AS c
      WHERE m.type = 'table'`,
  )
  for (const { table, column } of columns) {
    const id = ids[column]
    if (copied.has(table) || id === undefined) continue
    const rows = await db.all(`SELECT 1 FROM "${table}" WHERE "${column}" = ${literal(id)} LIMIT 1`)
    if (rows.length > 0) throw new Error(`${table} has rows of an order, and the benchmarks make no copies of them`)
  }
}

/** The hexadecimal digits of the server's ids, without the prefix of three and the last digit, which tells rows apart. */
export function idDigits({ reminder }: Pattern): number {
  return String(reminder['id']).length - 'rm_'.length - 1
}

/** Names of the numbers that are neither a time nor an order's id, with what they are in a copy. */
export type Given = Record<string, string>

/**
 * Makes the SQL expressions, by column, of which each copy of a row consists. They are over a row of `batch`
 * (seed-history.ts). Every text and every time is derived from the pattern's value, whatever its column: ids, numbers
 * and cursors inside of it become the copy's, times are moved with the order's; so a column that a migration adds is
 * copied as the server fills it.
 */
export function copyColumns(pattern: Pattern, row: Row, given: Given): Record<string, string> {
  const { order, payment, reminder, remind, close, event, epoch } = pattern
  const createdAt = Number(order['created_at'])
  const text = (value: Value | undefined) => String(value)
  const cursor = (entry: Row) => `${epoch}.${entry['seq']}.${entry['event_id']}`
  const time = (value: number) => `at + ${value - createdAt}`
  const replacements: Replacement[] = [
    [cursor(remind), `epoch || '.' || remind_seq || '.ev_' || sorted || '2'`],
    [cursor(close), `epoch || '.' || close_seq || '.ev_' || sorted || '3'`],
    [text(payment['id']), `'py_' || sorted || '0'`],
    [text(reminder['id']), `'rm_' || sorted || '1'`],
    [text(remind['event_id']), `'ev_' || sorted || '2'`],
    [text(close['event_id']), `'ev_' || sorted || '3'`],
    [text(event['id']), `'${text(event['id']).split('_')[0]}_' || sorted || '4'`],
    [text(order['store_id']), 'store_id'],
    [text(order['number']), 'number'],
    [`"orderId":${order['id']},`, `'"orderId":' || order_id || ','`],
    ...(row['seq'] === undefined ? [] : [[`"seq":${row['seq']},`, `'"seq":' || ${given['seq']} || ','`] as const]),
  ]

  function expression([column, value]: [string, Value]): string {
    if (given[column] !== undefined) return given[column]
    if (typeof value === 'string') return copyText(value, replacements, time)
    if (column === 'order_id' || (row === order && column === 'id')) return 'order_id'
    return isTime(value) ? time(value) : literal(value)
  }

  return Object.fromEntries(Object.entries(row).map((cell) => [cell[0], expression(cell)]))
}
