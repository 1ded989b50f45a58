import * as z from 'zod'

/**
 * The reason for which somebody outside of the shop is told. unanswered: nobody has answered for a while. limit: the
 * acceptance limit has passed. no_device: no device was connected. not_heard: no device has announced it. not_printed: a
 * printer of the shop has not printed it. expired: the order was missed (漏单). away: the shop is open and no device is connected, whether anybody orders or not.
 */
export const escalationCauseSchema = z.enum([
  'unanswered',
  'limit',
  'no_device',
  'not_heard',
  'not_printed',
  'expired',
  'away',
])
export type EscalationCause = z.infer<typeof escalationCauseSchema>

const idSchema = z.string().min(1).max(64)

/** The time that a device has to say whether a ticket has come out, seconds. A step that looks earlier would find nothing. */
const PRINT_WORD_S = 10

/** One step of a store's policy: from when on, whom, by what, and how often. */
export const escalationStepSchema = z
  .strictObject({
    cause: escalationCauseSchema,
    /** Seconds: after the limit with `limit`, without a device with `away`, else after the beginning of the wait. */
    afterS: z.int().min(0).max(86_400),
    /** Ids of contacts, each of whom is told. */
    contacts: z.array(idSchema).min(1).max(10),
    /** The id of the channel that tells them. */
    channel: idSchema,
    /** Seconds between two messages about the same wait; left out: there is one. */
    repeatS: z.int().min(60).max(86_400).optional(),
    /** Most messages about the same wait. */
    most: z.int().min(1).max(20).default(1),
  })
  .refine(({ repeatS, most }) => most === 1 || repeatS !== undefined, {
    path: ['repeatS'],
    message: 'must say how often, where there is more than one message',
  })
  .refine(({ cause, afterS }) => cause !== 'not_printed' || afterS >= PRINT_WORD_S, {
    path: ['afterS'],
    message: `must be ${PRINT_WORD_S} or more with not_printed: no device has said anything before`,
  })
  .refine(({ contacts }) => new Set(contacts).size === contacts.length, {
    path: ['contacts'],
    message: 'must not name a contact twice',
  })

export type EscalationStep = z.infer<typeof escalationStepSchema>

/** The steps of a store's policy. None: nobody outside is told. */
export const escalationSchema = z.array(escalationStepSchema).max(10)

/** A time of day as settings have it. */
export const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time from 00:00 to 23:59')

/** The message of each morning: the report of the day before, to one contact by one channel. */
export const morningReportSchema = z.strictObject({
  /** When it leaves, by the store's clocks. */
  at: timeOfDaySchema,
  contact: idSchema,
  channel: idSchema,
})
export type MorningReport = z.infer<typeof morningReportSchema>

/** A store's policy by itself, and what a screen that sets it up has to know. */
export const storePolicySchema = z.object({
  escalation: escalationSchema,
  /** The message of each morning; null: there is none. */
  morning: morningReportSchema.nullable(),
  /** Whether the caller may change policy, contacts and channels. */
  mayChange: z.boolean(),
  /** Whether messages carry a link by which they are answered: the server knows an address that is reached from outside. */
  answerable: z.boolean(),
})

/** A change of a store's policy: what is given replaces the former, and what is left out stays. */
export const changePolicySchema = z
  .strictObject({ escalation: escalationSchema.optional(), morning: morningReportSchema.nullable().optional() })
  .refine((change) => Object.keys(change).length > 0, 'must change something')
