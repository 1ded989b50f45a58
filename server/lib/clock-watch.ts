import type { Clock } from '../../shared/clock.ts'

/** Beyond this difference the wall clock was set, not slewed. */
const JUMP_MS = 2_000
/** The most that an undisturbed wall clock drifts against the monotonic one: 1,000 ppm, twice what NTP slews by. */
const DRIFT = 0.001

export interface ClockWatch {
  /**
   * Compares the wall clock with the monotonic one since the look before. Returns by how much the wall clock has jumped,
   * milliseconds, negative for back; 0 when it has not. A machine that slept is a jump forward.
   */
  look(): number
  /** Notes that the wall clock may be wrong for a reason that a look cannot see: the process was off. */
  doubt(): void
  /** Milliseconds of monotonic time since the last jump or doubt; Infinity when there was none. */
  steadyMs(): number
  /** Jumps seen so far. */
  jumps(): number
}

/** Watches a wall clock, which may be set by hand, by NTP, by another system on the same machine, or by a dead battery. */
export function createClockWatch(clock: Pick<Clock, 'now' | 'elapsed'>): ClockWatch {
  let lookedAt = clock.elapsed()
  let ahead = clock.now() - lookedAt
  let unsettledAt = Number.NEGATIVE_INFINITY
  let jumps = 0

  return {
    look() {
      const elapsed = clock.elapsed()
      const difference = clock.now() - elapsed - ahead
      const drift = DRIFT * (elapsed - lookedAt)
      lookedAt = elapsed
      if (Math.abs(difference) <= JUMP_MS) {
        ahead += Math.max(-drift, Math.min(drift, difference))
        return 0
      }
      ahead += difference
      unsettledAt = elapsed
      jumps++
      return difference
    },
    doubt() {
      unsettledAt = clock.elapsed()
    },
    steadyMs: () => clock.elapsed() - unsettledAt,
    jumps: () => jumps,
  }
}
