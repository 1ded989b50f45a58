import { announcedOutcomeSchema } from '../../../shared/protocol/frames.ts'
import type { Outcome } from '../ports.ts'

const wordSchema = announcedOutcomeSchema.shape.speech

/** A host's word for how it went; `failed` when it is none, since the server would refuse the frame it goes into. */
export function outcomeWord(word: unknown): Outcome {
  return wordSchema.safeParse(word).data ?? 'failed'
}

/** Words that tell of no trouble: done, not wanted, or a kind of showing this host does not have (`none`). */
const FINE: readonly Outcome[] = [
  'ok',
  'none',
  'muted',
  'quiet_hours',
  'speech_off',
  'closed',
  'answered',
  'stopped',
  'superseded',
]

/** What can go wrong with an announcement, by part. */
export type Part = 'speech' | 'chime' | 'notification' | 'dialog'
export type Trouble = Partial<Record<Part, Outcome>>

/** The trouble of each part as its latest outcome tells it. */
export function troubleAfter(before: Trouble, outcomes: Trouble): Trouble {
  const all = Object.entries({ ...before, ...outcomes })
  return Object.fromEntries(all.filter(([, word]) => !FINE.includes(word)))
}
