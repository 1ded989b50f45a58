import { statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { moveOrder } from '../../../server/commands/move-order.ts'
import { createPaymentRecorder } from '../../../server/commands/record-payment.ts'
import { openSqlite } from '../../../server/db/sqlite/open-sqlite.ts'
import { benchContext } from '../../lab/bench/bench-context.ts'
import { measureRetention } from '../../lab/bench/measure-retention.ts'
import { benchOrder } from '../../lab/bench/orders.ts'
import { databaseFile, prepareDatabase } from '../../lab/bench/prepare-database.ts'
import { openRawSqlite } from '../../lab/bench/raw-sqlite.ts'
import { measureRecord, ordersOfRecord } from '../../lab/bench/record-alone.ts'
import { seedHistory, takeOrders } from '../../lab/bench/seed-history.ts'
import { measureSpace } from '../../lab/bench/space.ts'
import { checkDatabase } from '../../lab/check/check-database.ts'
import { readDatabase } from '../../lab/check/read-database.ts'
import { tempDir } from '../../support/temp-dir.ts'

const WANTED = { stores: 7, orders: 200, days: 30 }

/** Lets the server's own commands take order 0 all the way, on SQL that a later version may have run before. */
function passOneOrder(dataDir: string, before = ''): () => Promise<void> {
  return async () => {
    if (before !== '') await raw(dataDir, (db) => db.exec(before))
    const db = await openSqlite({ file: databaseFile(dataDir) })
    const ctx = benchContext(db)
    const { number: orderNumber, amountMinor } = benchOrder(0)
    const paid = { provider: 'standard-webhooks', transactionId: `T${orderNumber}`, currency: 'CNY' } as const
    await createPaymentRecorder(ctx)({ ...paid, orderNumber, amountMinor, paidAt: Date.now() })
    const order = await db.read.get<{ id: number }>('SELECT id FROM orders WHERE number = ?', [orderNumber])
    await db.write((tx) => moveOrder(tx, ctx, { orderId: order?.id ?? 0, move: 'confirm', by: 'device', name: '前台' }))
    await db.close()
  }
}

async function raw<T>(dataDir: string, use: (db: Awaited<ReturnType<typeof openRawSqlite>>) => Promise<T>): Promise<T> {
  const db = await openRawSqlite(databaseFile(dataDir))
  try {
    return await use(db)
  } finally {
    await db.close()
  }
}

describe('the unpaid orders that the benchmarks make', () => {
  it('are what the server makes, also in columns that a later version has added', async () => {
    const dataDir = tempDir()
    await (await openSqlite({ file: databaseFile(dataDir) })).close()
    await raw(dataDir, (db) =>
      db.exec(`
        ALTER TABLE orders ADD COLUMN later_text TEXT;
        CREATE TRIGGER later AFTER INSERT ON orders WHEN NEW.later_text IS NULL BEGIN
          UPDATE orders SET later_text = '{"number":"' || number || '","amountMinor":' || amount_minor || ',"createdAt":' ||
            created_at || '}' WHERE id = NEW.id;
        END`),
    )
    await prepareDatabase(dataDir, { stores: 3, devicesPerStore: 2, orders: 9 })
    const rows = await raw(dataDir, (db) =>
      db.all<{
        number: string
        amount_minor: number
        created_at: number
        status: number
        later_text: string
        summary: string
      }>(`SELECT * FROM orders WHERE number LIKE 'B%' ORDER BY number`),
    )
    expect(rows.map(({ number, amount_minor }) => ({ number, amountMinor: amount_minor }))).toEqual(
      Array.from({ length: 9 }, (_, i) => benchOrder(i)),
    )
    for (const { number, amount_minor, created_at, later_text, summary } of rows) {
      expect(JSON.parse(later_text)).toEqual({ number, amountMinor: amount_minor, createdAt: created_at })
      expect(JSON.parse(summary)).toMatchObject({ number, amountMinor: amount_minor })
    }
    expect(checkDatabase(await readDatabase(dataDir))).toEqual([])
  })
})

describe('the history that the benchmarks make', () => {
  it('is one that the server could have written: the checker finds nothing wrong with it', async () => {
    const dataDir = tempDir()
    await seedHistory(dataDir, WANTED, passOneOrder(dataDir), () => {})
    const database = await readDatabase(dataDir)
    expect(checkDatabase(database)).toEqual([])
    expect(database.orders.filter(({ number }) => number.startsWith('H'))).toHaveLength(WANTED.orders)
    expect(database.log).toHaveLength(2 * WANTED.orders + 2)
  })

  it('has the indexes and no other tables than before', async () => {
    const [dataDir, empty] = [tempDir(), tempDir()]
    await seedHistory(dataDir, WANTED, passOneOrder(dataDir), () => {})
    await (await openSqlite({ file: databaseFile(empty) })).close()
    const schema = (folder: string) =>
      raw(folder, (db) =>
        db.all<{ name: string }>(
          `SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name`,
        ),
      )
    expect(await schema(dataDir)).toEqual(await schema(empty))
  })

  it('fills a column that a later version has added as that version fills it', async () => {
    const dataDir = tempDir()
    const later = `
      ALTER TABLE orders ADD COLUMN later_text TEXT;
      ALTER TABLE orders ADD COLUMN later_at BIGINT;
      CREATE TRIGGER later AFTER UPDATE OF paid_at ON orders BEGIN
        UPDATE orders SET later_at = paid_at + 5,
          later_text = '{"orderId":' || id || ',"number":"' || number || '","paidAt":' || paid_at || '}' WHERE id = NEW.id;
      END`
    await seedHistory(dataDir, WANTED, passOneOrder(dataDir, later), () => {})
    const rows = await raw(dataDir, (db) =>
      db.all<{ id: number; number: string; paid_at: number; later_at: number; later_text: string }>(
        `SELECT * FROM orders WHERE number LIKE 'H%'`,
      ),
    )
    expect(rows).toHaveLength(WANTED.orders)
    for (const { id, number, paid_at, later_at, later_text } of rows) {
      expect(JSON.parse(later_text)).toEqual({ orderId: id, number, paidAt: paid_at })
      expect(later_at).toBe(paid_at + 5)
    }
  })

  it('has its space told by table and index, and its oldest day pruned as the server prunes', async () => {
    const dataDir = tempDir()
    await seedHistory(dataDir, WANTED, passOneOrder(dataDir), () => {})
    const space = await measureSpace(dataDir, WANTED.orders)
    expect(space.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(statSync(databaseFile(dataDir)).size)
    expect(space.find(({ name }) => name === 'payments_applied')?.table).toBe('payments')
    const { entries } = await measureRetention(dataDir)
    // Of each order two entries of the log, and an event.
    expect(entries).toBe(3 * Math.ceil(WANTED.orders / WANTED.days))
  })

  it('goes on with unpaid orders, on which the record is measured by itself', async () => {
    const dataDir = tempDir()
    const history = await seedHistory(dataDir, WANTED, passOneOrder(dataDir), () => {})
    const firstOrder = await takeOrders(dataDir, history, ordersOfRecord(64))
    const recorded = await measureRecord(dataDir, { group: 32, payments: 64, firstOrder })
    expect(recorded).toMatchObject({ group: 32 })
    expect(recorded.perSecond).toBeGreaterThan(0)
    // A page of the log and its head for each group at least; the order, its payment, reminder and entry are a kilobyte.
    expect(recorded.walBytesPerPayment).toBeGreaterThan(1_000)
    expect(await checkDatabase(await readDatabase(dataDir))).toEqual([])
  })

  it('is refused where the server writes rows of an order that nobody copies', async () => {
    const dataDir = tempDir()
    const later = `
      CREATE TABLE order_notes (order_id BIGINT NOT NULL);
      CREATE TRIGGER later AFTER UPDATE OF paid_at ON orders BEGIN INSERT INTO order_notes VALUES (NEW.id); END`
    await expect(seedHistory(dataDir, WANTED, passOneOrder(dataDir, later), () => {})).rejects.toThrow('order_notes')
  })
})
