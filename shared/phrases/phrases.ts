import type { ReminderFrame } from '../protocol/frames.ts'
import type { AnyActor, AnyEnd } from '../reminder.ts'

/** The part of a reminder frame that the voice may use; `content` for unknown kinds only. */
export type SpokenReminder = Pick<ReminderFrame, 'type' | 'n' | 'level' | 'order'> &
  Partial<Pick<ReminderFrame, 'content' | 'unsure'>>

/** The facts of the device besides the frame. */
export interface SpokenContext {
  /** Whether the order still has an open new-order reminder. */
  unaccepted?: boolean
}

/** The numbers of open reminders, by kind. */
export interface Waiting {
  newOrders: number
  urges: number
  cancels: number
  /** Refunds that somebody made at the provider. */
  refunds?: number
  /** Reminders of unknown kinds. */
  others: number
}

/**
 * The phrases of the voice in one language. Pure: the same arguments give the same sentence.
 *
 * Every sentence has 1 to `MAX_SPOKEN` (200) code points and is a fixed point of `speakable`. Bystanders listen, so the
 * customer's name, phone number and address are never in it, nor any number in the customer's own text that could be a
 * phone number. No argument makes a phrase throw: a count or a duration that is not a natural number is spoken as zero.
 */
export interface Phrases {
  /**
   * Phrases one reminder. The first announcement (`n` 1) has the order; a later one is short and has the time that the
   * order has waited. `now`: the server's clock, milliseconds.
   */
  reminder(frame: SpokenReminder, now: number, context?: SpokenContext): string
  /** Phrases several reminders in one sentence. */
  waiting(counts: Waiting): string
  /** The device is offline, for `minutes`; absent or 0: since a moment ago. */
  offline(minutes?: number): string
  /** The device is in sync again; `missed`: the number of open reminders that it had not announced. */
  backOnline(missed: number): string
  /** A reminder was closed, and not by a human at this device. */
  answeredElsewhere(orderNumber: string, by: AnyActor, state: AnyEnd): string
  /** The sentence of a sound check. */
  soundCheck(): string
  /** The server does not accept this device's token: it must be paired. */
  unpaired(): string
  /** The operator has revoked this device. */
  revoked(): string
  /** This app is too old for an entry of the server's log. */
  tooOld(): string
}

/** The minutes after the payment from which a first announcement has the waiting time, because the device was away. */
export const LATE_MINUTES = 2
