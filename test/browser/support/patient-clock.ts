import { type Clock, hostClock } from '../../../shared/clock.ts'

/** So much slower a server's wall clock goes: its first repetition comes after ten minutes. */
const SLOWER = 20

/**
 * A server's clock for tests that drive a screen: timers as always, but the time of day passes slowly. A machine that
 * takes half a minute for what a test does in two seconds would else see reminders come back in the middle of it.
 */
export function createPatientClock(): Clock {
  const real = hostClock(globalThis)
  const begun = real.now()
  return { ...real, now: () => begun + Math.floor((real.now() - begun) / SLOWER) }
}
