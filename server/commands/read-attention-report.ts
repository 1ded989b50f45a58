import type { EffectCause } from '../../shared/api/attention.ts'
import { type AttentionReport, LONGEST_REPORT_MS, type ReportQuery } from '../../shared/api/attention-report.ts'
import type { OrderSummary } from '../../shared/reminder.ts'
import { startOfDay } from '../../shared/start-of-day.ts'
import { usableZone } from '../../shared/time-zones.ts'
import { coversOf, type EffectRow } from '../attention/effect-row.ts'
import type { Context } from '../context/context.ts'
import type { Sql } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { IS_NOT_APPLIED } from '../payments/find-payments.ts'
import { getStore, toStore } from '../stores/stores.ts'
import { visitsBetween } from './read-visits.ts'
import { type ReportedOrder, summariseAttention } from './summarise-attention.ts'

/** Longest time between placing an order and its payment, milliseconds: it bounds what is read by the index on orders. */
const LONGEST_UNPAID_MS = 7 * 24 * 60 * 60_000

/** Causes of messages that a report does not count: nothing had happened. */
const OF_NO_ORDER: readonly EffectCause[] = ['test', 'report']

interface OrderReminderRow {
  id: string
  order_id: number
  number: string
  state: string
  details: string
  created_at: number
  answered_at: number | null
  missed_at: number | null
}

/**
 * Reads how the orders of a store that were paid in a day or a shift were heard and answered, and for how long no device
 * was connected. Throws `store_unknown`, `query_invalid`.
 */
export async function readAttentionReport(ctx: Context, storeId: string, query: ReportQuery): Promise<AttentionReport> {
  const { read } = ctx.db
  const now = ctx.clock.now()
  const { settings, timezone } = toStore(await getStore(read, storeId))
  const to = query.to ?? now + 1
  const from = query.from ?? startOfDay(Math.min(now, to), usableZone(timezone))
  if (from >= to || to - from > LONGEST_REPORT_MS) throw appError('query_invalid')
  const rows = await read.all<OrderReminderRow>(
    `SELECT r.id, r.order_id, o.number, r.state, r.details, r.created_at, r.answered_at, o.missed_at
       FROM orders o JOIN reminders r ON r.order_id = o.id
      WHERE o.store_id = ? AND o.created_at >= ? AND o.created_at < ? AND (o.paid_at IS NOT NULL OR o.payment IS NOT NULL)
        AND r.kind = 'new_order' AND r.created_at >= ? AND r.created_at < ? ORDER BY r.created_at, r.id`,
    [storeId, from - LONGEST_UNPAID_MS, to, from, to],
  )
  const spoken = await readSpoken(read, storeId, { from, to })
  const effects = await readEffects(read, storeId, { from, to })
  const sent = effects.filter(({ sent_at }) => sent_at !== null)
  const covered = sent.flatMap(coversOf)
  const orders = rows.map((row): ReportedOrder => {
    const { acceptBy = row.created_at + settings.acceptWithinMinutes * 60_000 } = JSON.parse(row.details) as Pick<
      OrderSummary,
      'acceptBy'
    >
    const heard = spoken.filter(({ reminder_id }) => reminder_id === row.id)
    return {
      orderId: row.order_id,
      number: row.number,
      paidAt: row.created_at,
      state: row.state,
      acceptBy,
      answeredAt: row.answered_at,
      missedAt: row.missed_at,
      firstSpokenAt: heard.length === 0 ? null : Math.min(...heard.map(({ first_at }) => first_at)),
      spokenBy: heard.length,
      told: covered.filter((id) => id === row.id).length,
    }
  })
  const visits = await visitsBetween(read, storeId, from, to)
  return {
    ...{ from, to },
    ...summariseAttention(orders, visits, { from, to: Math.min(to, now), now }),
    told: sent.length,
    toldFailed: effects.filter(({ state }) => state === 'failed').length,
    refundsWaiting: await countRefunds(read, storeId),
  }
}

/** Reads every message that was planned for a store's people between two times: in a month there may be thousands. */
async function readEffects(
  sql: Sql,
  storeId: string,
  { from, to }: Range,
): Promise<Pick<EffectRow, 'covers' | 'state' | 'sent_at'>[]> {
  return await sql.all(
    `SELECT covers, state, sent_at FROM effects WHERE store_id = ? AND created_at >= ? AND created_at < ?
        AND cause NOT IN (${OF_NO_ORDER.map(() => '?').join(', ')})`,
    [storeId, from, to, ...OF_NO_ORDER],
  )
}

/** A time from `from`, included, to `to`, excluded, milliseconds. */
interface Range {
  from: number
  to: number
}

interface SpokenRow {
  reminder_id: string
  first_at: number
}

/** Reads when each device first spoke each new order that was paid between two times, milliseconds. */
async function readSpoken(sql: Sql, storeId: string, { from, to }: Range): Promise<SpokenRow[]> {
  return await sql.all<SpokenRow>(
    `SELECT receipts.reminder_id, MIN(receipts.announced_at) AS first_at
       FROM orders o JOIN reminders r ON r.order_id = o.id JOIN receipts ON receipts.reminder_id = r.id
      WHERE o.store_id = ? AND o.created_at >= ? AND o.created_at < ? AND (o.paid_at IS NOT NULL OR o.payment IS NOT NULL)
        AND r.kind = 'new_order' AND r.created_at >= ? AND r.created_at < ? AND receipts.outcome LIKE '%"speech":"ok"%'
      GROUP BY receipts.reminder_id, receipts.device_id`,
    [storeId, from - LONGEST_UNPAID_MS, to, from, to],
  )
}

async function countRefunds(sql: Sql, storeId: string): Promise<number> {
  const row = await sql.get<{ count: number }>(
    `SELECT COUNT(*) AS count FROM payments JOIN orders ON orders.id = payments.order_id
      WHERE payments.state = 'refund_due' AND payments.${IS_NOT_APPLIED} AND orders.store_id = ?`,
    [storeId],
  )
  return row?.count ?? 0
}
