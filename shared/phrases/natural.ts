/** Turns a value that is no natural number into 0, because a voice that throws is a silent voice. */
export function natural(n: number): number {
  return Number.isSafeInteger(n) && n > 0 ? n : 0
}

/** Counts the whole minutes from `since` to `now`, both milliseconds; 0 when the clocks disagree. */
export function minutesBetween(since: number, now: number): number {
  return natural(Math.floor((now - since) / 60_000))
}

/** Drops the minutes beside whole hours, because a wait of half a day needs no minutes; `undefined` stays so. */
export function wholeHours(minutes: number | undefined): number | undefined {
  return minutes === undefined || minutes < 60 ? minutes : minutes - (minutes % 60)
}
