import { EN_RULES } from './en-rules.ts'
import { enTail } from './en-words.ts'
import type { SpokenContext } from './phrases.ts'
import { espeakPace, type Pace } from './reading/pace.ts'
import type { Reader } from './reading/read-text.ts'
import { espeakReads } from './reading/readable.ts'

/** Said of an order from its store's limit for accepting it on. */
export const EN_OVERDUE = 'overdue and not accepted'
export const SEE_SCREEN = 'see the screen'

/** Makes the reader of other people's texts, for the voice that will say them. */
export function enReader({ voice }: Pick<SpokenContext, 'voice'>): Reader {
  return { rules: EN_RULES, reads: voice?.reads ?? espeakReads }
}

/** Looks up the pace of the voice: that of espeak-ng where the host tells none. */
export function paceOf({ voice }: Pick<SpokenContext, 'voice'>): Pace {
  return voice?.pace ?? espeakPace
}

/** Writes how an order is called; empty when its number cannot be called out. */
export function enCalled(tail: readonly string[]): string {
  return tail.length === 0 ? '' : `ending ${enTail(tail)}`
}
