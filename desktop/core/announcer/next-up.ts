import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL, reminderKind } from '../../../shared/reminder.ts'

/** From this many reminders on, one sentence counts them. */
const COALESCE_FROM = 3

/**
 * Picks the reminder to speak next, or several for one sentence. Urges, cancellations and missed orders come before new
 * orders: somebody is already waiting, or cooking. So does a kind that came after this client, which may be as urgent.
 * Within each group the higher level comes first, then the lower seq. Where urgent ones are counted anyway, new orders of
 * the loudest level are counted with them: they were told before, and a shop without anybody hears one sentence for all.
 */
export function nextUp(waiting: readonly ReminderFrame[]): ReminderFrame[] {
  const urgent = waiting.filter((reminder) => reminderKind(reminder.type) !== 'new_order')
  const group = (urgent.length > 0 ? urgent : [...waiting]).sort((a, b) => b.level - a.level || a.seq - b.seq)
  if (urgent.length >= COALESCE_FROM) group.push(...waiting.filter(waitsLoudest))
  return group.length >= COALESCE_FROM ? group : group.slice(0, 1)
}

function waitsLoudest({ type, level }: ReminderFrame): boolean {
  return reminderKind(type) === 'new_order' && level === LEVEL.loudest
}
