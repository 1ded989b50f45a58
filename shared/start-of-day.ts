/**
 * Finds the beginning of the day that the clocks of `timezone` show at `now`; both times in milliseconds since 1970.
 * Throws a RangeError for a time zone that the host does not know.
 */
export function startOfDay(now: number, timezone: string): number {
  const guess = now - sinceMidnight(now, timezone)
  // A clock change between midnight and now makes the guess miss by its length.
  const drift = sinceMidnight(guess, timezone)
  const midnight = drift === 0 ? guess : guess + (drift < DAY / 2 ? -drift : DAY - drift)
  // Clocks that go back to midnight, as Havana's do, show it twice; the day began with the first one.
  const before = sinceMidnight(midnight - 1, timezone) + 1
  return before < DAY / 2 ? midnight - before : midnight
}

const DAY = 24 * 60 * 60_000

/** Reads the time of day at `at` on the clocks of `timezone`, in milliseconds since midnight. */
function sinceMidnight(at: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value)
  return ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000 + (at % 1000)
}
