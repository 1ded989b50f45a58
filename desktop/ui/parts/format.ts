import { LOCALE_FACTS, type Locale } from '../../../shared/locales.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { numberTail, type OpenNumbers } from '../../../shared/phrases/order-tail.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { toldKind } from '../../../shared/reminder.ts'
import { cleanLine } from '../../../shared/text.ts'
import type { Messages } from '../messages/messages.ts'

export { dateAndTime, timeOfDay } from '../../../shared/store-time.ts'

/**
 * Shortens an order number to its tail, as the voice says it: longer where two of the `openNumbers` would be called the
 * same. A number without letters and digits stays whole.
 */
export function tailOf(orderNumber: string, openNumbers?: OpenNumbers): string {
  return (openNumbers?.tailOf(orderNumber) ?? numberTail(orderNumber)).join('') || cleanLine(orderNumber, 8)
}

/** Names a reminder: by the tail of its order number, or by its kind when it has none. */
export function calledOf(reminder: ReminderFrame, messages: Messages, openNumbers?: OpenNumbers): string {
  return tailOf(reminder.order.number, openNumbers) || messages.kind[toldKind(reminder)]
}

const MAX_CODE = 24

/** Writes an order's fulfilment in words; an unknown one as its code, an empty one as ''. */
export function fulfilmentOf({ fulfilment }: { fulfilment: string }, messages: Messages): string {
  return ownEntry(messages.fulfilment, fulfilment) ?? cleanLine(fulfilment.replaceAll('_', ' '), MAX_CODE)
}

/** Writes an order's status in words; an unknown one as its number. */
export function statusOf({ status }: { status: number }, messages: Messages): string {
  return ownEntry(messages.status, String(status)) ?? messages.unknownStatus(status)
}

/** Counts the whole seconds from `from` to `to`, both milliseconds; never negative. */
export function secondsBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / 1000))
}

/** Writes seconds as `7:05` or `1:02:09`, whose width does not change with every second. */
export function clockFace(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** Writes a date field's `2026-11-03` as `2026年11月3日` or `3 November 2026`; `undefined` while it holds no day. */
export function dayInWords(day: string, locale: Locale): string | undefined {
  const at = Date.parse(`${day}T00:00Z`)
  if (day === '' || Number.isNaN(at)) return undefined
  return new Intl.DateTimeFormat(LOCALE_FACTS[locale].dates, { dateStyle: 'long', timeZone: 'UTC' }).format(at)
}
