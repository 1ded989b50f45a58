import * as z from 'zod'

const milliseconds = z.int()
const id = z.string().min(1).max(64)

/** A rehearsal to be begun, with whom it tells and by what; null: nobody outside. */
export const startRehearsalSchema = z.strictObject({
  tell: z.strictObject({ contactId: id, channelId: id }).nullable(),
})

/**
 * How far a rehearsal is. ringing: its order waits to be spoken. cut: the store's devices are kept out. back: they may come
 * back. telling: the contact is told. over: it has ended.
 */
const rehearsalPhaseSchema = z.enum(['ringing', 'cut', 'back', 'telling', 'over'])

/** A rehearsal, with the time of each of its steps; null: it has not happened, or never will. Milliseconds. */
export const rehearsalSchema = z.object({
  id: z.string(),
  storeId: z.string(),
  orderNumber: z.string(),
  phase: rehearsalPhaseSchema,
  /** Whether somebody outside is told as well. */
  tells: z.boolean(),
  begunAt: milliseconds,
  /** A device spoke the order. */
  spokenAt: milliseconds.nullable(),
  /** The devices were cut off. */
  cutAt: milliseconds.nullable(),
  /** They were let in again. */
  openedAt: milliseconds.nullable(),
  /** The first of them was back. */
  backAt: milliseconds.nullable(),
  /** The message had left. */
  toldAt: milliseconds.nullable(),
  /** The contact answered it. */
  answeredAt: milliseconds.nullable(),
  endedAt: milliseconds.nullable(),
})

/** The latest rehearsal of a store; null: there was none. */
export const latestRehearsalSchema = z.object({ rehearsal: rehearsalSchema.nullable() })

export type StartRehearsal = z.infer<typeof startRehearsalSchema>
export type RehearsalPhase = z.infer<typeof rehearsalPhaseSchema>
export type Rehearsal = z.infer<typeof rehearsalSchema>

/** Time for which the devices are kept out, milliseconds. */
export const REHEARSAL_CUT_MS = 60_000
