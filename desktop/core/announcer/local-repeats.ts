import type { Clock } from '../../../shared/clock.ts'
import { ladderLevel } from '../../../shared/ladder.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL, type Level, reminderKind } from '../../../shared/reminder.ts'
import type { Settings } from '../settings.ts'
import { type PolicySettings, reminderSuppression, type Suppression } from './volume-policy.ts'

/** The most pauses that a reminder waits for its repeat while the device tells others. */
const MOST_PAUSES = 3

export interface LocalRepeats {
  /**
   * The reminders to repeat now, all at once, the longest silent first; none while the device has told one of them within
   * the setting.
   */
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
export function repeatSuppression(
  reminder: ReminderFrame,
  settings: PolicySettings,
  now: number,
): Suppression | undefined {
  return reminderSuppression({ type: reminder.type, level: LEVEL.normal }, settings, now)
}

/**
 * Chooses the level of a local repeat at `now`, the server's wall time in milliseconds: that of the latest announcement,
 * or by the ladder, of a new order whose server cannot be reached.
 */
export function repeatLevel({ type, level, order }: ReminderFrame, now: number): Level {
  if (reminderKind(type) !== 'new_order' || order.paidAt === undefined) return level
  return Math.max(level, ladderLevel({ kind: 'new_order' }, now - order.paidAt)) as Level
}

/**
 * Plans local repeats: the device itself repeats announced and unanswered reminders every `repeatSeconds`, between the
 * server's announcements. One repeat speaks of all of them, so that ten orders are not ten timers, and whatever the device tells of
 * them puts it off, though no reminder waits for more than three pauses.
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
    const reminders = audible()
    if (stopped || repeatSeconds === 0 || reminders.length === 0) return Infinity
    const now = clock.elapsed()
    const told = reminders.map(({ id }) => silentSince.get(id) ?? now)
    const pauseMs = repeatSeconds * 1_000
    return Math.min(Math.max(...told) + pauseMs, Math.min(...told) + MOST_PAUSES * pauseMs) - now
  }

  /** By the length of the silence, longest first. */
  function bySilence(a: ReminderFrame, b: ReminderFrame): number {
    return (silentSince.get(a.id) ?? 0) - (silentSince.get(b.id) ?? 0)
  }

  function plan(): void {
    cancel()
    const ms = waitMs()
    cancel = ms > 0 && ms < Infinity ? clock.after(ms, deps.wake) : () => {}
  }

  return {
    due: () => (waitMs() <= 0 ? audible().toSorted(bySilence) : []),
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
