import type { IntakeState } from '../intake.ts'
import type { ReminderFrame } from '../protocol/frames.ts'
import type { AnyActor, AnyEnd, FrameOrder, Level } from '../reminder.ts'
import type { VoiceAbilities } from './reading/abilities.ts'

/** The part of a reminder frame that the voice may use; `content` for unknown kinds only. */
export type SpokenReminder = Pick<ReminderFrame, 'type' | 'n' | 'level' | 'order'> &
  Partial<Pick<ReminderFrame, 'content' | 'unsure' | 'overdue'>>

/** The facts of the device besides the frame. */
export interface SpokenContext {
  /** Whether the order still has an open new-order reminder. */
  unaccepted?: boolean
  /** Whether this device has told this reminder in full before; absent: at an `n` above 1 it has. */
  told?: boolean
  /** The numbers of all open orders, so that no two are called the same. */
  openNumbers?: readonly string[]
  /** Absent: those of espeak-ng, which is the slowest. */
  voice?: VoiceAbilities
}

/** The open reminders that one sentence counts. */
export interface Waiting {
  /** All orders that wait for acceptance, and not only those that are due now. */
  newOrders: number
  urges: number
  cancels: number
  missed?: number
  /** Refunds that somebody made at the provider. */
  refunds?: number
  /** Reminders of unknown kinds. */
  others: number
  /** The whole minutes that the oldest unaccepted order has waited. */
  oldestMinutes?: number
  /** The highest level among the reminders. */
  level?: Level
  /** The orders whose cancellation is told. */
  cancelled?: readonly FrameOrder[]
  /** The orders whose warnings are told: those that warn of nothing may be among them. */
  warned?: readonly FrameOrder[]
}

/** A change of a store's intake. */
export interface ToldIntake {
  state: IntakeState
  /** True when the store took no orders before. */
  wasClosed: boolean
  /** With `busy`: the minutes that preparation takes longer. */
  extraMinutes: number
  /** With `busy` and `paused`: the minutes until it ends by itself; absent: it does not. */
  minutes?: number | undefined
}

/**
 * The phrases of the voice in one language. Pure: the same arguments give the same sentence.
 *
 * Every sentence has 1 to `MAX_SPOKEN` (200) code points and is a fixed point of `speakable`; one about orders takes
 * `MOST_SECONDS` (12) at most by the pace of its voice, and ends in 详见屏幕 if something is left out. Bystanders listen,
 * so the customer's name, phone number and address are never in it, nor the code of a door, nor any number in the
 * customer's own text that could be a phone number. No argument makes a phrase throw: a count or a duration that is not
 * a natural number is spoken as zero.
 */
export interface Phrases {
  /**
   * Phrases one reminder. The first telling at this device has the order; a later one is short and has the time that the
   * order has waited. `now`: the server's clock, milliseconds.
   */
  reminder(frame: SpokenReminder, now: number, context?: SpokenContext): string
  /** Phrases one reminder in sentences: {@link reminder}, then the warnings for which it has no time, none left out. */
  tell(frame: SpokenReminder, now: number, context?: SpokenContext): readonly string[]
  /** Phrases several reminders in sentences: {@link waiting}, then the warnings for which it has no time. */
  tellWaiting(counts: Waiting, context?: Pick<SpokenContext, 'openNumbers' | 'voice'>): readonly string[]
  /** Phrases the warnings of an order alone, in sentences; none, where it warns of nothing. */
  warnings(order: FrameOrder, context?: Pick<SpokenContext, 'openNumbers' | 'voice'>): readonly string[]
  /** Phrases several reminders in one sentence. */
  waiting(counts: Waiting, context?: Pick<SpokenContext, 'openNumbers' | 'voice'>): string
  /** The device is offline, for `minutes`; absent or 0: since a moment ago. */
  offline(minutes?: number): string
  /** The device is in sync again; `missed`: the number of open reminders that it had not announced. */
  backOnline(missed: number): string
  /** A reminder was closed, and not by a human at this device. */
  answeredElsewhere(orderNumber: string, by: AnyActor, state: AnyEnd): string
  /** The store is busy, paused, or takes orders as usual again. */
  intake(told: ToldIntake): string
  /** The sentence of a sound check. */
  soundCheck(): string
  /** The device is connected on a quiet evening; `orders`: those that were paid today. */
  stillOnline(orders: number): string
  /** The shop opens, and none of its devices has rung since yesterday. */
  notHeard(): string
  /** The server does not accept this device's token: it must be paired. */
  unpaired(): string
  /** The operator has revoked this device. */
  revoked(): string
  /** This app is too old for an entry of the server's log. */
  tooOld(): string
  /** A printer does not print; `fault`: why, of `PRINTER_FAULTS`, or an unknown word. */
  printer(fault: string): string
}

/** The minutes after the payment from which a first telling has the waiting time, because the device was away. */
export const LATE_MINUTES = 1
