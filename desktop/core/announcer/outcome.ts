import { announcedOutcomeSchema } from '../../../shared/protocol/frames.ts'
import type { Outcome } from '../ports.ts'
import type { VolumeOutcome } from './prepare-volume.ts'

const outcomeSchema = announcedOutcomeSchema.shape.speech

/** Reads an outcome from a host; `failed` when it is not a valid one, since the server would refuse its frame. */
export function readOutcome(outcome: unknown): Outcome {
  return outcomeSchema.safeParse(outcome).data ?? 'failed'
}

/** The outcomes that are no trouble: done, not wanted, or a display that this host does not have (`none`). */
const FINE: readonly Outcome[] = [
  'ok',
  'none',
  'muted',
  'quiet_hours',
  'speech_off',
  'show_only',
  'ring_only',
  'closed',
  'answered',
  'stopped',
  'superseded',
]

/** Tells whether an outcome is a failure that a human should know of. */
export function isTrouble(outcome: Outcome): boolean {
  return !FINE.includes(outcome)
}

/** The parts of an announcement, each of which can fail alone. */
export type Part = 'speech' | 'chime' | 'notification' | 'dialog' | 'system_volume'
/** The failed parts, with their latest outcome. */
export type Trouble = Partial<Record<Part, Outcome>>

/** The outcomes of speech that was spoken into a system without sound: the engine did its part. */
const UNHEARD: readonly Outcome[] = ['output_muted', 'output_low'] satisfies VolumeOutcome[]

/** Finds the engine's own part in an outcome of speech: that of the system's volume is a trouble by itself. */
export function ofEngine(speech: Outcome): Outcome {
  return UNHEARD.includes(speech) ? 'ok' : speech
}

/** Updates the trouble by the latest outcomes: a part that went well is removed. */
export function troubleAfter(before: Trouble, outcomes: Trouble): Trouble {
  const all = Object.entries({ ...before, ...outcomes })
  return Object.fromEntries(all.filter(([, outcome]) => isTrouble(outcome)))
}
