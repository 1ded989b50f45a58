import type { Manifest } from './manifest.ts'

const DAY_MS = 86_400_000
/** A device's clock may be this far off before a manifest is refused for its dates. */
const CLOCK_TOLERANCE_MS = DAY_MS

/** The dates of a manifest, milliseconds since 1970, as a device keeps those of the newest that it has seen. */
export interface ManifestDates {
  signedAt: number
  expiresAt: number
}

/**
 * stale: nobody vouches for it any more. superseded: a newer one was seen, so that this one is played back. not_yet: it
 * was signed in a future, so that a clock is wrong: this device's, or that of the machine that signed.
 */
export type DateFault = 'stale' | 'superseded' | 'not_yet'

/** Reads the dates of a manifest; they are signed with the rest of it. */
export function datesOf({ signedAt, expiresAt }: Manifest): ManifestDates {
  return { signedAt: Date.parse(signedAt), expiresAt: Date.parse(expiresAt) }
}

/** Tells whether nobody vouches for a manifest of these dates at `now`, the wall time in milliseconds. */
export function isStale({ expiresAt }: ManifestDates, now: number): boolean {
  return now > expiresAt + CLOCK_TOLERANCE_MS
}

/**
 * Judges the dates of a manifest at `now`, the wall time in milliseconds; `newest` is the newest one that this device has
 * followed. `undefined`: nothing speaks against it. A manifest from the future is not followed and not remembered:
 * remembered, it would refuse every later one.
 */
export function dateFault(dates: ManifestDates, now: number, newest: ManifestDates | null): DateFault | undefined {
  if (newest !== null && dates.signedAt < newest.signedAt) return 'superseded'
  if (dates.signedAt > now + CLOCK_TOLERANCE_MS) return 'not_yet'
  return isStale(dates, now) ? 'stale' : undefined
}
