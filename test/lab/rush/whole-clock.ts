import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

/**
 * Makes a manual clock that stands on whole milliseconds at every task, as times in frames and callbacks do. No task comes
 * early: one that finds its time not come yet would ask for the rest of it, for ever.
 */
export function createWholeClock(): ManualClock {
  const clock = createManualClock()
  return { ...clock, after: (ms, task) => clock.after(Math.ceil(ms), task) }
}
