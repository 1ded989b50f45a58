import { statSync } from 'node:fs'
import { createPaymentRecorder } from '../../../server/commands/record-payment.ts'
import type { Sql } from '../../../server/db/database.ts'
import { openSqlite } from '../../../server/db/sqlite/open-sqlite.ts'
import { benchContext } from './bench-context.ts'
import { machineMs } from './clock.ts'
import { benchOrder } from './orders.ts'
import { databaseFile } from './prepare-database.ts'
import { openRawSqlite } from './raw-sqlite.ts'

/** Payments recorded before any is measured. */
const WARM = 512

/** The record of payments without HTTP and sockets: the server's own command, in this process, on the disk that is measured. */
export interface RecordAlone {
  /** Payments that share a COMMIT. */
  group: number
  /** Between BEGIN and COMMIT, the writer's pace left out. */
  perSecond: number
  cpuMicrosPerPayment: number
  walBytesPerPayment: number
}

/** Unpaid orders that {@link measureRecord} uses up. */
export function ordersOfRecord(payments: number): number {
  return WARM + 2 * payments
}

/**
 * Records `payments` payments in groups of `group`, and as many once more to see how much they write to the log. The
 * orders from `firstOrder` on must be unpaid. Throws an Error when a payment is not applied.
 */
export async function measureRecord(
  dataDir: string,
  { group, payments, firstOrder }: { group: number; payments: number; firstOrder: number },
): Promise<RecordAlone> {
  const file = databaseFile(dataDir)
  const busy = createBusyTime()
  const db = await openSqlite({ file, instrument: busy.around })
  try {
    const record = createPaymentRecorder(benchContext(db))
    async function pay(first: number, count: number): Promise<void> {
      for (let from = first; from < first + count; from += group) {
        const together = Array.from({ length: Math.min(group, first + count - from) }, (_, i) => notice(from + i))
        for (const { state } of await Promise.all(together.map(record))) {
          if (state !== 'applied') throw new Error(`a payment was recorded as ${state}`)
        }
      }
    }
    await pay(firstOrder, WARM)
    const busyBefore = busy.ms()
    const cpuBefore = process.cpuUsage()
    await pay(firstOrder + WARM, payments)
    const { user, system } = process.cpuUsage(cpuBefore)
    const busyMs = busy.ms() - busyBefore
    const walBytes = await walWritten(file, () => pay(firstOrder + WARM + payments, payments))
    return {
      group,
      perSecond: (payments * 1_000) / busyMs,
      cpuMicrosPerPayment: (user + system) / payments,
      walBytesPerPayment: walBytes / payments,
    }
  } finally {
    await db.close()
  }
}

function notice(index: number) {
  const { number, amountMinor } = benchOrder(index)
  return {
    provider: 'standard-webhooks' as const,
    transactionId: `T${number}`,
    orderNumber: number,
    amountMinor,
    currency: 'CNY',
    paidAt: Date.now(),
  }
}

/** Adds up the times between a BEGIN and the end of its COMMIT. */
function createBusyTime(): { around(sql: Sql): Sql; ms(): number } {
  let busyMs = 0
  let begunAt = 0
  return {
    around: (sql) => ({
      ...sql,
      async run(text, values) {
        if (text === 'BEGIN') begunAt = machineMs()
        const changed = await sql.run(text, values)
        if (text === 'COMMIT') busyMs += machineMs() - begunAt
        return changed
      },
    }),
    ms: () => busyMs,
  }
}

/**
 * Measures the bytes written to the write-ahead log meanwhile: a reader that stays keeps it from beginning again at its
 * start. Throws an Error when the log cannot be emptied before.
 */
async function walWritten(file: string, write: () => Promise<void>): Promise<number> {
  const reader = await openRawSqlite(file)
  try {
    await reader.exec('PRAGMA busy_timeout = 5000')
    const [emptied] = await reader.all<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')
    if (emptied?.busy !== 0) throw new Error('the write-ahead log could not be emptied')
    await reader.exec('BEGIN')
    await reader.all('SELECT 1 FROM stores LIMIT 1')
    await write()
    return statSync(`${file}-wal`).size
  } finally {
    await reader.close()
  }
}
