import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

/** Makes a manual clock that stands on whole milliseconds at every task, as times in frames and callbacks do. */
export function createWholeClock(): ManualClock {
  const clock = createManualClock()
  return { ...clock, after: (ms, task) => clock.after(Math.round(ms), task) }
}
