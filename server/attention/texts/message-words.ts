import type { EffectCause } from '../../../shared/api/attention.ts'
import type { Fulfilment } from '../../../shared/order.ts'
import type { ReminderKind } from '../../../shared/reminder.ts'
import type { DayFigures } from './day-figures.ts'

/** The content of a message, counted: of orders, the longest wait or time without a device in minutes, and the name of who answered. */
export interface Told {
  store: string
  count: number
  minutes: number
  by: string | undefined
  /** Present in a report. */
  day?: DayFigures | undefined
}

/** The words of messages in one language. `store` and `by` are defused before. */
export interface Words {
  title(store: string): string
  sentence: Record<EffectCause, (told: Told) => string>
  /** A few words, for templates that others have approved. */
  short: Record<EffectCause, (told: Told) => string>
  /** The keys that a callee may press. */
  keys: string
  /** The answer to a key, said in the same call. */
  pressed: Record<'1' | '2' | '3', string>
  kind: Record<ReminderKind, string>
  fulfilment: Record<Fulfilment, string>
  waited(minutes: number): string
  more(count: number): string
  link(url: string): string
  /** The end of a message, by which a repetition is known. */
  number(id: string): string
}
