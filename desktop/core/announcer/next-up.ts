import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind } from '../../../shared/reminder.ts'

/** From so many of a kind on, one sentence counts them instead of telling each. */
const COALESCE_FROM = 3

/**
 * Of the reminders that wait for the voice, the one to be spoken next, or several to be spoken in one sentence. Urges
 * and cancellations come before new orders: somebody is already waiting, or cooking. So does a kind
 * that came after this client, which may be as urgent. Within each the louder, then the older.
 */
export function nextUp(waiting: readonly ReminderFrame[]): ReminderFrame[] {
  const urgent = waiting.filter((reminder) => reminderKind(reminder.type) !== 'new_order')
  const group = (urgent.length > 0 ? urgent : [...waiting]).sort((a, b) => b.level - a.level || a.seq - b.seq)
  return group.length >= COALESCE_FROM ? group : group.slice(0, 1)
}
