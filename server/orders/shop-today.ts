import type { ShopToday } from '../../shared/api/shop-today.ts'
import { isOpen, nextChange } from '../../shared/opening-hours.ts'
import { startOfDay } from '../../shared/start-of-day.ts'
import { usableZone } from '../../shared/time-zones.ts'
import type { Context } from '../context/context.ts'
import type { Sql } from '../db/database.ts'
import { getStore, toStore } from '../stores/stores.ts'

/** Longest life of an order that rings, milliseconds: it lets the index on `created_at` bound the rows that are read. */
const LONGEST_LIFE_MS = 7 * 24 * 60 * 60_000

/**
 * Reads whether a store is open, its orders of today, and whether any of its devices has rung since the beginning of
 * yesterday. A store that is younger than that is not called silent. Throws `store_unknown`.
 */
export async function readShopToday(ctx: Context, storeId: string): Promise<ShopToday> {
  const { read } = ctx.db
  const { settings, timezone } = toStore(await getStore(read, storeId))
  const zone = usableZone(timezone)
  const now = ctx.clock.now()
  const today = startOfDay(now, zone)
  const yesterday = startOfDay(today - 1, zone)
  const paid = await read.get<{ count: number }>(
    'SELECT COUNT(*) AS count FROM orders WHERE store_id = ? AND created_at >= ? AND paid_at >= ?',
    [storeId, today - LONGEST_LIFE_MS, today],
  )
  const heard = (await isYounger(read, storeId, yesterday)) || (await hasRung(read, storeId, yesterday))
  return {
    hours: settings.hours !== null,
    open: isOpen(settings.hours, timezone, now),
    changesAt: nextChange(settings.hours, timezone, now) ?? null,
    paid: paid?.count ?? 0,
    silentSince: heard ? null : yesterday,
  }
}

async function isYounger(sql: Sql, storeId: string, since: number): Promise<boolean> {
  return (await sql.get('SELECT id FROM stores WHERE id = ? AND created_at >= ?', [storeId, since])) !== undefined
}

/** Tells whether a device of the store has spoken of an order, or rung for it, since a time, milliseconds. */
async function hasRung(sql: Sql, storeId: string, since: number): Promise<boolean> {
  const row = await sql.get(
    `SELECT receipts.announced_at FROM orders o JOIN reminders r ON r.order_id = o.id
       JOIN receipts ON receipts.reminder_id = r.id
      WHERE o.store_id = ? AND o.created_at >= ? AND receipts.announced_at >= ?
        AND (receipts.outcome LIKE '%"speech":"ok"%' OR receipts.outcome LIKE '%"speech":"ring_only"%') LIMIT 1`,
    [storeId, since - LONGEST_LIFE_MS, since],
  )
  return row !== undefined
}
