import type { Cancel } from '../../shared/clock.ts'
import type { AnnouncedOutcome } from '../../shared/protocol/frames.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/database.ts'
import { runForRows } from '../db/run-for-rows.ts'

const FLUSH_MS = 500
const MAX_WAITING = 10_000
const BATCH = 200

interface Receipt {
  reminderId: string
  deviceId: string
  storeId: string
  n: number
  outcome: AnnouncedOutcome
  at: number
}

export interface Evidence {
  /** A device has announced a reminder, and how that went. */
  announced(receipt: Receipt): void
  /** How far a device has come. */
  progress(deviceId: string, ackedSeq: number): void
  /** Stops the regular flush and writes what is left. */
  close(): Promise<void>
}

/**
 * What devices report about themselves: receipts of announcements, and how far they have acknowledged. It is evidence
 * for people, nothing is decided by it; so it is gathered and written twice a second instead of costing every
 * announcement a commit. A crash loses half a second of it.
 */
export function createEvidence(ctx: Context): Evidence {
  let receipts: Receipt[] = []
  let acked = new Map<string, { seq: number; at: number }>()
  let dropped = 0
  let running: Promise<void> = Promise.resolve()
  const stop: Cancel = ctx.clock.every(FLUSH_MS, () => {
    running = running.then(flush)
  })

  async function flush(): Promise<void> {
    const [receiptsNow, ackedNow] = [receipts, [...acked]]
    receipts = []
    acked = new Map()
    if (dropped > 0) ctx.logger.warn({ dropped }, 'more receipts arrived than could be kept')
    dropped = 0
    try {
      for (let i = 0; i < receiptsNow.length; i += BATCH) {
        await ctx.db.write((tx) => writeReceipts(tx, receiptsNow.slice(i, i + BATCH)))
      }
      for (let i = 0; i < ackedNow.length; i += BATCH) {
        await ctx.db.write((tx) => writeProgress(tx, ackedNow.slice(i, i + BATCH)))
      }
    } catch (error) {
      ctx.logger.error({ err: error }, 'what the devices reported could not be written')
    }
  }

  return {
    announced(receipt) {
      if (receipts.length < MAX_WAITING) receipts.push(receipt)
      else dropped++
    },
    progress(deviceId, ackedSeq) {
      acked.set(deviceId, { seq: ackedSeq, at: ctx.clock.now() })
    },
    async close() {
      stop()
      await running
      await flush()
    },
  }
}

/** The join with `reminders` keeps a device from reporting on another store's reminder (I12). */
async function writeReceipts(tx: Tx, receipts: Receipt[]): Promise<void> {
  await runForRows(
    tx,
    ['VARCHAR(64)', 'VARCHAR(64)', 'VARCHAR(64)', 'INTEGER', 'TEXT', 'BIGINT'],
    (reported) =>
      `INSERT INTO receipts (reminder_id, device_id, n, outcome, announced_at)
       SELECT r.id, reported.column3, reported.column4, reported.column5, reported.column6 FROM ${reported} AS reported
         JOIN reminders r ON r.id = reported.column1 AND r.store_id = reported.column2 AND r.n >= reported.column4
        WHERE TRUE ON CONFLICT DO NOTHING`,
    receipts.map(({ reminderId, storeId, deviceId, n, outcome, at }) => [
      reminderId,
      storeId,
      deviceId,
      n,
      JSON.stringify(outcome),
      at,
    ]),
  )
}

async function writeProgress(tx: Tx, acked: [deviceId: string, { seq: number; at: number }][]): Promise<void> {
  await runForRows(
    tx,
    ['VARCHAR(64)', 'BIGINT', 'BIGINT'],
    (progress) =>
      `UPDATE devices SET acked_seq = progress.column2, last_seen_at = progress.column3 FROM ${progress} AS progress
        WHERE devices.id = progress.column1`,
    acked.map(([deviceId, { seq, at }]) => [deviceId, seq, at]),
  )
}
