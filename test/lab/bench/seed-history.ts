import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyColumns, idDigits, type Pattern, readPattern } from './pattern.ts'
import { addUnpaidOrders, databaseFile, prepareDatabase } from './prepare-database.ts'
import { openRawSqlite, type RawSqlite } from './raw-sqlite.ts'
import type { Space } from './space.ts'

/** A database that has been in use for a long time, and what is needed to go on with it. */
export interface History {
  tokens: string[]
  /** Paid, announced and answered, spread evenly over the last days. */
  orders: number
  days: number
  /** The bytes of each table and index, once they have been counted. */
  space?: Space[]
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

/** The order that a real server takes all the way, and where the ids of its copies begin. */
const PATTERN = 'B000000000'
const FIRST_ID = 1_000
/** Of the time with which an id begins (random.ts). */
const TIME_DIGITS = 12

/**
 * Makes a database with `orders` orders of the last `days` days, each paid, announced and closed again: two entries of
 * the log for each. `passOneOrder` lets a real server, on this folder, take one order (number 0) all the way; what it
 * writes is then copied, straight in SQLite, since going through the doors would take hours.
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
    await db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000')
    await db.exec('PRAGMA temp_store = MEMORY')
    const pattern = await readPattern(db, PATTERN)
    await db.exec(
      `CREATE TEMP TABLE others AS SELECT row_number() OVER (ORDER BY rowid) - 1 AS i, id, epoch FROM stores
         WHERE id <> '${pattern.order['store_id']}';
       CREATE UNIQUE INDEX temp.others_i ON others (i)`,
    )
    const indexes = await dropIndexes(db)
    for (let from = 0; from < wanted.orders; from += AT_ONCE) {
      const to = Math.min(from + AT_ONCE, wanted.orders)
      await makeBatch(db, { ...wanted, digits: idDigits(pattern) }, from, to)
      await copyPattern(db, pattern)
      say(`${to} of ${wanted.orders} orders made`)
    }
    for (const sql of indexes) await db.exec(sql)
    say('indexes made')
    await db.exec(
      `UPDATE stores SET head_seq = COALESCE((SELECT MAX(seq) FROM reminder_log WHERE store_id = stores.id), 0),
         event_seq = COALESCE((SELECT MAX(seq) FROM events WHERE store_id = stores.id), 0);
       INSERT OR REPLACE INTO installation (name, value) VALUES ('event_place', '${wanted.orders + 1}');
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

/**
 * Removes the indexes of the tables that are filled, as far as they are no part of a table: made at the end, each costs a
 * sort instead of a million searches. Resolves to the SQL that makes them again.
 */
async function dropIndexes(db: RawSqlite): Promise<string[]> {
  const indexes = await db.all<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
       AND tbl_name IN ('orders', 'payments', 'reminders', 'reminder_log', 'events')`,
  )
  for (const { name } of indexes) await db.exec(`DROP INDEX "${name}"`)
  return indexes.map(({ sql }) => sql)
}

/** Facts of the copies `from` up to `to`, as the table `batch`. Later ids sort after earlier ones, as the server's do. */
async function makeBatch(
  db: RawSqlite,
  wanted: { stores: number; orders: number; days: number; digits: number },
  from: number,
  to: number,
): Promise<void> {
  const begin = Date.now() - wanted.days * DAY_MS
  const at = `${begin} + CAST(copy * ${(wanted.days * DAY_MS) / wanted.orders} AS INTEGER)`
  await db.exec(
    `DROP TABLE IF EXISTS temp.batch;
     CREATE TEMP TABLE batch AS
       WITH RECURSIVE copies(copy) AS (VALUES (${from}) UNION ALL SELECT copy + 1 FROM copies WHERE copy < ${to - 1})
       SELECT ${at} AS at, ${FIRST_ID} + copy AS order_id, printf('H%09d', copy) AS number,
              printf('%012x%0${wanted.digits - TIME_DIGITS}x', ${at}, copy) AS sorted, others.id AS store_id, others.epoch AS epoch,
              copy / ${wanted.stores} * 2 + 1 AS remind_seq, copy / ${wanted.stores} * 2 + 2 AS close_seq
         FROM copies CROSS JOIN others ON others.i = copy % ${wanted.stores}`,
  )
}

/** Writes the rows of every order of the batch. */
async function copyPattern(db: RawSqlite, pattern: Pattern): Promise<void> {
  const rows = [
    { table: 'orders', row: pattern.order, given: {} },
    { table: 'payments', row: pattern.payment, given: {} },
    { table: 'reminders', row: pattern.reminder, given: { seq: 'remind_seq' } },
    { table: 'reminder_log', row: pattern.remind, given: { seq: 'remind_seq' } },
    { table: 'reminder_log', row: pattern.close, given: { seq: 'close_seq' } },
    // The pattern's own event has the first place, or will get one behind all of them.
    { table: 'events', row: pattern.event, given: { seq: 'close_seq / 2', place: `order_id - ${FIRST_ID} + 2` } },
  ]
  await db.exec('BEGIN')
  for (const { table, row, given } of rows) {
    const columns = copyColumns(pattern, row, given)
    const names = Object.keys(columns).map((name) => `"${name}"`)
    await db.exec(`INSERT INTO ${table} (${names}) SELECT ${Object.values(columns)} FROM batch`)
  }
  await db.exec('COMMIT')
}
