import type { Cancel } from '../../shared/clock.ts'
import { LADDER_PAUSE_MS, MISSED_PAUSE_MS } from '../../shared/ladder.ts'
import type { AnnouncedOutcome, Hello } from '../../shared/protocol/frames.ts'
import { COUNTED, mannerOf } from '../../shared/protocol/manner.ts'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { tellEvents } from '../events/tell-events.ts'
import { createLogBudget } from '../lib/log-budget.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import { IS_OPEN } from '../reminders/reminder-row.ts'
import { foldReports, isPrintReport, mergePrint, withPaperWord } from './print-reports.ts'

/** Interval of the writes, milliseconds. */
const FLUSH_MS = 500
/** News of devices is written with every tenth flush, many in one statement: every connected device has some. */
const NEWS_EVERY = 10
/** Receipts held for the next flush; further ones are dropped and counted. */
const MAX_WAITING = 10_000
/** Lines a minute about announcements: enough for hundreds of shops in a rush; the rows have them all. */
const ANNOUNCED_LINES = 1_000
/** Receipts written by one transaction: few, because payments wait meanwhile. */
const RECEIPTS_AT_ONCE = 20
const DEVICES_AT_ONCE = 50

export interface Receipt {
  reminderId: string
  deviceId: string
  storeId: string
  n: number
  outcome: AnnouncedOutcome
  /** Milliseconds since 1970. */
  at: number
}

/** News of a device since the last write; an absent part is nothing new. */
interface DeviceNews {
  ackedSeq?: number
  client?: string
  announced?: string
}

export interface DeliveryReceipts {
  /** Takes a device's report on one announcement. */
  announced(receipt: Receipt): void
  /** Takes the position up to which a device has the log on its disk, and, after a hello, the program that said it. */
  progress(deviceId: string, ackedSeq: number, client?: Hello['device']): void
  /** Counts the announcements so far, by whether a voice, notification or dialog succeeded. */
  counts(): { ok: number; failed: number }
  /** Stops the regular flush and writes what is left. */
  close(): Promise<void>
}

/**
 * Makes the store of device reports: receipts of announcements, the positions up to which devices have acknowledged, their
 * programs, and how their latest announcement went. They are gathered and written twice a second, so that an announcement costs no COMMIT of its own. A
 * crash loses half a second of the receipts and five seconds of the positions. Failed writes are logged.
 */
export function createDeliveryReceipts(ctx: Context): DeliveryReceipts {
  let receipts: Receipt[] = []
  const mayLog = createLogBudget(ctx.clock, ANNOUNCED_LINES)
  let news = new Map<string, DeviceNews>()
  let dropped = 0
  const counts = { ok: 0, failed: 0 }
  let flushes = 0
  let running: Promise<void> = Promise.resolve()
  const stop: Cancel = ctx.clock.every(FLUSH_MS, () => {
    running = running.then(() => flush(false))
  })

  async function flush(last: boolean): Promise<void> {
    flushes++
    try {
      await flushReceipts()
      if (last || flushes % NEWS_EVERY === 0) await flushNews()
    } catch (error) {
      ctx.logger.error({ err: error }, 'what the devices reported could not be written')
    }
  }

  async function flushReceipts(): Promise<void> {
    const batch = receipts
    receipts = []
    if (dropped > 0) ctx.logger.warn({ dropped }, 'more receipts arrived than could be kept')
    dropped = 0
    for (let i = 0; i < batch.length; i += RECEIPTS_AT_ONCE) {
      await ctx.db.write((tx) => writeReceipts(tx, ctx, batch.slice(i, i + RECEIPTS_AT_ONCE)))
    }
    for (const receipt of batch) logReceipt(receipt)
  }

  /** Writes a line for an announcement: a shop asks later what rang where, and what failed. */
  function logReceipt({ storeId, deviceId, reminderId, n, outcome }: Receipt): void {
    const leftOut = mayLog('announced')
    if (leftOut === undefined) return
    const failed = Object.values(outcome).every((one) => one !== 'ok')
    const facts = { storeId, deviceId, reminderId, n, outcome, ...(leftOut > 0 && { leftOut }) }
    if (isPrintReport(outcome)) ctx.logger.info(facts, 'a device reported a printer')
    else ctx.logger.info(facts, failed ? 'a device could not announce' : 'a device announced')
  }

  async function flushNews(): Promise<void> {
    const batch = [...news]
    news = new Map()
    for (let i = 0; i < batch.length; i += DEVICES_AT_ONCE) {
      await ctx.db.write((tx) => writeNews(tx, ctx, batch.slice(i, i + DEVICES_AT_ONCE)))
    }
  }

  function newsOf(deviceId: string): DeviceNews {
    const known = news.get(deviceId)
    if (known !== undefined) return known
    const fresh = {}
    news.set(deviceId, fresh)
    return fresh
  }

  return {
    announced(report) {
      const receipt = { ...report, outcome: withKnownWords(withPaperWord(report.outcome)) }
      if (!isPrintReport(receipt.outcome)) {
        newsOf(receipt.deviceId).announced = JSON.stringify({ ...receipt.outcome, at: receipt.at })
        counts[Object.values(receipt.outcome).includes('ok') ? 'ok' : 'failed']++
      }
      if (receipts.length < MAX_WAITING) receipts.push(receipt)
      else dropped++
    },
    progress(deviceId, ackedSeq, client) {
      const own = newsOf(deviceId)
      own.ackedSeq = ackedSeq
      if (client !== undefined) own.client = JSON.stringify(client)
    },
    counts: () => counts,
    async close() {
      stop()
      await running
      await flush(true)
    },
  }
}

