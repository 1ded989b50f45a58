import { type Clock, hostClock } from '../../../shared/clock.ts'

/** A task that is due later never comes: a toast stays, and nobody reads anew what does not change. */
const SOON_MS = 2_500

/**
 * Makes a clock on which it is always `now`, wall time in milliseconds. What is due soon comes, as the moment from which a
 * button can be pressed does.
 */
export function fixedClock(now: number): Clock {
  const { elapsed, after } = hostClock(globalThis)
  return {
    now: () => now,
    elapsed,
    after: (ms, task) => (ms <= SOON_MS ? after(ms, task) : () => {}),
    every: () => () => {},
  }
}
