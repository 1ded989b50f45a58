import type { Cancel } from '../../shared/clock.ts'
import type { AnnouncedOutcome } from '../../shared/protocol/frames.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/database.ts'

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
  for (const { reminderId, deviceId, storeId, n, outcome, at } of receipts) {
    await tx.run(
      `INSERT INTO receipts (reminder_id, device_id, n, outcome, announced_at)
       SELECT id, CAST(? AS VARCHAR(64)), CAST(? AS INTEGER), CAST(? AS TEXT), CAST(? AS BIGINT) FROM reminders
        WHERE id = ? AND store_id = ? AND n >= ? ON CONFLICT DO NOTHING`,
      [deviceId, n, JSON.stringify(outcome), at, reminderId, storeId, n],
    )
  }
}

async function writeProgress(tx: Tx, acked: [deviceId: string, { seq: number; at: number }][]): Promise<void> {
  for (const [deviceId, { seq, at }] of acked) {
    await tx.run('UPDATE devices SET acked_seq = ?, last_seen_at = ? WHERE id = ?', [seq, at, deviceId])
  }
}