/** Leaves out a word about words that nothing here reads: an `ok` there would make a reminder heard that was not. */
function withKnownWords(outcome: AnnouncedOutcome): AnnouncedOutcome {
  const { words: _, ...rest } = outcome
  return mannerOf(outcome) === 'counted' ? { ...rest, words: COUNTED } : rest
}

const RECEIPTS = bulkRows({
  reminder_id: 'TEXT',
  store_id: 'TEXT',
  device_id: 'TEXT',
  n: 'INTEGER',
  outcome: 'TEXT',
  announced_at: 'BIGINT',
})

/**
 * Writes receipts, the first of each device, reminder and `n`; of a later one, what it says of paper. The join with
 * `reminders` leaves out a report on another store's reminder (I12).
 */
async function writeReceipts(tx: Tx, ctx: Context, receipts: Receipt[]): Promise<void> {
  const folded = foldReports(receipts)
  await insertReceipts(tx, folded)
  for (const receipt of folded) if (receipt.outcome.print !== undefined) await mergePrint(tx, receipt)
  const spoken = folded.filter(({ outcome }) => outcome.speech === 'ok')
  await tellSpoken(tx, ctx, spoken)
}

async function insertReceipts(tx: Tx, receipts: Receipt[]): Promise<void> {
  const rows = RECEIPTS.of(
    sortedBy(receipts, ({ reminderId, deviceId, n }) => `${reminderId} ${deviceId} ${n}`).map(
      ({ reminderId, storeId, deviceId, n, outcome, at }) => ({
        reminder_id: reminderId,
        store_id: storeId,
        device_id: deviceId,
        n,
        outcome: JSON.stringify(outcome),
        announced_at: at,
      }),
    ),
  )
  await tx.run(
    `INSERT INTO receipts (reminder_id, device_id, n, outcome, announced_at)
     SELECT reminders.id, receipt.device_id, receipt.n, receipt.outcome, receipt.announced_at
       FROM ${rows.table} AS receipt CROSS JOIN reminders
      WHERE reminders.id = receipt.reminder_id AND reminders.store_id = receipt.store_id AND reminders.n >= receipt.n
         ON CONFLICT DO NOTHING`,
    rows.values,
  )
}

const SPOKEN = bulkRows({ reminder_id: 'TEXT', store_id: 'TEXT', device_id: 'TEXT', n: 'INTEGER', counted: 'INTEGER' })

