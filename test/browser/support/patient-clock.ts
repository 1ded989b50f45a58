import { type ClockWatch, createClockWatch } from '../../../server/lib/clock-watch.ts'
import { type Clock, hostClock } from '../../../shared/clock.ts'

/** So much slower a server's wall clock goes: its first repetition comes after ten minutes. */
const SLOWER = 20

/**
 * A server's time for tests that drive a screen: timers as always, but the time of day passes slowly, and has not jumped
 * for that. A machine that takes half a minute for what a test does in two seconds would else see reminders come back in
 * the middle of it.
 */
export function createPatientTime(): { clock: Clock; clockWatch: ClockWatch } {
  const real = hostClock(globalThis)
  const begun = real.now()
  const now = () => begun + Math.floor((real.now() - begun) / SLOWER)
  const clockWatch = createClockWatch({ now, elapsed: () => real.elapsed() / SLOWER })
  return { clock: { ...real, now }, clockWatch }
}
