import * as z from 'zod'
import { cleanLine } from './text.ts'
import { usableZone } from './time-zones.ts'
import { createWallClock, type DayNumber, dayOf, type WallClock, weekdayOf } from './wall-time.ts'

/**
 * The opening hours of a store, by its own clocks: spans for each weekday, and other spans for single dates. A span
 * belongs to the day on which it begins, also where it ends after midnight: a closed date ends nothing that began the
 * evening before.
 */

/** The weekdays as the settings name them, in their order. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** The most spans of one day, and the most single dates. */
export const MOST_SPANS = 6
export const MOST_DATES = 100
/** The longest name of a date, UTF-16 units. */
export const LONGEST_NOTE = 40
const DAY_MINUTES = 1_440

const timeText = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time from 00:00 to 23:59')
const endText = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time from 00:00 to 24:00')

/** From when to when the shop is open. An end before the beginning is on the next day; `24:00` is the end of the day. */
export const spanSchema = z.strictObject({ from: timeText, to: endText }).refine(({ from, to }) => from !== to, {
  path: ['to'],
  message: 'must differ from the beginning; 00:00 to 24:00 is a whole day',
})

/** The spans of one day. None: closed. */
const spansSchema = z
  .array(spanSchema)
  .max(MOST_SPANS)
  .refine((spans) => !overlap(spans), 'must not overlap')

const dateSchema = z.strictObject({
  /** `2026-10-01`, by the store's clocks. */
  date: z.iso.date(),
  /** In place of the weekday’s. None: closed. */
  spans: spansSchema,
  /** The name of the day, such as 国庆节. */
  note: z
    .string()
    .max(LONGEST_NOTE)
    .overwrite((note) => cleanLine(note, LONGEST_NOTE))
    .min(1)
    .optional(),
})

export const openingHoursSchema = z.strictObject({
  week: z.strictObject({
    mon: spansSchema,
    tue: spansSchema,
    wed: spansSchema,
    thu: spansSchema,
    fri: spansSchema,
    sat: spansSchema,
    sun: spansSchema,
  }),
  dates: z
    .array(dateSchema)
    .max(MOST_DATES)
    .refine((dates) => new Set(dates.map(({ date }) => date)).size === dates.length, 'must name a date once')
    .default([]),
})

export type OpeningHours = z.infer<typeof openingHoursSchema>
export type OpenSpan = z.infer<typeof spanSchema>

/**
 * Tells whether a store is open at `at`, milliseconds since 1970. Without hours it always is. `zone`: the store's IANA time
 * zone; one that this host does not know is read as UTC. Never throws.
 */
export function isOpen(hours: OpeningHours | null, zone: string, at: number): boolean {
  return hours === null || isOpenBy(hours, createWallClock(usableZone(zone)), at)
}

/**
 * Finds the next time after `at` at which a store opens or closes, milliseconds since 1970; `undefined` where it never
 * does. Never throws.
 */
export function nextChange(hours: OpeningHours | null, zone: string, at: number): number | undefined {
  if (hours === null) return undefined
  const clock = createWallClock(usableZone(zone))
  const open = isOpenBy(hours, clock, at)
  const today = clock.dayAt(at)
  // A week that changes nothing is like every other, but for the dates and the week after each of them.
  const days = new Set([today, ...hours.dates.map(({ date }) => dayOf(date))].flatMap(daysAround))
  for (const day of [...days].filter((each) => each >= today - 1).toSorted((a, b) => a - b)) {
    const turns = timesOpen(hours, clock, day).flatMap(({ from, to }) => [from, to])
    const later = turns.filter((turn) => turn > at && isOpenBy(hours, clock, turn) !== open)
    if (later.length > 0) return Math.min(...later)
  }
  return undefined
}

/** The day before, for what ends after midnight, the day itself and the week that follows. */
function daysAround(day: DayNumber): DayNumber[] {
  return Array.from({ length: 10 }, (_, index) => day - 1 + index)
}

function isOpenBy(hours: OpeningHours, clock: WallClock, at: number): boolean {
  const day = clock.dayAt(at)
  // The next day as well: clocks that go back over midnight show the end of a day again after its end.
  return [day - 1, day, day + 1].some((each) =>
    timesOpen(hours, clock, each).some(({ from, to }) => from <= at && at < to),
  )
}

/** Finds the times, milliseconds since 1970, between which a store is open by the spans that begin on a day. */
function timesOpen(hours: OpeningHours, clock: WallClock, day: DayNumber): { from: number; to: number }[] {
  return spansOf(hours, day).map(({ from, to }) => {
    const [begin, end] = minutesOf({ from, to })
    // Of an hour that comes twice, the shop is open both times rather than closed at either.
    const ends = end > DAY_MINUTES ? clock.timesOf(day + 1, end - DAY_MINUTES) : clock.timesOf(day, end)
    return { from: clock.timesOf(day, begin).first, to: ends.last }
  })
}

/** Returns the spans that begin on a day: those of its date, else those of its weekday. */
function spansOf({ week, dates }: OpeningHours, day: DayNumber): readonly OpenSpan[] {
  const exception = dates.find(({ date }) => dayOf(date) === day)
  return exception?.spans ?? week[WEEKDAYS[weekdayOf(day)] ?? 'mon']
}

/** Reads a span as minutes since the midnight before it; the end is above 1440 where it is on the next day. */
function minutesOf({ from, to }: OpenSpan): [begin: number, end: number] {
  const begin = minuteOf(from)
  const end = minuteOf(to)
  return [begin, end > begin ? end : end + DAY_MINUTES]
}

function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
}

/** Whether two spans of one day share a minute. */
function overlap(spans: readonly OpenSpan[]): boolean {
  const sorted = spans.map(minutesOf).toSorted(([a], [b]) => a - b)
  return sorted.some(([, end], index) => end > (sorted[index + 1]?.[0] ?? Number.POSITIVE_INFINITY))
}
