import type { LinkState } from '../bell/status.ts'
import type { LinkFault } from '../ports.ts'
import type { About, Cause, ClockHolds, IntakeHolds, OutsideHolds, SoundHolds } from './statement.ts'

/** A cause in words: the statement, and how a human mends it. */
export interface Said {
  text: string
  mend?: string
}

/** The writing of times in the words: on the store's clocks, and as a duration. */
export interface Shown {
  /** `18:05`; the argument is wall time of this device, milliseconds. */
  time(at: number): string
}

/** A cause of one kind. */
export type CauseOf<Id extends Cause['id']> = Extract<Cause, { id: Id }>

/** The words of all statements in one language. Untrusted texts are cleaned before they come here. */
export interface StatementWords {
  /** The name of each subject, two characters where a language allows it. */
  about: Record<About, string>
  /** The claim of each statement in a few words. */
  link: Record<LinkState, string>
  sound: Record<SoundHolds, string>
  clock: Record<ClockHolds, string>
  device: Record<'fine' | 'faulty', string>
  server: Record<'fine' | 'faulty', string>
  outside: Record<OutsideHolds, string>
  intake: Record<IntakeHolds, string>
  cause: { [Id in Cause['id']]: (cause: CauseOf<Id>, shown: Shown) => Said }
  /** The sentence of each statement that has no cause. */
  fine: Record<About, (timeZone: string | undefined) => string>
  /** The promise of a statement of sound that holds `late`. */
  heardLate: string
  /** The promise while no order arrives. */
  kept: string
}

/** The reasons of one kind of fault, by their detail; `other` gets the detail of the rest. */
export interface FaultWords {
  text: string
  mend: string
  why?: Readonly<Record<string, Said>>
  other?: (why: string) => Said
}

/** Looks up the words of a fault of the link. */
export function faultSaid(words: Record<LinkFault['kind'], FaultWords>, { kind, why }: LinkFault): Said {
  const { text, mend, why: known = {}, other } = words[kind]
  return (Object.hasOwn(known, why) ? known[why] : other?.(why)) ?? { text, mend }
}

/** Reads the number in `http_503` or `close_1011`; `undefined` for another detail. */
export function numberIn(why: string, before: string): string | undefined {
  return why.startsWith(before) ? why.slice(before.length) : undefined
}
