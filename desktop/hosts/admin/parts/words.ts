import { dateAndTime } from '../../../../shared/store-time.ts'
import type { AdminMessages } from '../messages/messages.ts'

const MINUTE_MS = 60_000

/** Writes a time by the clocks of this machine; none as a dash. */
export function moment(at: number | null): string {
  return at === null ? '–' : dateAndTime(at, undefined)
}

/** Writes how long ago `at` was: minutes, hours or days. Both in milliseconds. */
export function ago(at: number, now: number, messages: AdminMessages): string {
  const minutes = Math.max(0, Math.floor((now - at) / MINUTE_MS))
  if (minutes < 60) return messages.minutes(minutes)
  if (minutes < 48 * 60) return messages.hours(Math.floor(minutes / 60))
  return messages.days(Math.floor(minutes / (24 * 60)))
}
