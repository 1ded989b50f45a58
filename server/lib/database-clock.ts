import type { Clock } from '../../shared/clock.ts'

/** Measurements at the start, the closest of which counts most. */
const FIRST_MEASUREMENTS = 3

/** Difference between this machine's clock and the database's that a human should mend, milliseconds. */
export const NOTEWORTHY_MS = 1_000

/** The clock of the database's machine, as far as it was measured from here. */
export interface DatabaseClock {
  /** Measures again. Rejects with `storage_unavailable`; the last measurement counts on. */
  measure(): Promise<void>
  /** By how much this machine's wall clock is ahead of the database's, milliseconds; negative when it is behind. */
  hostAheadMs(): number
}

/**
 * Makes a clock that tells the time of the database's machine, so that all servers of a database tell the same one,
 * however wrong the clock of a machine of theirs is. Between two measurements it goes on by the monotonic clock: a wall
 * clock that is set here changes nothing.
 *
 * The database's answer was given at some moment between question and answer. What is believed moves only as far as that
 * moment makes it, so that a slow answer says little instead of something wrong (Marzullo's intersection, RFC 5905 §11.2.1).
 *
 * @param databaseNow asks the database for its time, milliseconds since 1970
 */
export async function createDatabaseClock(
  host: Clock,
  databaseNow: () => Promise<number>,
): Promise<Clock & DatabaseClock> {
  /** The database's time when the monotonic clock here stood at 0. */
  let base: number | undefined

  async function measure(): Promise<void> {
    const asked = host.elapsed()
    const told = await databaseNow()
    const earliest = told - host.elapsed()
    const latest = told - asked
    base = base === undefined ? (earliest + latest) / 2 : Math.min(latest, Math.max(earliest, base))
  }

  for (let i = 0; i < FIRST_MEASUREMENTS; i++) await measure()
  const now = () => Math.round(host.elapsed() + (base ?? 0))
  return {
    now,
    elapsed: () => host.elapsed(),
    after: (ms, task) => host.after(ms, task),
    every: (ms, task) => host.every(ms, task),
    measure,
    hostAheadMs: () => host.now() - now(),
  }
}
