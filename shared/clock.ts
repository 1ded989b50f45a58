/** Stops what a {@link Clock} was asked to do later; harmless when it already happened. */
export type Cancel = () => void

/**
 * Time as both ends know it. Nothing else in the project reads the host's clock, so that a test
 * can hold time still and move it by hand.
 */
export interface Clock {
  /** Wall-clock time, milliseconds since 1970-01-01T00:00Z. May jump. */
  now(): number
  /** Monotonic milliseconds since an arbitrary moment. Never goes back; may stand still while the machine sleeps. */
  elapsed(): number
  /** Runs `task` once, `ms` milliseconds from now. */
  after(ms: number, task: () => void): Cancel
  /** Runs `task` every `ms` milliseconds until cancelled. */
  every(ms: number, task: () => void): Cancel
}

/** What every JavaScript host offers; `globalThis` fits. */
export interface TimerHost {
  setTimeout(task: () => void, ms: number): unknown
  clearTimeout(handle: never): void
  setInterval(task: () => void, ms: number): unknown
  clearInterval(handle: never): void
  performance: { now(): number }
}

/** The real clock of a host: `hostClock(globalThis)`. */
export function hostClock(host: TimerHost): Clock {
  return {
    now: () => Date.now(),
    elapsed: () => host.performance.now(),
    after(ms, task) {
      const handle = host.setTimeout(task, ms)
      return () => host.clearTimeout(handle as never)
    },
    every(ms, task) {
      const handle = host.setInterval(task, ms)
      return () => host.clearInterval(handle as never)
    },
  }
}
