import { join } from 'node:path'
import type { Context } from '../../../server/context/context.ts'
import type { Database, Tx } from '../../../server/db/database.ts'
import { openSqlite } from '../../../server/db/sqlite/open-sqlite.ts'
import { hashSecret } from '../../../server/lib/hash-secret.ts'
import { createOrder } from '../../../server/orders/create-order.ts'
import { createStore } from '../../../server/stores/stores.ts'
import { createStoreSchema } from '../../../shared/api/stores.ts'
import { benchContext } from './bench-context.ts'
import type { StoredRows } from './contenders/contender.ts'
import { copyText, isTime, literal, type Row } from './copy-text.ts'
import { refuseOthers } from './pattern.ts'
import { insertCopies, openRawSqlite } from './raw-sqlite.ts'

const BATCH = 500
const ORDERS_AT_ONCE = 100_000
/** An order of which all others are copies; its number and its amount are found in whatever text has them. */
export const TEMPLATE = { number: 'TEMPLATE', amountMinor: 987_654_321 }

export interface Count {
  stores: number
  devicesPerStore: number
  orders: number
}

export function databaseFile(dataDir: string): string {
  return join(dataDir, 'laidan.db')
}

/**
 * Fills an empty database with stores, their devices, and unpaid orders that go round the stores in turn; resolves to
 * the devices' tokens. It runs the server's own commands, but not through its doors: a thousand pairing codes cost a
 * thousand scrypts, and nothing of this is what is measured.
 */
export async function prepareDatabase(dataDir: string, count: Count): Promise<string[]> {
  const tokens = await openStores(dataDir, count)
  await addUnpaidOrders(dataDir, { from: 0, count: count.orders })
  return tokens
}

async function openStores(dataDir: string, count: Count): Promise<string[]> {
  const db = await openSqlite({ file: databaseFile(dataDir) })
  try {
    await requireDurable(db)
    return (await makeStores(db, count)).flatMap(({ tokens }) => tokens)
  } finally {
    await db.close()
  }
}

/**
 * Makes stores with their devices, and one unpaid order of the first store that is none of ours. Resolves to the stores, in
 * their order.
 */
export async function makeStores(db: Database, count: Count): Promise<{ storeId: string; tokens: string[] }[]> {
  const ctx = benchContext(db)
  const opened: { storeId: string; tokens: string[] }[] = []
  await inBatches(db, count.stores, async (tx, index) => {
    const store = await openStore(tx, ctx, index, count.devicesPerStore)
    tx.afterCommit(() => opened.push(store))
  })
  const storeId = opened[0]?.storeId ?? ''
  await db.write((tx) =>
    createOrder(tx, ctx, {
      ...TEMPLATE,
      storeId,
      items: [
        { name: '宫保鸡丁', quantity: 2, note: '微辣' },
        { name: '米饭', quantity: 2 },
      ],
      currency: 'CNY',
      remark: '不要香菜，谢谢',
      customer: { name: '王女士', phone: '13800000000', address: '人民路 100 号 3 单元 502' },
      fulfilment: 'delivery',
    }),
  )
  return opened
}

/** Adds the unpaid orders `from` and following (see `benchOrder`); order i is of store `i % stores`. */
export async function addUnpaidOrders(
  dataDir: string,
  { from, count }: { from: number; count: number },
): Promise<void> {
  const db = await openRawSqlite(databaseFile(dataDir))
  try {
    await numberStores(db)
    const columns = await columnsOfOrder(db)
    for (let at = from; at < from + count; at += ORDERS_AT_ONCE) {
      await insertCopies(db, 'orders', columns, { from: at, to: Math.min(at + ORDERS_AT_ONCE, from + count) - 1 })
    }
  } finally {
    await db.close()
  }
}

