import type { Clock } from '../../../shared/clock.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import type { Settings } from '../settings.ts'
import { type Hush, hushOf } from './volume-policy.ts'

export interface Nudges {
  /** The reminders to be told again now, all at once; none while the longest silence is shorter than the setting. */
  due(): readonly ReminderFrame[]
  /** These were told again just now. */
  told(reminders: readonly ReminderFrame[]): void
  /** Forgets who is gone, counts the silence of who is new from now, and plans the next `wake`. */
  reconsider(): void
  /** For good. */
  stop(): void
}

/**
 * Why a reminder is not told again, if so. A mute or quiet hours hold at every level here: that nothing goes unheard
 * altogether is seen to by the server's announcements, which break them at the loudest level.
 */
export function nudgeHush(reminder: ReminderFrame, settings: Settings, now: number): Hush | undefined {
  return hushOf({ type: reminder.type, level: LEVEL.normal }, settings, now)
}

/**
 * Nudges: what was announced and nobody has answered is told again by this device itself, every `repeatSeconds`,
 * between the server's announcements. One nudge tells all that waits, so that ten orders are not ten timers.
 *
 * I8: a nudge is no announcement. It has no `n`, is not reported, and never comes while its reminder is being announced.
 */
export function createNudges(deps: {
  clock: Clock
  settings(): Settings
  /** Announced at their `n`, open, and not being announced anew. */
  candidates(): readonly ReminderFrame[]
  /** Something may be due. */
  wake(): void
}): Nudges {
  const { clock, settings } = deps
  /** By reminder id: the monotonic time of its last sound. */
  const silentSince = new Map<string, number>()
  let cancel = () => {}
  let stopped = false

  function audible(): ReminderFrame[] {
    return deps.candidates().filter((reminder) => nudgeHush(reminder, settings(), clock.now()) === undefined)
  }

  /** Until the first nudge; `Infinity` when there is nothing to come. */
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
    told(reminders) {
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
