import type { Clock } from '../../shared/clock.ts'

/** Beyond this difference the wall clock was set, not slewed. */
const JUMP_MS = 2_000
/** The most that an undisturbed wall clock drifts against the monotonic one: 1,000 ppm, twice what NTP slews by. */
const DRIFT = 0.001

/** Beyond this difference from a signed time one of the two clocks is wrong. */
const ABOUT_RIGHT_MS = 5 * 60_000
/** Milliseconds for which evidence against a clock counts: a signer whose own clock is wrong may never call again. */
const EVIDENCE_MS = 15 * 60_000

export interface ClockWatch {
  /**
   * Compares the wall clock with the monotonic one since the call before. Returns by how much the wall clock has
   * jumped, milliseconds, negative for back; 0 when it has not. A machine that slept is a jump forward.
   */
  measureJump(): number
  /** Notes that the wall clock may be wrong for a reason that no measurement shows: the process was off. */
  doubt(): void
  /** Returns the milliseconds of monotonic time since the last jump or doubt; Infinity when there was none. */
  steadyMs(): number
  /** Returns the number of jumps so far. */
  jumps(): number
  /**
   * Notes by how much the wall clock is ahead of a time that somebody else has signed just now, milliseconds. One that is
   * about right, of a clock that is kept well (`trusted`), ends every doubt.
   */
  compare(aheadMs: number, trusted: boolean): void
  /** By how much the wall clock seems to be ahead, milliseconds; `undefined` while nothing speaks against it. */
  wrongByMs(): number | undefined
}

/**
 * Makes a watch over a wall clock, which a human, NTP, another system on the same machine or a dead battery may set.
 */
export function createClockWatch(clock: Pick<Clock, 'now' | 'elapsed'>): ClockWatch {
  let measuredAt = clock.elapsed()
  let ahead = clock.now() - measuredAt
  let unsettledAt = Number.NEGATIVE_INFINITY
  let jumps = 0
  let wrong: { byMs: number; at: number } | undefined

  return {
    measureJump() {
      const elapsed = clock.elapsed()
      const difference = clock.now() - elapsed - ahead
      const drift = DRIFT * (elapsed - measuredAt)
      measuredAt = elapsed
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
    compare(aheadMs, trusted) {
      const right = Math.abs(aheadMs) <= ABOUT_RIGHT_MS
      wrong = right ? undefined : { byMs: aheadMs, at: clock.elapsed() }
      if (right && trusted) unsettledAt = Number.NEGATIVE_INFINITY
    },
    wrongByMs: () => (wrong !== undefined && clock.elapsed() - wrong.at < EVIDENCE_MS ? wrong.byMs : undefined),
  }
}