async function columnsOfOrder(db: Awaited<ReturnType<typeof openRawSqlite>>): Promise<Record<string, string>> {
  const [template] = await db.all<Row>(`SELECT * FROM orders WHERE number = '${TEMPLATE.number}'`)
  const { id } = template ?? {}
  await refuseOthers(db, { order_id: id }, new Set(['orders']))
  return unpaidOrder(template ?? {}, { number: `printf('B%09d', copy)`, storeId: STORE_OF_ORDER })
}

/**
 * The columns of an unpaid order of now, as copies of the template's row and over the number `copy`, with the SQL of its
 * number and of its store's id; its own id is automatic.
 */
export function unpaidOrder(
  { id: _, ...copied }: Row,
  { number, storeId }: { number: string; storeId: string },
): Record<string, string> {
  const now = String(Date.now())
  const amount = '1000 + copy % 9000'
  const replacements = [
    [TEMPLATE.number, number],
    [String(TEMPLATE.amountMinor), amount],
    [String(copied['store_id']), storeId],
  ] as const
  const columns = Object.entries(copied).map(([name, value]): [string, string] => {
    if (typeof value === 'string') return [name, copyText(value, replacements, () => now)]
    if (value === TEMPLATE.amountMinor) return [name, amount]
    return [name, isTime(value) ? now : literal(value)]
  })
  return Object.fromEntries(columns)
}

/** The stores in the order in which they were made, as a table of this connection. */
async function numberStores(db: Awaited<ReturnType<typeof openRawSqlite>>): Promise<void> {
  await db.exec(
    `CREATE TEMP TABLE IF NOT EXISTS numbered AS SELECT row_number() OVER (ORDER BY rowid) - 1 AS i, id FROM stores;
     CREATE UNIQUE INDEX IF NOT EXISTS temp.numbered_i ON numbered (i, id)`,
  )
}

/** The store of the order that is number `copy`. */
const STORE_OF_ORDER = '(SELECT id FROM numbered WHERE i = copy % (SELECT COUNT(*) FROM numbered))'

/** What the database holds of the payments, after the server has ended. */
export async function countStored(dataDir: string): Promise<StoredRows> {
  const db = await openRawSqlite(databaseFile(dataDir))
  try {
    const rows = async (sql: string) =>
      (await db.all<{ rows: number }>(`SELECT COUNT(*) AS rows FROM ${sql}`))[0]?.rows ?? 0
    return {
      applied: await rows(`payments WHERE state = 'applied'`),
      reminders: await rows('reminders'),
      entries: await rows('reminder_log WHERE n = 1'),
    }
  } finally {
    await db.close()
  }
}

/** The figures are worth nothing if a commit does not reach the disk: WAL with `synchronous` below FULL does not sync. */
async function requireDurable(db: Database): Promise<void> {
  const synchronous = await db.write((tx) => tx.get<{ synchronous: number }>('PRAGMA synchronous'))
  const journal = await db.write((tx) => tx.get<{ journal_mode: string }>('PRAGMA journal_mode'))
  if (synchronous?.synchronous !== 2 || journal?.journal_mode !== 'wal') {
    throw new Error(`the writer does not sync: ${JSON.stringify({ ...synchronous, ...journal })}`)
  }
}

async function openStore(tx: Tx, ctx: Context, index: number, devices: number) {
  const { id: storeId } = await createStore(tx, ctx, createStoreSchema.parse({ name: `门店 ${index + 1}` }))
  const tokens = Array.from({ length: devices }, () => ctx.random.secret('ldd'))
  for (const token of tokens) {
    await tx.run(
      'INSERT INTO devices (id, store_id, name, platform, token_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      [ctx.random.id('dv'), storeId, '前台', 'bench', hashSecret(token), ctx.clock.now()],
    )
  }
  return { storeId, tokens }
}

async function inBatches(db: Database, count: number, make: (tx: Tx, index: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    await db.write(async (tx) => {
      for (let index = from; index < Math.min(from + BATCH, count); index++) await make(tx, index)
    })
  }
}