interface SpokenRow {
  id: string
  n: number
  kind: string
  store_id: string
  order_id: number
  number: string
  device: string
  counted: number
}

/** Tells of each reminder, once, that a voice has spoken it; of reports that came together, one in words of its own. */
async function tellSpoken(tx: Tx, ctx: Context, receipts: readonly Receipt[]): Promise<void> {
  if (receipts.length === 0) return
  const rows = SPOKEN.of(
    receipts.map(({ reminderId, storeId, deviceId, n, outcome }) => {
      const counted = mannerOf(outcome) === 'counted' ? 1 : 0
      return { reminder_id: reminderId, store_id: storeId, device_id: deviceId, n, counted }
    }),
  )
  const spoken = await tx.all<SpokenRow>(
    `SELECT reminders.id, receipt.n, reminders.kind, reminders.store_id, reminders.order_id, orders.number, devices.name AS device,
            receipt.counted
       FROM ${rows.table} AS receipt CROSS JOIN reminders CROSS JOIN orders CROSS JOIN devices
      WHERE reminders.id = receipt.reminder_id AND reminders.store_id = receipt.store_id AND reminders.n >= receipt.n
        AND orders.id = reminders.order_id AND devices.id = receipt.device_id`,
    rows.values,
  )
  tellEvents(
    tx,
    ctx,
    sortedBy(spoken, ({ id, n, counted }) => `${id} ${String(n).padStart(9, '0')} ${counted}`).map(
      ({ id, n, kind, store_id: storeId, order_id: orderId, number, device, counted }) => ({
        type: 'reminder.spoken',
        storeId,
        order: { id: orderId, number },
        data: { kind, device, n, ...(counted === 1 && { counted: true as const }) },
        once: `spoken ${id}`,
      }),
    ),
  )
}

/**
 * The end of the longest pause of a reminder that devices announce, as SQL; bind the present time twice, milliseconds. The
 * pause begins after the latest alert, whoever dated it: the clock of a server that slept is behind until it is measured.
 */
const LATEST = `CASE WHEN alerted_at > CAST(? AS BIGINT) THEN alerted_at ELSE CAST(? AS BIGINT) END
            + CASE WHEN kind = 'missed' THEN ${MISSED_PAUSE_MS} ELSE ${LADDER_PAUSE_MS} END`
const NEWS = bulkRows({ device_id: 'TEXT', seq: 'BIGINT', client: 'TEXT', announced: 'TEXT' })

/**
 * Writes news of devices. Positions move forward only: another server may have written a newer one. The reminders of a
 * store whose device is connected again become due within the longest ordinary pause.
 */
async function writeNews(tx: Tx, ctx: Context, news: [deviceId: string, news: DeviceNews][]): Promise<void> {
  const rising = sortedBy(news, ([deviceId]) => deviceId)
  const progress = NEWS.of(
    rising.map(([device_id, { ackedSeq = null, client = null, announced = null }]) => ({
      device_id,
      seq: ackedSeq,
      client,
      announced,
    })),
  )
  await tx.run(
    `UPDATE devices SET last_seen_at = ?, client = COALESCE(progress.client, devices.client),
            announced = COALESCE(progress.announced, devices.announced),
            acked_seq = CASE WHEN progress.seq > devices.acked_seq THEN progress.seq ELSE devices.acked_seq END
       FROM ${progress.table} AS progress
      WHERE devices.id = progress.device_id`,
    [ctx.clock.now(), ...progress.values],
  )
  // By the ladder's clock, which is the other one for a moment after a jump.
  const now = ctx.clockWatch.now()
  await tx.run(
    `UPDATE reminders SET next_alert_at = ${LATEST}
       FROM (SELECT id FROM reminders WHERE ${IS_OPEN} AND next_alert_at > ${LATEST} AND store_id IN
              (SELECT devices.store_id FROM devices JOIN ${progress.table} AS progress ON progress.device_id = devices.id)
              ORDER BY id) AS late
      WHERE reminders.id = late.id AND reminders.${IS_OPEN} AND next_alert_at > ${LATEST}`,
    [now, now, now, now, ...progress.values, now, now],
  )
}
