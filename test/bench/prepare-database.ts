import { join } from 'node:path'
import { pino } from 'pino'
import type { Context } from '../../server/context.ts'
import type { Database, Tx } from '../../server/db/database.ts'
import { openSqlite } from '../../server/db/open-sqlite.ts'
import { createOrder } from '../../server/orders/create-order.ts'
import { systemRandom } from '../../server/random.ts'
import { hashSecret } from '../../server/secrets.ts'
import { createStore } from '../../server/stores/stores.ts'
import { createStoreSchema } from '../../shared/api/stores.ts'
import { hostClock } from '../../shared/clock.ts'
import { benchOrder } from './orders.ts'

const BATCH = 500
const HOUR_MS = 3_600_000

/**
 * Fills an empty database with stores, one device each, and unpaid orders that go round the stores in turn; resolves to
 * the devices' tokens. It runs the server's own commands, but not through its doors: a thousand pairing codes cost a
 * thousand scrypts, and nothing of this is what is measured.
 */
export async function prepareDatabase(dataDir: string, count: { stores: number; orders: number }): Promise<string[]> {
  const db = await openSqlite({ file: join(dataDir, 'laidan.db') })
  try {
    await requireDurable(db)
    const ctx = context(db)
    const opened: { storeId: string; token: string }[] = []
    await inBatches(db, count.stores, async (tx, index) => void opened.push(await openStore(tx, ctx, index)))
    await inBatches(db, count.orders, async (tx, index) => {
      const storeId = opened[index % count.stores]?.storeId ?? ''
      await createOrder(tx, ctx, {
        ...benchOrder(index),
        storeId,
        items: [
          { name: '宫保鸡丁', quantity: 2, note: '微辣' },
          { name: '米饭', quantity: 2 },
        ],
        currency: 'CNY',
        remark: '不要香菜，谢谢',
        customer: { name: '王女士', phone: '13800000000', address: '人民路 100 号 3 单元 502' },
        fulfilment: 'delivery',
      })
    })
    return opened.map(({ token }) => token)
  } finally {
    await db.close()
  }
}

/** What the database holds of the payments, after the server has ended. */
export async function countStored(dataDir: string): Promise<{ applied: number; reminders: number; entries: number }> {
  const db = await openSqlite({ file: join(dataDir, 'laidan.db') })
  try {
    const rows = async (sql: string) => (await db.read.get<{ rows: number }>(sql))?.rows ?? 0
    return {
      applied: await rows(`SELECT COUNT(*) AS rows FROM payments WHERE state = 'applied'`),
      reminders: await rows('SELECT COUNT(*) AS rows FROM reminders'),
      entries: await rows('SELECT COUNT(*) AS rows FROM reminder_log WHERE n = 1'),
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

function context(db: Database): Context {
  return {
    db,
    clock: hostClock(globalThis),
    random: systemRandom,
    logger: pino({ level: 'silent' }),
    policy: {
      unpaidTimeoutMs: HOUR_MS,
      deliveryTimeoutMs: HOUR_MS,
      reminderExpiryMs: HOUR_MS,
      logRetentionMs: HOUR_MS,
    },
    wake: () => {},
  }
}

async function openStore(tx: Tx, ctx: Context, index: number): Promise<{ storeId: string; token: string }> {
  const { id: storeId } = await createStore(tx, ctx, createStoreSchema.parse({ name: `门店 ${index + 1}` }))
  const token = ctx.random.secret('ldd')
  await tx.run('INSERT INTO devices (id, store_id, name, platform, token_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)', [
    ctx.random.id('dv'),
    storeId,
    '前台',
    'bench',
    hashSecret(token),
    ctx.clock.now(),
  ])
  return { storeId, token }
}

async function inBatches(db: Database, count: number, make: (tx: Tx, index: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    await db.write(async (tx) => {
      for (let index = from; index < Math.min(from + BATCH, count); index++) await make(tx, index)
    })
  }
}
