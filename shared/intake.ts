import * as z from 'zod'
import { answeredBySchema } from './reminder.ts'

/**
 * open: takes orders. busy: takes them, and preparation takes longer. paused: takes none for a while. archived: the operator
 * has given the store up. Whatever is paid all the same rings.
 */
export const intakeStateSchema = z.enum(['open', 'busy', 'paused', 'archived'])
export type IntakeState = z.infer<typeof intakeStateSchema>

/** Minutes of preparation, in all or more than usual. */
export const preparationMinutesSchema = z.int().min(1).max(240)
/** The longest time for which a store is busy or paused, minutes: two days. Longer ones are opening hours. */
export const LONGEST_INTAKE_MINUTES = 2 * 1_440

/** Whether a store takes orders, as its devices are told it. Times are milliseconds since 1970. */
export const intakeSchema = z.object({
  state: intakeStateSchema,
  /** With `busy`: the minutes that preparation takes longer. */
  extraMinutes: z.int().min(0).optional(),
  /** With `busy` and `paused`: when it ends by itself. */
  until: z.int().optional(),
  /** The device or the operator who set it; `system`: it has ended by itself. Absent: nobody has ever set it. */
  by: answeredBySchema.optional(),
  /** The position on the log at which it was told; 0: nobody has ever set it. */
  seq: z.int().min(0),
})

/** {@link intakeSchema} as a client reads it from a server that may be newer: with unknown states and actors. */
export const readIntakeSchema = intakeSchema.extend({
  state: z.string(),
  extraMinutes: intakeSchema.shape.extraMinutes.catch(undefined),
  until: intakeSchema.shape.until.catch(undefined),
  by: answeredBySchema.optional().catch(undefined),
})

/** A change of the intake. It ends at `until`, or after `forMinutes`. */
export const changeIntakeSchema = z
  .strictObject({
    state: intakeStateSchema.exclude(['archived']),
    /** With `busy`: the minutes that preparation takes longer. */
    extraMinutes: preparationMinutesSchema.optional(),
    /** For how long, minutes; in the place of `until`. */
    forMinutes: z.int().min(1).max(LONGEST_INTAKE_MINUTES).optional(),
    /** When it ends by itself, milliseconds since 1970, two days ahead at most; in the place of `forMinutes`. */
    until: z.int().min(0).optional(),
  })
  .superRefine(({ state, extraMinutes, forMinutes, until }, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const ends = Number(forMinutes !== undefined) + Number(until !== undefined)
    if (state === 'busy' && extraMinutes === undefined) fault('extraMinutes', 'must be there with busy')
    if (state !== 'busy' && extraMinutes !== undefined) fault('extraMinutes', 'belongs to busy alone')
    if (state === 'open' && ends > 0) fault(until === undefined ? 'forMinutes' : 'until', 'open does not end')
    if (state !== 'open' && ends !== 1) fault('until', 'must be there, or forMinutes, and not both')
  })

/** Whether a store takes orders, as the REST interface answers it. */
export const storeIntakeSchema = z.object({
  storeId: z.string(),
  state: intakeStateSchema,
  /** Whether `POST /v1/orders` takes an order of this store now. */
  takesOrders: z.boolean(),
  extraMinutes: z.int().nullable(),
  until: z.int().nullable(),
  by: answeredBySchema.nullable(),
  /** When it was set, or has ended; null: nobody has ever set it. */
  changedAt: z.int().nullable(),
  /** The minutes in which an order that is accepted now is promised to be ready; null: the store names none. */
  readyInMinutes: z.int().nullable(),
})

/** {@link storeIntakeSchema} as a device reads it. */
export const readStoreIntakeSchema = storeIntakeSchema.extend({
  state: z.string(),
  by: answeredBySchema.nullable().catch(null),
})

export type Intake = z.infer<typeof intakeSchema>
export type ReadIntake = z.infer<typeof readIntakeSchema>
export type ChangeIntake = z.infer<typeof changeIntakeSchema>
export type StoreIntake = z.infer<typeof storeIntakeSchema>
export type ReadStoreIntake = z.infer<typeof readStoreIntakeSchema>

/** The intake of a store of which nobody has ever set one. */
export const NEVER_SET: Intake = { state: 'open', seq: 0 }
