import { LOCALE_FACTS, type Locale } from '../../../shared/locales.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { numberTail } from '../../../shared/phrases/spoken-order.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind } from '../../../shared/reminder.ts'
import { cleanLine } from '../../../shared/text.ts'
import type { Words } from '../messages/messages.ts'

/** What is called out of an order's number, as the voice says it; a number without letters and digits as a whole. */
export function tailOf(orderNumber: string): string {
  return numberTail(orderNumber).join('') || cleanLine(orderNumber, 8)
}

/** What a reminder is called on the screen: its order's tail, or its kind when it speaks of no order. */
export function calledOf({ type, order }: ReminderFrame, words: Words): string {
  return tailOf(order.number) || words.kind[reminderKind(type)]
}

const MAX_CODE = 24

/** How an order is fulfilled, in words; one that came after this client as its code, empty when there is none. */
export function fulfilmentOf({ fulfilment }: { fulfilment: string }, words: Words): string {
  return ownEntry(words.fulfilment, fulfilment) ?? cleanLine(fulfilment.replaceAll('_', ' '), MAX_CODE)
}

/** Where an order stands, in words; a status that came after this client as its number. */
export function statusOf({ status }: { status: number }, words: Words): string {
  return ownEntry(words.status, String(status)) ?? words.unknownStatus(status)
}

/** Whole seconds from `from` to `to`, milliseconds both; never negative. */
export function secondsBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / 1000))
}

/** `7:05`, `1:02:09`: a countdown that does not change its width with every second. */
export function clockFace(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** `18:05`, in a time zone (default: the device's own). */
export function timeOfDay(at: number, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at)
}

/** `2026-11-23 18:05`: sorts as it reads, in either language. */
export function dateAndTime(at: number, timeZone: string | undefined): string {
  return `${new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at)} ${timeOfDay(at, timeZone)}`
}

/** `2026年11月3日`, `3 November 2026`: a date field's `2026-11-03` in words; `undefined` while it holds no day. */
export function dayInWords(day: string, locale: Locale): string | undefined {
  const at = Date.parse(`${day}T00:00Z`)
  if (day === '' || Number.isNaN(at)) return undefined
  return new Intl.DateTimeFormat(LOCALE_FACTS[locale].dates, { dateStyle: 'long', timeZone: 'UTC' }).format(at)
}
