/** The times that people read: on the clocks of the store, wherever this device stands and whatever its own clock says. */

/**
 * Writes a time (milliseconds since 1970) as `18:05` on the clocks of `timeZone` (IANA name). Without one, or where this
 * host does not know it, on the device's own: a time that is off by hours is better than no order. Never throws.
 */
export function timeOfDay(at: number, timeZone: string | undefined): string {
  const written = formatted(at, { hour: '2-digit', minute: '2-digit', timeZone }, 'en-GB')
  if (written !== undefined) return written
  const date = new Date(at)
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
}

/** Writes a time as `18:05:09`, as {@link timeOfDay} does. Never throws. */
export function timeToTheSecond(at: number, timeZone: string | undefined): string {
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone } as const
  return formatted(at, clock, 'en-GB') ?? new Date(at).toTimeString().slice(0, 8)
}

/** Writes a time as `2026-11-23 18:05`, in every language, as {@link timeOfDay} does. Never throws. */
export function dateAndTime(at: number, timeZone: string | undefined): string {
  const date = new Date(at)
  const own = () => `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`
  return `${formatted(at, { timeZone }, 'sv-SE') ?? own()} ${timeOfDay(at, timeZone)}`
}

/** Reads the minute of the day, 0–1439, at a time; by the clocks that {@link timeOfDay} writes. Never throws. */
export function minuteOfDay(at: number, timeZone: string | undefined): number {
  const text = timeOfDay(at, timeZone)
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
}

/** Formats by the host's Intl; `undefined` where that knows no such zone, or fails in another way. */
function formatted(
  at: number,
  { timeZone, ...how }: { hour?: '2-digit'; minute?: '2-digit'; second?: '2-digit'; timeZone: string | undefined },
  tag: string,
): string | undefined {
  try {
    return new Intl.DateTimeFormat(tag, { ...how, ...(timeZone !== undefined && { timeZone }) }).format(at)
  } catch {
    return undefined
  }
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0')
}
