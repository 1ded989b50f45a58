import * as z from 'zod'
import { levelSchema } from '../reminder.ts'
import { escalationCauseSchema, timeOfDaySchema } from './escalation.ts'
import { nameText } from './human-text.ts'
import { timezoneSchema } from './stores.ts'

/** The hours in which others are told in place of a contact. An end before the beginning is on the next day. */
export const quietHoursSchema = z
  .strictObject({
    from: timeOfDaySchema,
    to: timeOfDaySchema,
    /** The contact's own time zone; left out: the store's. */
    zone: timezoneSchema.optional(),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'must differ from the beginning' })
export type QuietHours = z.infer<typeof quietHoursSchema>

const causesSchema = z
  .array(escalationCauseSchema)
  .min(1)
  .max(escalationCauseSchema.options.length)
  .refine((causes) => new Set(causes).size === causes.length, 'must not name a cause twice')

/** A person outside of the shop who is told when nobody answers. */
export const contactSchema = z.object({
  id: z.string(),
  storeId: z.string(),
  name: z.string(),
  /** The number for calls and texts, and by which group robots call somebody by name (@). */
  mobile: z.string().nullable(),
  /** The mailbox, for the channel `mail`. */
  email: z.string().nullable(),
  /** The hours in which others are told first; null: none. */
  quiet: quietHoursSchema.nullable(),
  /** The level of a reminder from which on this contact is told; others are told before. */
  leastLevel: levelSchema,
  /** The causes that this contact is told of; null: every one. */
  causes: z.array(escalationCauseSchema).nullable(),
  /** When a test message was answered; null: it is not known whether messages arrive. */
  verifiedAt: z.int().nullable(),
  createdAt: z.int(),
})

const mobileSchema = z.string().regex(/^\+?\d{5,15}$/, 'must be a telephone number, digits alone')
/** One mailbox and nothing else: no name, no list, no line break that would begin a header of its own. */
const emailSchema = z.email().max(254)

/** A new contact. An unknown field is refused, so that no quiet hours are lost to a slip of the pen. */
export const createContactSchema = z.strictObject({
  name: nameText(60),
  mobile: mobileSchema.optional(),
  email: emailSchema.optional(),
  quiet: quietHoursSchema.optional(),
  leastLevel: levelSchema.optional(),
  causes: causesSchema.optional(),
})

/** A change of a contact: what is left out stays as it is, and null takes away. */
export const changeContactSchema = z
  .strictObject({
    name: nameText(60).optional(),
    mobile: mobileSchema.nullable().optional(),
    email: emailSchema.nullable().optional(),
    quiet: quietHoursSchema.nullable().optional(),
    leastLevel: levelSchema.optional(),
    causes: causesSchema.nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'must change something')

export const contactListSchema = z.object({ contacts: z.array(contactSchema) })

/** A way to reach contacts. What it is set up with is never told again. */
export const channelSchema = z.object({
  id: z.string(),
  storeId: z.string(),
  kind: z.string(),
  name: z.string(),
  /** The host that messages go to. */
  host: z.string(),
  createdAt: z.int(),
})

export const channelListSchema = z.object({ channels: z.array(channelSchema) })

/**
 * The reason of a message: a cause of the policy, the answer that ends a wait, or the operator’s test. back: the end of
 * `away`, because a device is connected again. report: the day before in figures, each morning.
 */
export const effectCauseSchema = z.enum([...escalationCauseSchema.options, 'answered', 'test', 'back', 'report'])
export type EffectCause = z.infer<typeof effectCauseSchema>

/**
 * The state of a message. queued: it waits for its turn. sending: a call to the channel is under way, or its answer is
 * not known. sent: the channel has taken it. answered: its link was used. failed: given up. cancelled: nothing of it waits any more.
 */
export const effectStateSchema = z.enum(['queued', 'sending', 'sent', 'answered', 'failed', 'cancelled'])
export type EffectState = z.infer<typeof effectStateSchema>

/** One message to one contact. Times are milliseconds. */
export const effectSchema = z.object({
  id: z.string(),
  storeId: z.string(),
  cause: effectCauseSchema,
  contactId: z.string(),
  channelId: z.string(),
  /** Ids of the reminders that it is about. */
  covers: z.array(z.string()),
  state: effectStateSchema,
  attempts: z.int(),
  /** The word for why the latest call failed, or why there was none. */
  code: z.string().nullable(),
  createdAt: z.int(),
  sentAt: z.int().nullable(),
  answeredAt: z.int().nullable(),
  nextAt: z.int().nullable(),
})

export const effectQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

export const effectPageSchema = z.object({ effects: z.array(effectSchema), next: z.string().nullable() })

/** The contact that a test message goes to. */
export const testMessageSchema = z.strictObject({ contactId: z.string().min(1).max(64) })

export type Contact = z.infer<typeof contactSchema>
export type CreateContact = z.infer<typeof createContactSchema>
export type ChangeContact = z.infer<typeof changeContactSchema>
export type Channel = z.infer<typeof channelSchema>
export type Effect = z.infer<typeof effectSchema>
export type EffectQuery = z.infer<typeof effectQuerySchema>
export type EffectPage = z.infer<typeof effectPageSchema>
