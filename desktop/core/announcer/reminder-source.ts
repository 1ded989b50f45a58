import type { AnnouncedOutcome, ReminderFrame } from '../../../shared/protocol/frames.ts'

/**
 * The state of a reminder as this device sees it. answered: by a human at this device; the server has not closed it.
 */
export type LocalState = 'open' | 'answered' | 'closed'

/** The reminders to announce. The announcer asks here each time, and keeps no list of its own. */
export interface ReminderSource {
  /** The reminders to be announced now. */
  due(): readonly ReminderFrame[]
  /** The open, unanswered reminders that were announced at their `n`: candidates for a local repeat. */
  announcedOpen(): readonly ReminderFrame[]
  localState(reminderId: string): LocalState
  /** Whether the order has an unanswered reminder that says that nobody has accepted it: new, or missed. */
  unaccepted(orderId: number): boolean
  /** All open, unanswered reminders, due or not. */
  waiting(): readonly ReminderFrame[]
  /** Whether this device has told this reminder by itself, in full and to the end. */
  told(reminderId: string): boolean
  /** Records that it has. */
  toldInFull(reminderId: string): void
  /** Records that (id, n) was announced. Called after the sound (I8). */
  announced(reminder: ReminderFrame, outcome: AnnouncedOutcome): void
}
