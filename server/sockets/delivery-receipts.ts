import type { Cancel } from '../../shared/clock.ts'
import type { AnnouncedOutcome } from '../../shared/protocol/frames.ts'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { LONGEST_PAUSE_MS } from '../reminders/escalation-policy.ts'

const FLUSH_MS = 500
/** Every connected device has progress to report, so it is written less often, many in one statement. */
const PROGRESS_EVERY = 10
const MAX_WAITING = 10_000
/** Small, because payments wait meanwhile. */
const RECEIPTS_AT_ONCE = 20
const DEVICES_AT_ONCE = 50

interface Receipt {
  reminderId: string
  deviceId: string
  storeId: string
  n: number
  outcome: AnnouncedOutcome
  at: number
}

export interface DeliveryReceipts {
  /** A device has announced a reminder, and how that went. */
  announced(receipt: Receipt): void
  /** How far a device has come. */
  progress(deviceId: string, ackedSeq: number): void
  /** Stops the regular flush and writes what is left. */
  close(): Promise<void>
}

/**
 * What devices report about themselves: receipts of announcements, and how far they have acknowledged. It is evidence
 * for people, nothing is decided by it; so it is gathered and written now and then instead of costing every
 * announcement a commit. A crash loses half a second of the receipts and five of the progress.
 */
export function createDeliveryReceipts(ctx: Context): DeliveryReceipts {
  let receipts: Receipt[] = []
  let acked = new Map<string, number>()
  let dropped = 0
  let flushes = 0
  let running: Promise<void> = Promise.resolve()
  const stop: Cancel = ctx.clock.every(FLUSH_MS, () => {
    running = running.then(() => flush(false))
  })

  async function flush(last: boolean): Promise<void> {
    flushes++
    try {
      await flushReceipts()
      if (last || flushes % PROGRESS_EVERY === 0) await flushProgress()
    } catch (error) {
      ctx.logger.error({ err: error }, 'what the devices reported could not be written')
    }
  }

  async function flushReceipts(): Promise<void> {
    const now = receipts
    receipts = []
    if (dropped > 0) ctx.logger.warn({ dropped }, 'more receipts arrived than could be kept')
    dropped = 0
    for (let i = 0; i < now.length; i += RECEIPTS_AT_ONCE) {
      await ctx.db.write((tx) => writeReceipts(tx, now.slice(i, i + RECEIPTS_AT_ONCE)))
    }
  }

  async function flushProgress(): Promise<void> {
    const now = [...acked]
    acked = new Map()
    for (let i = 0; i < now.length; i += DEVICES_AT_ONCE) {
      await ctx.db.write((tx) => writeProgress(tx, ctx, now.slice(i, i + DEVICES_AT_ONCE)))
    }
  }

  return {
    announced(receipt) {
      if (receipts.length < MAX_WAITING) receipts.push(receipt)
      else dropped++
    },
    progress(deviceId, ackedSeq) {
      acked.set(deviceId, ackedSeq)
    },
    async close() {
      stop()
      await running
      await flush(true)
    },
  }
}

const RECEIPTS = bulkRows({
  reminder_id: 'TEXT',
  store_id: 'TEXT',
  device_id: 'TEXT',
  n: 'INTEGER',
  outcome: 'TEXT',
  announced_at: 'BIGINT',
})

/** The join with `reminders` keeps a device from reporting on another store's reminder (I12). */
async function writeReceipts(tx: Tx, receipts: Receipt[]): Promise<void> {
  await tx.run(
    `INSERT INTO receipts (reminder_id, device_id, n, outcome, announced_at)
     SELECT reminders.id, told.device_id, told.n, told.outcome, told.announced_at FROM ${RECEIPTS.table} AS told
       CROSS JOIN reminders
      WHERE reminders.id = told.reminder_id AND reminders.store_id = told.store_id AND reminders.n >= told.n
         ON CONFLICT DO NOTHING`,
    [
      RECEIPTS.values(
        receipts.map(({ reminderId, storeId, deviceId, n, outcome, at }) => ({
          reminder_id: reminderId,
          store_id: storeId,
          device_id: deviceId,
          n,
          outcome: JSON.stringify(outcome),
          announced_at: at,
        })),
      ),
    ],
  )
}

const PROGRESS = bulkRows({ device_id: 'TEXT', seq: 'BIGINT' })

/** A device that is there again hears what is open in its store within the longest ordinary pause. */
async function writeProgress(tx: Tx, ctx: Context, acked: [deviceId: string, seq: number][]): Promise<void> {
  const values = PROGRESS.values(acked.map(([device_id, seq]) => ({ device_id, seq })))
  const latest = ctx.clock.now() + LONGEST_PAUSE_MS
  await tx.run(
    `UPDATE devices SET acked_seq = told.seq, last_seen_at = ? FROM ${PROGRESS.table} AS told WHERE devices.id = told.device_id`,
    [ctx.clock.now(), values],
  )
  await tx.run(
    `UPDATE reminders SET next_alert_at = ? WHERE state = 'open' AND next_alert_at > ? AND store_id IN
       (SELECT devices.store_id FROM devices JOIN ${PROGRESS.table} AS told ON told.device_id = devices.id)`,
    [latest, latest, values],
  )
}
