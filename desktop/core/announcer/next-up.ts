import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind } from '../../../shared/reminder.ts'

/** From this many reminders on, one sentence counts them. */
const COALESCE_FROM = 3

/**
 * Picks the reminder to speak next, or several for one sentence. Urges, cancellations and missed orders come before new
 * orders: somebody is already waiting, or cooking. So does a kind that came after this client, which may be as urgent.
 * Within each group the higher level comes first, then the lower seq.
 */
export function nextUp(waiting: readonly ReminderFrame[]): ReminderFrame[] {
  const urgent = waiting.filter((reminder) => reminderKind(reminder.type) !== 'new_order')
  const group = (urgent.length > 0 ? urgent : [...waiting]).sort((a, b) => b.level - a.level || a.seq - b.seq)
  return group.length >= COALESCE_FROM ? group : group.slice(0, 1)
}
