import type { Cancel, Clock } from '../../shared/clock.ts'

/** A {@link Clock} that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /**
   * Moves both clocks forward by `ms` and runs the timers that fall due on the way, in due order (equal times: in the
   * order of their creation), timers created meanwhile included. Each task sees its own due time in `now()`.
   * Throws the error of a task, and the clock then stays at that task's time; throws a RangeError for a negative `ms`.
   */
  advance(ms: number): void
  /**
   * The same, but before the first timer, between two timers, and at the end every promise that can settle without
   * I/O does. It does not wait for the disk or a socket: await those by their own events.
   */
  advanceAsync(ms: number): Promise<void>
  /** Moves the wall clock alone, as NTP or a human does; negative is back. No timer fires. */
  jumpWall(ms: number): void
  /** The number of timers that wait. A timer that is left after everything was closed is a leak. */
  pending(): number
}

interface Timer {
  due: number
  order: number
  /** Only with `every`. */
  interval?: number
  task: () => void
}

/** The longest delay of a host's setTimeout; a longer one fires at once, which a rig must not hide. */
const LONGEST_DELAY_MS = 2 ** 31 - 1
/** Most timers at one moment; more of them are a task that re-arms itself without delay. */
const MOST_AT_ONE_MOMENT = 10_000

/** Makes a clock whose wall time begins at `start` (milliseconds since 1970) and whose monotonic time begins at 0. */
export function createManualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  const timers = new Set<Timer>()
  let elapsed = 0
  let wall = start
  let created = 0
  let moving = false

  function add(ms: number, task: () => void, interval?: number): Cancel {
    const timer: Timer = { due: elapsed + ms, order: created++, task, ...(interval === undefined ? {} : { interval }) }
    timers.add(timer)
    return () => void timers.delete(timer)
  }

  function nextDue(until: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of timers) {
      if (timer.due > until) continue
      if (next === undefined || timer.due < next.due || (timer.due === next.due && timer.order < next.order))
        next = timer
    }
    return next
  }

  function moveTo(moment: number): void {
    wall += moment - elapsed
    elapsed = moment
  }

  function fire(timer: Timer): void {
    moveTo(timer.due)
    if (timer.interval === undefined) {
      timers.delete(timer)
    } else {
      timer.due += timer.interval
      timer.order = created++
    }
    timer.task()
  }

  /** Fires the timers up to `ms` from now one by one, yielding after each, and arrives there. */
  function* walk(ms: number): Generator<void, void> {
    if (!(ms >= 0 && ms < Infinity)) throw new RangeError(`a clock cannot advance by ${ms} ms`)
    if (moving) throw new Error('the manual clock is already being advanced')
    moving = true
    try {
      const until = elapsed + ms
      let atThisMoment = 0
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        atThisMoment = timer.due === elapsed ? atThisMoment + 1 : 0
        if (atThisMoment > MOST_AT_ONE_MOMENT) throw new Error('a timer re-arms itself without delay, for ever')
        fire(timer)
        yield
      }
      moveTo(until)
    } finally {
      moving = false
    }
  }

  return {
    now: () => wall,
    elapsed: () => elapsed,
    after: (ms, task) => add(Math.max(0, delay(ms)), task),
    every(ms, task) {
      const interval = Math.max(1, delay(ms))
      return add(interval, task, interval)
    },
    advance(ms) {
      for (const _ of walk(ms));
    },
    async advanceAsync(ms) {
      await settle()
      for (const _ of walk(ms)) await settle()
      await settle()
    },
    jumpWall(ms) {
      wall += ms
    },
    pending: () => timers.size,
  }
}

function delay(ms: number): number {
  if (ms <= LONGEST_DELAY_MS) return ms
  throw new RangeError(`a timer cannot wait ${ms} ms; a host would fire it at once`)
}

/** Waits until no microtask is left: the event loop reaches `setImmediate` only then. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
