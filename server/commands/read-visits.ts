import type { Attention } from '../../shared/api/order-attention.ts'
import type { Sql } from '../db/database.ts'
import type { ReminderRow } from '../reminders/reminder-row.ts'

type Reached = Attention['reminders'][number]['reached'][number]

/** The time for which a device was connected, with its name. Times are milliseconds; `until_at` is absent while it is. */
export interface VisitRow {
  device_id: string
  device_name: string
  from_at: number
  until_at: number | null
  ended: string | null
}

/** Reads the visits of a store's devices that touch the time between `from` and `to`, both included, oldest first. */
export async function visitsBetween(sql: Sql, storeId: string, from: number, to: number): Promise<VisitRow[]> {
  return await sql.all(
    `SELECT visits.device_id, devices.name AS device_name, visits.from_at, visits.until_at, visits.ended
       FROM device_visits AS visits JOIN devices ON devices.id = visits.device_id
      WHERE visits.store_id = ? AND visits.from_at <= ? AND (visits.until_at IS NULL OR visits.until_at >= ?)
      ORDER BY visits.from_at, visits.id`,
    [storeId, to, from],
  )
}

/** Reads the visits that touch the wait of any of an order's reminders; `now`: milliseconds. */
export async function readVisits(sql: Sql, reminders: readonly ReminderRow[], now: number): Promise<VisitRow[]> {
  const [first] = reminders
  if (first === undefined) return []
  const from = Math.min(...reminders.map(({ created_at }) => created_at))
  const to = Math.max(...reminders.map(({ answered_at }) => answered_at ?? now))
  return await visitsBetween(sql, first.store_id, from, to)
}

/** Gathers the devices that were connected while a reminder waited, each with its first and last moment of that. */
export function reachedBy(reminder: ReminderRow, visits: readonly VisitRow[]): Reached[] {
  const { created_at: begin, answered_at: end } = reminder
  const devices = new Map<string, Reached>()
  for (const { device_id: deviceId, device_name: device, from_at, until_at } of visits) {
    if (from_at > (end ?? Number.POSITIVE_INFINITY) || (until_at ?? Number.POSITIVE_INFINITY) < begin) continue
    const before = devices.get(deviceId)
    const from = before?.from ?? Math.max(from_at, begin)
    const until = until_at === null ? end : end === null ? until_at : Math.min(until_at, end)
    devices.set(deviceId, { deviceId, device, from, until })
  }
  return [...devices.values()]
}
