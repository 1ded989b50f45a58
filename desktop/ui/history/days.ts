import { startOfDay } from '../../../shared/start-of-day.ts'
import { dateAndTime } from '../../../shared/store-time.ts'
import { isTimeZone } from '../../../shared/time-zones.ts'

const HOUR_MS = 3_600_000

/**
 * Finds the time (milliseconds since 1970) at which a date field's `2026-11-03` begins on the clocks of `timeZone`; without
 * one, or where this host does not know it, on the device's. `undefined` while the field holds no day.
 */
export function beginningOf(day: string, timeZone: string | undefined): number | undefined {
  const noon = Date.parse(`${day}T12:00Z`)
  if (day === '' || Number.isNaN(noon)) return undefined
  if (timeZone === undefined || !isTimeZone(timeZone)) return new Date(`${day}T00:00`).getTime()
  // At noon by UTC the date is a day further on in zones from 12 hours ahead on, and nowhere else.
  const within = dateAndTime(noon, timeZone).startsWith(day) ? noon : noon - 12 * HOUR_MS
  return startOfDay(within, timeZone)
}

/** Finds the end of a day, as {@link beginningOf} finds its beginning: a day has 23 or 25 hours where clocks change. */
export function endOf(day: string, timeZone: string | undefined): number | undefined {
  const noon = Date.parse(`${day}T12:00Z`)
  if (day === '' || Number.isNaN(noon)) return undefined
  return beginningOf(new Date(noon + 24 * HOUR_MS).toISOString().slice(0, 10), timeZone)
}

/** Groups orders, newest first, by the days on the clocks of `timeZone` on which they were placed: `2026-11-03`. */
export function daysOf<T extends { order: { createdAt: number } }>(
  orders: readonly T[],
  timeZone: string | undefined,
): [day: string, orders: T[]][] {
  const days = new Map<string, T[]>()
  for (const one of orders) {
    const day = dateAndTime(one.order.createdAt, timeZone).slice(0, 10)
    days.set(day, [...(days.get(day) ?? []), one])
  }
  return [...days]
}
