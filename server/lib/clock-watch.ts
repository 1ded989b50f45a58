import type { Clock } from '../../shared/clock.ts'

/** Beyond this difference the wall clock was set, not slewed. */
const JUMP_MS = 2_000
/** The most that an undisturbed wall clock drifts against the monotonic one: 1,000 ppm, twice what NTP slews by. */
const DRIFT = 0.001

/** Beyond this difference from a signed time one of the two clocks is wrong. */
const ABOUT_RIGHT_MS = 5 * 60_000
/** Milliseconds for which a jump is worth a human's look at the clock. */
const NEWS_MS = 15 * 60_000
/** Milliseconds for which evidence against a clock counts: a signer whose own clock is wrong may never call again. */
const EVIDENCE_MS = 15 * 60_000

export interface ClockWatch {
  /**
   * Reads the wall clock as it is believed: milliseconds since 1970, carried on by the monotonic clock. A jump is in it
   * only when it is {@link adopt}ed, so that everything on the ladder is dated by one clock.
   */
  now(): number
  /**
   * Compares the wall clock with the believed one. Returns by how much the wall clock has jumped, milliseconds, negative
   * for back, until that is adopted; 0 when it has not. A machine that slept is a jump forward.
   */
  measureJump(): number
  /** Believes the wall clock after a jump by `jumpMs` milliseconds, as measured. */
  adopt(jumpMs: number): void
  /**
   * Notes that the wall clock may be wrong for a reason that no measurement shows: the process was off. `setBack`: it is
   * behind a time that was written before, so it was set.
   */
  doubt(setBack: boolean): void
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
  /** Returns the fault of the wall clock that a human should know of: it is wrong, or has jumped a while ago. */
  fault(): 'clock_wrong' | 'clock_jumped' | undefined
}

/**
 * Makes a watch over a wall clock, which a human, NTP, another system on the same machine or a dead battery may set.
 */
export function createClockWatch(clock: Pick<Clock, 'now' | 'elapsed'>): ClockWatch {
  let measuredAt = clock.elapsed()
  let ahead = clock.now() - measuredAt
  let unsettledAt = Number.NEGATIVE_INFINITY
  let jumpedAt = Number.NEGATIVE_INFINITY
  let jumps = 0
  let wrong: { byMs: number; at: number } | undefined

  return {
    now: () => Math.round(clock.elapsed() + ahead),
    measureJump() {
      const elapsed = clock.elapsed()
      const difference = clock.now() - elapsed - ahead
      const drift = DRIFT * (elapsed - measuredAt)
      measuredAt = elapsed
      if (Math.abs(difference) <= JUMP_MS) {
        ahead += Math.max(-drift, Math.min(drift, difference))
        return 0
      }
      return difference
    },
    adopt(jumpMs) {
      ahead += jumpMs
      unsettledAt = clock.elapsed()
      jumpedAt = unsettledAt
      jumps++
    },
    doubt(setBack) {
      unsettledAt = clock.elapsed()
      if (setBack) jumpedAt = unsettledAt
    },
    steadyMs: () => clock.elapsed() - unsettledAt,
    jumps: () => jumps,
    compare(aheadMs, trusted) {
      const right = Math.abs(aheadMs) <= ABOUT_RIGHT_MS
      wrong = right ? undefined : { byMs: aheadMs, at: clock.elapsed() }
      if (!right || !trusted) return
      unsettledAt = Number.NEGATIVE_INFINITY
      jumpedAt = Number.NEGATIVE_INFINITY
    },
    wrongByMs,
    fault() {
      if (wrongByMs() !== undefined) return 'clock_wrong'
      return clock.elapsed() - jumpedAt < NEWS_MS ? 'clock_jumped' : undefined
    },
  }

  function wrongByMs(): number | undefined {
    return wrong !== undefined && clock.elapsed() - wrong.at < EVIDENCE_MS ? wrong.byMs : undefined
  }
}
