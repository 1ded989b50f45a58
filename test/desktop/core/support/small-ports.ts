import type { Logger, Random } from '../../../../desktop/core/ports.ts'
import type { Cancel, Clock } from '../../../../shared/clock.ts'
import { createSeededRandom } from '../../../support/seeded-random.ts'

/** Chance that repeats itself, UUIDs included. */
export function seededRandom(seed = 1): Random {
  const { next, int } = createSeededRandom(seed)
  const hex = (digits: number) => Array.from({ length: digits }, () => int(16).toString(16)).join('')
  return { next, uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}` }
}

/** Always the same number. */
export function fixedRandom(value: number): Random {
  return { ...seededRandom(), next: () => value }
}

export interface RecordingLog extends Logger {
  lines: string[]
}

export function recordingLog(): RecordingLog {
  const lines: string[] = []
  const record = (level: string) => (message: string, facts?: Record<string, unknown>) =>
    void lines.push(`${level} ${message} ${JSON.stringify(facts ?? {})}`)
  return { lines, info: record('info'), warn: record('warn'), error: record('error') }
}

/** A clock that dies with its process: after `kill` none of its timers fires. */
export function mortalClock(clock: Clock): Clock & { kill(): void } {
  let dead = false
  const alive = (task: () => void) => () => {
    if (!dead) task()
  }
  const cancels = new Set<Cancel>()
  const kept = (cancel: Cancel): Cancel => {
    cancels.add(cancel)
    return cancel
  }
  return {
    now: clock.now,
    elapsed: clock.elapsed,
    after: (ms, task) => kept(clock.after(ms, alive(task))),
    every: (ms, task) => kept(clock.every(ms, alive(task))),
    kill() {
      dead = true
      for (const cancel of cancels) cancel()
    },
  }
}
