import type { ReminderFrame } from '../protocol/frames.ts'
import type { AnyActor, AnyEnd } from '../reminder.ts'

/** What of a reminder frame reaches the voice; of `content`, only that of a kind that came after this client. */
export type SpokenReminder = Pick<ReminderFrame, 'type' | 'n' | 'level' | 'order'> &
  Partial<Pick<ReminderFrame, 'content' | 'unsure'>>

/** What the device knows besides the frame. */
export interface Known {
  /** A new order's reminder for the same order is still open: nobody has accepted it. */
  unaccepted?: boolean
}

/** Open reminders, by kind. */
export interface Waiting {
  newOrders: number
  urges: number
  cancels: number
  /** Of kinds that came after this client. */
  others: number
}

/**
 * Everything the voice says, in one language. Pure: the same arguments give the same sentence.
 *
 * Every sentence has 1 to `MAX_SPOKEN` (200) code points and is a fixed point of `speakable`. Bystanders listen, so the
 * customer's name, phone number and address are never in it, nor any number in the customer's own text that could be a
 * phone number. No argument makes a phrase throw: a count or a duration that is not a natural number is spoken as zero.
 */
export interface Phrases {
  /**
   * A reminder, told on its own. Announced first (`n` 1) it tells the order; announced again it is short and tells how
   * long the order has waited. `now`: milliseconds, by the server's clock as well as the device knows it.
   */
  reminder(frame: SpokenReminder, now: number, known?: Known): string
  /** Several reminders in one sentence. */
  waiting(counts: Waiting): string
  /** The device cannot hear the server. `minutes`: for how long; left out or 0, it has only just happened. */
  offline(minutes?: number): string
  /** The device hears the server again; `missed` reminders are open that it had not announced. */
  backOnline(missed: number): string
  /** A reminder was closed by somebody else than this device's human. */
  answeredElsewhere(orderNumber: string, by: AnyActor, state: AnyEnd): string
  /** Said on request, so that a human can tell whether the voice is heard. */
  soundCheck(): string
  /** The server does not know this device (any more): it must be paired. */
  unpaired(): string
  /** The operator has revoked this device. */
  revoked(): string
  /** The server says something that this app is too old to understand. */
  tooOld(): string
}

/** A first announcement this many minutes after the payment tells how long the order has waited: we were away. */
export const LATE_MINUTES = 2
