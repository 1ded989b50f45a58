import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind, waitsForAcceptance } from '../../../shared/reminder.ts'
import { warningsOf } from '../../../shared/warnings/order-warnings.ts'
import type { Outcome } from '../ports.ts'

export interface OwedWarnings {
  /** Notes how the speech about these reminders went: spoken to its end, it told the warnings of each. */
  spoken(reminders: readonly ReminderFrame[], speech: Outcome): void
  /** Notes that the order of a reminder was accepted, which silences it. */
  accepted(reminder: ReminderFrame): void
  /** Takes the next reminder whose warnings have to be told yet, oldest first. */
  next(): ReminderFrame | undefined
  /** Forgets the reminders for which `keep` is false; call it after {@link accepted}. */
  tidy(keep: (reminderId: string) => boolean): void
}

/**
 * Keeps the orders that were accepted before this device had told their warnings: somebody here begins to cook, and may not
 * have seen the screen at which another one answered (docs/decisions/0034). In memory alone; after a restart they are on the
 * board.
 */
export function createOwedWarnings(): OwedWarnings {
  /** Reminder ids. */
  const told = new Set<string>()
  const owed: ReminderFrame[] = []

  return {
    spoken(reminders, speech) {
      if (speech === 'ok') for (const { id } of reminders) told.add(id)
    },
    accepted(reminder) {
      const { warnings, more } = warningsOf(reminder.order)
      const warns = warnings.length + more > 0
      if (warns && waitsForAcceptance(reminderKind(reminder.type)) && !told.has(reminder.id)) owed.push(reminder)
    },
    next: () => owed.shift(),
    tidy(keep) {
      for (const id of told) if (!keep(id)) told.delete(id)
    },
  }
}
