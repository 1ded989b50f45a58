/** A calendar date without a zone, as days since 1970-01-01, so that the next day is one more. */
export type DayNumber = number

/** Reads the clocks of one time zone, and finds the times at which they show something. */
export interface WallClock {
  /** The date that the clocks show at `at`, milliseconds since 1970. */
  dayAt(at: number): DayNumber
  /**
   * Finds the first and the last time at which the clocks show `minute` (0 to 1440) of a day: they differ where clocks go
   * back. A time that clocks leave out when they go forward is read by the clocks as they were before, as Temporal does
   * ("compatible", tc39.es/proposal-temporal, §Time zones).
   */
  timesOf(day: DayNumber, minute: number): { first: number; last: number }
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Makes the clock of an IANA time zone. Throws a RangeError for a zone that the host does not know. */
export function createWallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })

  const known = new Map<DayNumber, number>()

  /** Reads the clocks at `at`, as if they showed UTC; whole seconds. */
  function shownAt(at: number): number {
    const parts = format.formatToParts(at)
    const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((p) => p.type === type)?.value)
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  }

  /** How far the clocks are ahead of UTC at `at`, milliseconds. */
  function aheadAt(at: number): number {
    return shownAt(at) - Math.floor(at / 1000) * 1000
  }

  /** {@link aheadAt} at the midnight of a day by UTC. Looked up once: to ask Intl about another day takes it longest. */
  function aheadOn(day: DayNumber): number {
    const found = known.get(day) ?? aheadAt(day * DAY_MS)
    known.set(day, found)
    return found
  }

  return {
    dayAt: (at) => Math.floor(shownAt(at) / DAY_MS),
    timesOf(day, minute) {
      const shown = day * DAY_MS + minute * MINUTE_MS
      // No clocks are more than 14 hours from UTC: the time is between the two midnights.
      const before = shown - aheadOn(day - 1)
      const after = shown - aheadOn(day + 2)
      if (before === after) return { first: before, last: before }
      const found = [before, after].filter((at) => shownAt(at) === shown)
      if (found.length === 0) return { first: before, last: before }
      return { first: Math.min(...found), last: Math.max(...found) }
    },
  }
}

/** Returns the day of a date such as `2026-10-01`; NaN for what is none. */
export function dayOf(date: string): DayNumber {
  return Date.parse(`${date}T00:00Z`) / DAY_MS
}

/** Returns the weekday of a day: 0 is Monday, 6 Sunday. */
export function weekdayOf(day: DayNumber): number {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % 7) + 7) % 7
}
