import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type ToldKind, toldKind, waitingSince } from '../../../shared/reminder.ts'

/**
 * The kinds, the most urgent first: what must not be cooked, a customer who waits, one whom nobody has answered. A kind
 * that came after this client may be as urgent as those; a refund at the provider stops nobody's hands.
 */
const MOST_URGENT_FIRST: readonly ToldKind[] = ['cancel', 'urge', 'missed', 'other', 'refund', 'new_order']

/** Ranks a reminder by its kind alone; 0 is the most urgent. */
export function urgencyOf(reminder: ReminderFrame): number {
  return MOST_URGENT_FIRST.indexOf(toldKind(reminder))
}

/**
 * Compares two reminders for the one order of voice and screen, in which nobody hears first what they see last: by kind,
 * then the higher level, then the order that waits longer. Not by `seq` first: it grows with each announcement, and a row
 * whose answer was undone, or that rang again, would come back in another place.
 */
export function byUrgency(a: ReminderFrame, b: ReminderFrame): number {
  return urgencyOf(a) - urgencyOf(b) || b.level - a.level || ageOf(a) - ageOf(b) || a.seq - b.seq
}

/** Reads since when a reminder's order waits, milliseconds since 1970; where that cannot be read, of its announcement. */
function ageOf({ order, at }: ReminderFrame): number {
  return waitingSince(order) ?? at
}
