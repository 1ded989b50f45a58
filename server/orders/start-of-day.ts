/** The latest midnight before or at `now` on the clocks of `timezone`, milliseconds. */
export function startOfDay(now: number, timezone: string): number {
  const midnight = now - sinceMidnight(now, timezone)
  // A clock change between midnight and now makes the first guess miss by its length.
  const drift = sinceMidnight(midnight, timezone)
  return drift === 0 ? midnight : midnight + (drift < DAY / 2 ? -drift : DAY - drift)
}

const DAY = 24 * 60 * 60_000

/** Milliseconds on the wall clock since midnight. */
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
