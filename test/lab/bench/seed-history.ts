import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addUnpaidOrders, databaseFile, numberStores, prepareDatabase, STORE_OF_ORDER } from './prepare-database.ts'
import { multiplyRow, openRawSqlite, type RawSqlite } from './raw-sqlite.ts'

/** A database that has been in use for a long time, and what is needed to go on with it. */
export interface History {
  tokens: string[]
  /** Paid, announced and answered, spread evenly over the last days. */
  orders: number
  days: number
  /** Number of the first order that has not been used by a measurement yet. */
  nextOrder: number
}

const DAY_MS = 86_400_000
const AT_ONCE = 100_000
const FILE = 'history.json'

/** The history of the database in `dataDir`, if there is one. */
export function readHistory(dataDir: string): History | undefined {
  const file = join(dataDir, FILE)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as History) : undefined
}

function keepHistory(dataDir: string, history: History): void {
  writeFileSync(join(dataDir, FILE), JSON.stringify(history))
}

/**
 * Makes a database with `orders` orders of the last `days` days, each paid, announced and closed again: two entries of
 * the log for each. `passOneOrder` lets a real server, on this folder, take one order (number 0) all the way; what it
 * writes is then multiplied, straight in SQLite, since going through the doors would take hours.
 */
export async function seedHistory(
  dataDir: string,
  wanted: { stores: number; orders: number; days: number },
  passOneOrder: (tokens: string[]) => Promise<void>,
  say: (line: string) => void,
): Promise<History> {
  // One store more, of which the pattern is taken, so that the logs of all others begin at 1 and have no holes.
  const all = await prepareDatabase(dataDir, { stores: wanted.stores + 1, devicesPerStore: 1, orders: 1 })
  await passOneOrder(all)
  const db = await openRawSqlite(databaseFile(dataDir))
  try {
    // A crash while seeding means seeding again.
    await db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000000')
    await numberStores(db)
    // The pattern's store is the first; the others are numbered from 0.
    await db.exec('DELETE FROM numbered WHERE i = 0; UPDATE numbered SET i = i - 1')
    for (let from = 0; from < wanted.orders; from += AT_ONCE) {
      await multiply(db, wanted, from, Math.min(from + AT_ONCE, wanted.orders) - 1)
      say(`${Math.min(from + AT_ONCE, wanted.orders)} of ${wanted.orders} orders made`)
    }
    await db.exec(
      `UPDATE stores SET head_seq = COALESCE((SELECT MAX(seq) FROM reminder_log WHERE store_id = stores.id), 0);
       PRAGMA journal_mode = WAL; PRAGMA optimize`,
    )
  } finally {
    await db.close()
  }
  const history = { tokens: all, orders: wanted.orders, days: wanted.days, nextOrder: 1 }
  keepHistory(dataDir, history)
  return history
}

/** Unpaid orders for the next measurement; resolves to the number of the first. */
export async function takeOrders(dataDir: string, history: History, count: number): Promise<number> {
  const first = history.nextOrder
  await addUnpaidOrders(dataDir, { from: first, count })
  history.nextOrder += count
  keepHistory(dataDir, history)
  return first
}

/** Orders `from` to `to` of the past. Later ids sort after earlier ones, as those of the server do (random.ts). */
async function multiply(
  db: RawSqlite,
  wanted: { orders: number; days: number },
  from: number,
  to: number,
): Promise<void> {
  const begin = Date.now() - wanted.days * DAY_MS
  const at = `${begin} + CAST(copy * ${(wanted.days * DAY_MS) / wanted.orders} AS INTEGER)`
  const sorted = `printf('%012x%08x', ${at}, copy)`
  const orderId = `${FIRST_ID} + copy`
  const nth = 'copy / (SELECT COUNT(*) FROM numbered)'
  const store_id = STORE_OF_ORDER
  const shifted = (names: string[], since: string) =>
    Object.fromEntries(
      names.map((name) => [name, `CASE WHEN t.${name} IS NULL THEN NULL ELSE ${at} + t.${name} - t.${since} END`]),
    )
  const reminder = `(SELECT id FROM reminders WHERE order_id = ${PATTERN})`
  const rows = [
    {
      table: 'orders',
      where: `id = ${PATTERN}`,
      columns: {
        id: orderId,
        number: `printf('H%09d', copy)`,
        store_id,
        ...shifted(['created_at', 'paid_at', 'confirmed_at'], 'created_at'),
      },
    },
    {
      table: 'payments',
      where: `order_id = ${PATTERN}`,
      columns: {
        id: `'py_' || ${sorted}`,
        transaction_id: `printf('H%09d', copy)`,
        order_number: `printf('H%09d', copy)`,
        order_id: orderId,
        ...shifted(['recorded_at'], 'recorded_at'),
      },
    },
    {
      table: 'reminders',
      where: `order_id = ${PATTERN}`,
      columns: {
        id: `'rm_' || ${sorted}`,
        order_id: orderId,
        store_id,
        seq: `${nth} * 2 + 1`,
        ...shifted(['created_at', 'alerted_at'], 'created_at'),
      },
    },
    ...['remind', 'close'].map((what, i) => ({
      table: 'reminder_log',
      where: `reminder_id = ${reminder} AND what = '${what}'`,
      columns: {
        store_id,
        seq: `${nth} * 2 + ${i + 1}`,
        event_id: `'ev_' || ${sorted} || '${i}'`,
        reminder_id: `'rm_' || ${sorted}`,
        at,
      },
    })),
  ]
  await db.exec('BEGIN')
  for (const row of rows) await multiplyRow(db, row, from, to)
  await db.exec('COMMIT')
}

/** The order that the server took all the way, and where the ids of its copies begin. */
const PATTERN = `(SELECT id FROM orders WHERE number = 'B000000000')`
const FIRST_ID = 1_000
