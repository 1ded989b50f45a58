import type { Clock } from '../../../shared/clock.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL, reminderKind } from '../../../shared/reminder.ts'
import type { Settings } from '../settings.ts'
import { reminderSuppression, type Suppression } from './volume-policy.ts'

export interface LocalRepeats {
  /** The reminders to repeat now, all at once; none while the longest silence is shorter than the setting. */
  due(): readonly ReminderFrame[]
  /** Records that these were repeated just now. */
  repeated(reminders: readonly ReminderFrame[]): void
  /** Forgets reminders that are gone, starts the silence of new ones now, and plans the next `wake`. */
  reconsider(): void
  /** Stops repeating for good. */
  stop(): void
}

/**
 * Tells whether a device repeats reminders of this `type` itself. A missed order comes back from the server alone, every
 * quarter of an hour: a minute more or less changes nothing for it.
 */
export function repeatsLocally(type: number): boolean {
  return reminderKind(type) !== 'missed'
}

/**
 * Finds the suppression of a local repeat at `now` (wall time, milliseconds); `undefined`: none. A mute and quiet hours
 * hold at every level here, because the server's announcements break them at the loudest level.
 */
export function repeatSuppression(reminder: ReminderFrame, settings: Settings, now: number): Suppression | undefined {
  return reminderSuppression({ type: reminder.type, level: LEVEL.normal }, settings, now)
}

/**
 * Plans local repeats: the device itself repeats announced and unanswered reminders every `repeatSeconds`, between the
 * server's announcements. One repeat speaks of all of them, so that ten orders are not ten timers.
 *
 * I8: a local repeat is no announcement. It has no `n`, is not reported, and never comes while its reminder is being
 * announced.
 */
export function createLocalRepeats(deps: {
  clock: Clock
  settings(): Settings
  /** The open reminders that were announced at their `n` and are not being announced now. */
  candidates(): readonly ReminderFrame[]
  /** Called when a repeat may be due. */
  wake(): void
}): LocalRepeats {
  const { clock, settings } = deps
  /** By reminder id: the monotonic time of its last sound, milliseconds. */
  const silentSince = new Map<string, number>()
  let cancel = () => {}
  let stopped = false

  function audible(): ReminderFrame[] {
    return deps.candidates().filter((reminder) => repeatSuppression(reminder, settings(), clock.now()) === undefined)
  }

  /** Milliseconds until the next repeat; `Infinity`: none will come. */
  function waitMs(): number {
    const { repeatSeconds } = settings()
    if (stopped || repeatSeconds === 0) return Infinity
    const now = clock.elapsed()
    return Math.min(...audible().map(({ id }) => (silentSince.get(id) ?? now) + repeatSeconds * 1_000 - now))
  }

  function plan(): void {
    cancel()
    const ms = waitMs()
    cancel = ms > 0 && ms < Infinity ? clock.after(ms, deps.wake) : () => {}
  }

  return {
    due: () => (waitMs() <= 0 ? audible() : []),
    repeated(reminders) {
      for (const { id } of reminders) silentSince.set(id, clock.elapsed())
      plan()
    },
    reconsider() {
      const ids = new Set(deps.candidates().map(({ id }) => id))
      for (const id of silentSince.keys()) if (!ids.has(id)) silentSince.delete(id)
      for (const id of ids) if (!silentSince.has(id)) silentSince.set(id, clock.elapsed())
      plan()
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}
