import type { EscalationStep } from '../../../shared/api/escalation.ts'

/** When somebody is told: after so many minutes, or once the shop's own limit for accepting has passed. */
export type Patience = 2 | 3 | 5 | 'limit'

/** The choices of the third question, the usual one first. */
export const PATIENCES: readonly Patience[] = [3, 2, 5, 'limit']

/** Seconds after which it counts that no device has told an order: chime and words have ended by then. */
const UNHEARD_S = 60
/** Seconds after which it counts that a ticket is not printed: whoever is there has changed the roll by then. */
const UNPRINTED_S = 120
/**
 * Pause between two messages about the same wait, and most of them: fifteen minutes of it. A word about paper may come later
 * than the first look, from a device that was offline.
 */
const AGAIN = { repeatS: 300, most: 4 }

/**
 * Makes a policy out of the answers to three questions: who, by what, after how long. Besides the wait it tells at once
 * of an order that no device could get, after a minute of one that none has told, after two of one whose ticket a printer
 * has not printed (where a shop has none, never), and of one that was missed.
 */
export function sensiblePolicy(who: {
  contacts: readonly string[]
  channel: string
  after: Patience
}): EscalationStep[] {
  const target = { contacts: [...who.contacts], channel: who.channel }
  const wait: Pick<EscalationStep, 'cause' | 'afterS'> =
    who.after === 'limit' ? { cause: 'limit', afterS: 0 } : { cause: 'unanswered', afterS: who.after * 60 }
  return [
    { ...wait, ...target, ...AGAIN },
    { cause: 'no_device', afterS: 0, ...target, most: 1 },
    { cause: 'not_heard', afterS: UNHEARD_S, ...target, most: 1 },
    { cause: 'not_printed', afterS: UNPRINTED_S, ...target, ...AGAIN },
    { cause: 'expired', afterS: 0, ...target, most: 1 },
  ]
}
