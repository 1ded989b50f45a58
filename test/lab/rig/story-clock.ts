import { type Clock, hostClock } from '../../../shared/clock.ts'

/** How the wall clock of a run goes; every process of the run is given the same. */
export interface StoryTime {
  /** The moment, in real milliseconds since 1970, at which the story's clock agrees with the world's. */
  origin: number
  /** Story milliseconds per real one. */
  speed: number
  /** Added on top. */
  offsetMs?: number
  /**
   * Story milliseconds per real one of the monotonic clock and of every timer; default: 1. At 5, heartbeats come every
   * four seconds and silence is noticed after nine, while the network and the disk take their own time.
   */
  haste?: number
  /** What asks to be run again and again is run only when somebody calls `tick`. */
  asked?: boolean
}

export interface StoryClock extends Clock {
  /** Monotonic story milliseconds: as fast as the wall clock, which `elapsed` is not. */
  elapsedInStory(): number
  /** The story's time at a moment of the world, both in milliseconds since 1970; of a clock that nobody set. */
  inStory(realMs: number): number
  /** Runs, once, every task that asked for this interval. */
  tick(everyMs: number): void
  /** Somebody sets the wall clock, by so many story milliseconds; the monotonic one does not notice. */
  jump(ms: number): void
}

/** Real timers under a wall clock that runs faster, so that an hour's ladder of reminders fits into a minute. */
export function createStoryClock({ origin, speed, offsetMs = 0, haste = 1, asked = false }: StoryTime): StoryClock {
  const host = hostClock(globalThis)
  const tasks = new Set<{ ms: number; task: () => void }>()
  let jumpedMs = 0
  return {
    now: () => Math.round(origin + (host.now() - origin) * speed + offsetMs + jumpedMs),
    elapsed: () => host.elapsed() * haste,
    elapsedInStory: () => host.elapsed() * speed,
    inStory: (realMs) => origin + (realMs - origin) * speed,
    after: (ms, task) => host.after(ms / haste, task),
    every(ms, task) {
      const entry = { ms, task }
      tasks.add(entry)
      const cancel = asked ? () => {} : host.every(ms / haste, task)
      return () => {
        tasks.delete(entry)
        cancel()
      }
    },
    tick(everyMs) {
      for (const { ms, task } of tasks) if (ms === everyMs) task()
    },
    jump(ms) {
      jumpedMs += ms
    },
  }
}
