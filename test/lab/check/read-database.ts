import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'

export interface StoreRow {
  id: string
  epoch: string
  head_seq: number
  min_seq: number
}
export interface OrderRow {
  id: number
  store_id: string
  number: string
  status: number
  pay_status: number
  amount_minor: number
  payment: string | null
  urges: number
  confirmed_at: number | null
  cancelled_at: number | null
}
export interface PaymentRow {
  id: string
  transaction_id: string
  order_number: string
  order_id: number | null
  amount_minor: number
  state: string
  review_reason: string | null
  refund_fault: string | null
  returned_minor: number
}
export interface RefundRow {
  number: string
  payment_id: string
  amount_minor: number
  state: string
  attempts: number
  next_at: number | null
}
export interface ReminderRow {
  id: string
  store_id: string
  order_id: number
  kind: string
  state: string
  n: number
  seq: number
  next_alert_at: number | null
}
export interface LogRow {
  store_id: string
  seq: number
  event_id: string
  what: string
  reminder_id: string
  n: number
  body: string
}
export interface DeviceRow {
  id: string
  store_id: string
  acked_seq: number
}
export interface ReceiptRow {
  reminder_id: string
  device_id: string
  n: number
}

export interface PairingCodeRow {
  selector: string
  used_at: number | null
}

/** A database as it lies on the disk. */
export interface DatabaseDump {
  /** What `PRAGMA integrity_check` says: `['ok']`. */
  integrity: string[]
  /** Rows that refer to nothing. */
  dangling: number
  stores: StoreRow[]
  orders: OrderRow[]
  payments: PaymentRow[]
  refunds: RefundRow[]
  reminders: ReminderRow[]
  log: LogRow[]
  devices: DeviceRow[]
  receipts: ReceiptRow[]
  pairing: PairingCodeRow[]
}

/**
 * Reads the database of a server that was killed, from a copy of what it left: opening the files themselves would
 * recover them, and it is the server that must be able to.
 */
export async function readDatabase(dataDir: string): Promise<DatabaseDump> {
  const copy = mkdtempSync(join(tmpdir(), 'laidan-dump-'))
  try {
    for (const name of ['laidan.db', 'laidan.db-wal']) {
      if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(copy, name))
    }
    return await dump(join(copy, 'laidan.db'))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** How far the log of each store goes, by its id, while a server is at work on it. */
export async function readHeads(dataDir: string): Promise<Map<string, number>> {
  const { all, close } = await open(join(dataDir, 'laidan.db'), sqlite3.OPEN_READONLY)
  try {
    const stores = await all<Pick<StoreRow, 'id' | 'head_seq'>>('SELECT id, head_seq FROM stores')
    return new Map(stores.map(({ id, head_seq }) => [id, head_seq]))
  } finally {
    await close()
  }
}

async function open(file: string, mode: number) {
  const db = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(file, mode, (error) => (error ? reject(error) : resolve(opened)))
  })
  db.configure('busyTimeout', 5_000)
  return {
    all: <Row>(sql: string) =>
      new Promise<Row[]>((resolve, reject) => {
        db.all<Row>(sql, (error, rows) => (error ? reject(error) : resolve(rows)))
      }),
    close: () => new Promise<void>((resolve) => db.close(() => resolve())),
  }
}

async function dump(file: string): Promise<DatabaseDump> {
  const { all, close } = await open(file, sqlite3.OPEN_READWRITE)
  try {
    return {
      integrity: (await all<{ integrity_check: string }>('PRAGMA integrity_check')).map((row) => row.integrity_check),
      dangling: (await all('PRAGMA foreign_key_check')).length,
      ...(await readTables(all)),
    }
  } finally {
    await close()
  }
}

/** Reads the rows of every table that the checker knows, by whichever driver. */
export async function readTables(
  all: <Row>(sql: string) => Promise<Row[]>,
): Promise<Omit<DatabaseDump, 'integrity' | 'dangling'>> {
  return {
    stores: await all('SELECT * FROM stores'),
    orders: await all('SELECT * FROM orders'),
    payments: await all('SELECT * FROM payments'),
    refunds: await all('SELECT * FROM refunds'),
    reminders: await all('SELECT * FROM reminders'),
    log: await all('SELECT * FROM reminder_log ORDER BY store_id, seq'),
    devices: await all('SELECT * FROM devices'),
    receipts: await all('SELECT * FROM receipts'),
    pairing: await all('SELECT * FROM pairing_codes'),
  }
}
