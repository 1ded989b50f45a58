import * as z from 'zod'
import { escalationCauseSchema } from './escalation.ts'
import { nameText } from './human-text.ts'

/** A person outside of the shop who is told when nobody answers. */
export const contactSchema = z.object({
  id: z.string(),
  storeId: z.string(),
  name: z.string(),
  /** The number by which group robots call somebody by name (@). */
  mobile: z.string().nullable(),
  /** When a test message was answered; null: it is not known whether messages arrive. */
  verifiedAt: z.int().nullable(),
  createdAt: z.int(),
})

export const createContactSchema = z.object({
  name: nameText(60),
  mobile: z
    .string()
    .regex(/^\+?\d{5,15}$/, 'must be a telephone number, digits alone')
    .optional(),
})

/** A change of a contact: what is left out stays as it is; `mobile: null` forgets the number. */
export const changeContactSchema = z
  .strictObject({
    name: nameText(60).optional(),
    mobile: createContactSchema.shape.mobile.unwrap().nullable().optional(),
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

/** The reason of a message: a cause of the policy, the answer that ends a wait, or the operator’s test. */
export const effectCauseSchema = z.enum([...escalationCauseSchema.options, 'answered', 'test'])
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
export const testMessageSchema = z.object({ contactId: z.string().min(1).max(64) })

export type Contact = z.infer<typeof contactSchema>
export type CreateContact = z.infer<typeof createContactSchema>
export type ChangeContact = z.infer<typeof changeContactSchema>
export type Channel = z.infer<typeof channelSchema>
export type Effect = z.infer<typeof effectSchema>
export type EffectQuery = z.infer<typeof effectQuerySchema>
export type EffectPage = z.infer<typeof effectPageSchema>
