import { type AnnouncedOutcome, announcedOutcomeSchema, type ReminderFrame } from '../../../shared/protocol/frames.ts'
import { COUNTED } from '../../../shared/protocol/manner.ts'
import type { Outcome } from '../ports.ts'
import type { VolumeOutcome } from './prepare-volume.ts'

const outcomeSchema = announcedOutcomeSchema.shape.speech

/** Reads an outcome from a host; `failed` when it is not a valid one, since the server would refuse its frame. */
export function readOutcome(outcome: unknown): Outcome {
  return outcomeSchema.safeParse(outcome).data ?? 'failed'
}

/** The part of an announcement's outcome that is about its speech. */
export type Spoken = Pick<AnnouncedOutcome, 'speech' | 'words'>

/** Tells how the sentence about these reminders went for each: one about several counts them. */
export function spokenOf(reminders: readonly ReminderFrame[], speech: Outcome): Spoken {
  return { speech, ...(speech === 'ok' && reminders.length > 1 && { words: COUNTED }) }
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

/** The outcomes of speech into a system without sound: the engine did its part, and the volume is a part of its own. */
const UNHEARD: readonly Outcome[] = ['output_muted', 'output_low'] satisfies VolumeOutcome[]

/** Updates the trouble by the latest outcomes: a part that went well is removed. */
export function troubleAfter(before: Trouble, outcomes: Trouble): Trouble {
  const all = Object.entries({ ...before, ...outcomes })
  return Object.fromEntries(
    all.filter(([part, outcome]) => isTrouble(outcome) && !(part === 'speech' && UNHEARD.includes(outcome))),
  )
}
