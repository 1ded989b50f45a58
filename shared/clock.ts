/** Cancels a task of a {@link Clock}; harmless when it has already run. */
export type Cancel = () => void

/**
 * The one clock of the project. Nothing else reads the host's clock, so that a test can stop time and move it by hand.
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

/** The timers that every JavaScript host has; `globalThis` fits. */
export interface TimerHost {
  setTimeout(task: () => void, ms: number): unknown
  clearTimeout(handle: never): void
  setInterval(task: () => void, ms: number): unknown
  clearInterval(handle: never): void
  performance: { now(): number }
}

/** Makes the real clock of a host: `hostClock(globalThis)`. */
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
