import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL, reminderKind, toldKind } from '../../../shared/reminder.ts'
import { warningsOf } from '../../../shared/warnings/order-warnings.ts'
import { byUrgency } from './urgency.ts'

/** From this many reminders on, one sentence counts them. */
const COALESCE_FROM = 3
/** The most warnings of one counting sentence; of cancelled orders, which have a number each, twice as many. */
const MOST_WARNINGS = 2

/**
 * Picks the reminder to speak next, or several for one sentence. Urges, cancellations and missed orders come before new
 * orders: somebody is already waiting, or cooking. So does a kind that came after this client, which may be as urgent.
 * The order is that of the screen's alerts ({@link byUrgency}). Where urgent ones are counted anyway, new orders of
 * the loudest level are counted with them: they were told before, and a shop without anybody hears one sentence for all.
 */
export function nextUp(waiting: readonly ReminderFrame[]): ReminderFrame[] {
  const urgent = waiting.filter((reminder) => reminderKind(reminder.type) !== 'new_order')
  const group = (urgent.length > 0 ? urgent : [...waiting]).sort(byUrgency)
  if (urgent.length >= COALESCE_FROM) group.push(...waiting.filter(waitsLoudest))
  return group.length >= COALESCE_FROM ? oneSentence(group) : group.slice(0, 1)
}

/**
 * Picks as many reminders, from the first on, as one sentence can tell with every warning and every cancelled order's
 * number. The others wait for the next one. A first reminder may warn of more than that: its sentences tell it all.
 */
export function oneSentence(group: readonly ReminderFrame[]): ReminderFrame[] {
  let left = MOST_WARNINGS
  const picked = group.filter((reminder, at) => {
    const needs = shareOf(reminder)
    if (at > 0 && needs > 0 && needs > left) return false
    left -= needs
    return true
  })
  return picked
}

function shareOf(reminder: ReminderFrame): number {
  return toldKind(reminder) === 'cancel' ? 1 / 2 : warningsOf(reminder.order).warnings.length
}

function waitsLoudest({ type, level }: ReminderFrame): boolean {
  return reminderKind(type) === 'new_order' && level === LEVEL.loudest
}
