import type { Clock } from '../../shared/clock.ts'
import { createClockEvidence, type SignedTime, type Verdict } from './clock-evidence.ts'

/** Beyond this difference the wall clock was set, not slewed. */
const JUMP_MS = 2_000
/** The most that an undisturbed wall clock drifts against the monotonic one: 1,000 ppm, twice what NTP slews by. */
const DRIFT = 0.001

/** Milliseconds for which a jump is worth a human's look at the clock. */
const NEWS_MS = 15 * 60_000
/** Milliseconds between two jumps that everything open rings for, at least: a clock that flaps would ring on and on. */
const RING_EVERY_MS = 60_000
/** Most doubts that are told apart; more of them, of a clock that flaps, become one. */
const MOST_DOUBTS = 100

/** A reason to doubt ages by the wall clock: it jumped, or the process was off. */
export interface Doubt {
  /** Milliseconds of monotonic time since then. */
  agoMs: number
  /** By how much dates from before look too old, milliseconds; negative when they look too young. */
  lateMs: number
}

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
  /** Believes the wall clock after a jump by `jumpMs` milliseconds, as measured. Returns the function that takes it back. */
  adopt(jumpMs: number): () => void
  /** Notes a doubt that no measurement shows. `setBack`: the clock is behind a time that was written before. */
  doubt(doubt: Doubt, setBack: boolean): void
  /** Lists the doubts of the last `withinMs` milliseconds of monotonic time, the oldest first. */
  doubts(withinMs: number): Doubt[]
  /**
   * Returns the milliseconds of monotonic time since the last jump or doubt; Infinity when there was none. No signed time
   * ends a doubt: a clock that is right now may have dated wrongly before.
   */
  steadyMs(): number
  /** Returns by how much a date of the last `withinMs` milliseconds may look too old by the believed clock, milliseconds. */
  overstatedMs(withinMs: number): number
  /** Returns the number of jumps so far. */
  jumps(): number
  /** Tells whether everything open may ring because of a jump now, and takes the turn: once a minute. */
  takeRing(): boolean
  /**
   * Compares the wall clock with a time that somebody else has signed, as in `hear` of clock-evidence.ts. One that is
   * trusted and about right means that no human need look at the clock.
   */
  compare(time: SignedTime): Verdict
  /** The newest time that each signer has signed, milliseconds since 1970. */
  newestSigned: Map<string, number>
  /** The sum of all jumps that servers of this database have dated everything anew for, milliseconds, as known here. */
  datedMs: number
  /** The transaction that deals with a jump which other servers see as well, while it runs. */
  adopting: Promise<void> | undefined
  /** By how much the wall clock seems to be ahead, milliseconds; `undefined` while nothing speaks against it. */
  wrongByMs(): number | undefined
  /** Returns the fault of the wall clock that a human should know of: it is wrong, or has jumped a while ago. */
  fault(): 'clock_wrong' | 'clock_jumped' | undefined
}

/**
 * Makes a watch over a wall clock, which a human, NTP, another system on the same machine or a dead battery may set.
 */
export function createClockWatch(clock: Pick<Clock, 'now' | 'elapsed'>): ClockWatch {
  const evidence = createClockEvidence(() => clock.elapsed())
  let measuredAt = clock.elapsed()
  let ahead = clock.now() - measuredAt
  /** The doubts by the monotonic clock, the oldest first. */
  let doubted: readonly { at: number; lateMs: number }[] = []
  let jumpedAt = Number.NEGATIVE_INFINITY
  let rangAt = Number.NEGATIVE_INFINITY
  let jumps = 0

  function note({ agoMs, lateMs }: Doubt): void {
    const at = clock.elapsed() - agoMs
    const before = doubted.length < MOST_DOUBTS ? doubted : [{ at, lateMs: overstatedMs(Number.POSITIVE_INFINITY) }]
    doubted = [...before, { at, lateMs }]
  }

  function overstatedMs(withinMs: number): number {
    const from = clock.elapsed() - withinMs
    // A date lies before the first, or between any two: the jumps after it are in its age.
    return doubted.reduce((sum, { at, lateMs }) => (at < from ? sum : Math.max(0, sum + lateMs)), 0)
  }

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
      return Math.round(difference)
    },
    adopt(jumpMs) {
      const before = { doubted, jumpedAt, rangAt }
      ahead += jumpMs
      evidence.shift(jumpMs)
      note({ agoMs: 0, lateMs: jumpMs })
      jumpedAt = clock.elapsed()
      jumps++
      return () => {
        ahead -= jumpMs
        evidence.shift(-jumpMs)
        ;({ doubted, jumpedAt, rangAt } = before)
        jumps--
      }
    },
    doubt(doubt, setBack) {
      note(doubt)
      if (setBack) jumpedAt = clock.elapsed()
    },
    doubts(withinMs) {
      const elapsed = clock.elapsed()
      return doubted.map(({ at, lateMs }) => ({ agoMs: elapsed - at, lateMs })).filter(({ agoMs }) => agoMs <= withinMs)
    },
    steadyMs: () => clock.elapsed() - (doubted.at(-1)?.at ?? Number.NEGATIVE_INFINITY),
    overstatedMs,
    jumps: () => jumps,
    takeRing() {
      if (clock.elapsed() - rangAt < RING_EVERY_MS) return false
      rangAt = clock.elapsed()
      return true
    },
    compare(time) {
      const verdict = evidence.hear(time)
      if (verdict === 'right' && time.trusted) jumpedAt = Number.NEGATIVE_INFINITY
      return verdict
    },
    newestSigned: evidence.newest,
    datedMs: 0,
    adopting: undefined,
    wrongByMs: evidence.wrongByMs,
    fault() {
      if (evidence.wrongByMs() !== undefined) return 'clock_wrong'
      return clock.elapsed() - jumpedAt < NEWS_MS ? 'clock_jumped' : undefined
    },
  }
}
