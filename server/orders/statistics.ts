import type { Statistics } from '../../shared/api/orders.ts'
import type { Currency } from '../../shared/money.ts'
import { ORDER_STATUS, PAY_STATUS } from '../../shared/order.ts'
import { reminderStateSchema } from '../../shared/reminder.ts'
import { startOfDay } from '../../shared/start-of-day.ts'
import { usableZone } from '../../shared/time-zones.ts'
import type { Context } from '../context/context.ts'
import { getStore } from '../stores/stores.ts'
import { IS_UNDER_WAY } from './under-way.ts'

/**
 * Longest life of an order in this trade, milliseconds: it lets the index on `created_at` bound the rows that are read.
 */
const LONGEST_LIFE_MS = 7 * 24 * 60 * 60_000

/** Counts the orders of a store: those under way, and today's by the clocks of the store. Throws `store_unknown`. */
export async function storeStatistics(ctx: Context, storeId: string): Promise<Statistics> {
  const { timezone } = await getStore(ctx.db.read, storeId)
  const since = startOfDay(ctx.clock.now(), usableZone(timezone))
  const underWay = await ctx.db.read.all<{ status: number; count: number }>(
    `SELECT status, COUNT(*) AS count FROM orders WHERE store_id = ? AND ${IS_UNDER_WAY} GROUP BY status`,
    [storeId],
  )
  const count = (status: number) => underWay.find((row) => row.status === status)?.count ?? 0
  const today = await ctx.db.read.get<{ paid: number; completed: number; cancelled: number }>(
    `SELECT COUNT(CASE WHEN paid_at >= ? THEN 1 END) AS paid,
            COUNT(CASE WHEN completed_at >= ? AND (paid_at IS NOT NULL OR payment IS NOT NULL) THEN 1 END) AS completed,
            COUNT(CASE WHEN cancelled_at >= ? AND (paid_at IS NOT NULL OR payment IS NOT NULL) THEN 1 END) AS cancelled
       FROM orders WHERE store_id = ? AND created_at >= ?`,
    [since, since, since, storeId, since - LONGEST_LIFE_MS],
  )
  const turnover = await ctx.db.read.all<{ currency: Currency; amountMinor: number }>(
    `SELECT currency, SUM(amount_minor - refunded_minor) AS "amountMinor" FROM orders
      WHERE store_id = ? AND created_at >= ? AND paid_at >= ?
        AND pay_status = ${PAY_STATUS.paid} AND status <> ${ORDER_STATUS.cancelled}
      GROUP BY currency ORDER BY currency`,
    [storeId, since - LONGEST_LIFE_MS, since],
  )
  const open = await ctx.db.read.get<{ count: number }>(
    `SELECT COUNT(*) AS count FROM reminders WHERE store_id = ? AND state = '${reminderStateSchema.enum.open}'`,
    [storeId],
  )
  return {
    toBeConfirmed: count(ORDER_STATUS.to_be_confirmed),
    confirmed: count(ORDER_STATUS.confirmed),
    delivering: count(ORDER_STATUS.delivering),
    today: {
      since,
      paid: today?.paid ?? 0,
      completed: today?.completed ?? 0,
      cancelled: today?.cancelled ?? 0,
      turnover,
    },
    unanswered: open?.count ?? 0,
  }
}
