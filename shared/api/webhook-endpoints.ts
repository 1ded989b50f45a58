import * as z from 'zod'
import { eventTypeSchema } from './events.ts'

const milliseconds = z.int().min(0)

/** The address that is called. The server looks at what it is: text that is no address is refused there. */
const urlSchema = z.string().min(1).max(1_000)

const typesSchema = z
  .array(eventTypeSchema)
  .min(1)
  .max(eventTypeSchema.options.length)
  .refine((types) => new Set(types).size === types.length, 'must not name a type twice')

/**
 * The state of an endpoint. failed: it did not answer for three days, or said that it is gone (410), and was switched off;
 * what it misses is kept with the events.
 */
const stateSchema = z.enum(['on', 'off', 'failed'])

export const webhookEndpointSchema = z.object({
  id: z.string(),
  /** The store whose events it gets; null: of all. */
  storeId: z.string().nullable(),
  url: z.string(),
  /** The types that it gets; null: all, also those that are added later. */
  types: z.array(z.string()).nullable(),
  state: stateSchema,
  createdAt: milliseconds,
  /** Since when calls fail; null: the latest one was answered. */
  failingSince: milliseconds.nullable(),
  failedAt: milliseconds.nullable(),
  /** The word for why: `no_answer`, `address_refused`, `http_500` … */
  code: z.string().nullable(),
  /** Events that wait for it. */
  waiting: z.int().min(0),
  /** The keys that sign, without themselves: several while one takes the place of another. */
  secrets: z.array(z.object({ createdAt: milliseconds, expiresAt: milliseconds.nullable() })),
})

export const webhookEndpointListSchema = z.object({ endpoints: z.array(webhookEndpointSchema) })

/** A new key, `whsec_` and base64. No other call returns it. */
const secret = z.string()

export const createdEndpointSchema = webhookEndpointSchema.extend({ secret })
export const createdSecretSchema = z.object({ secret, endpoint: webhookEndpointSchema })

export const createEndpointSchema = z.strictObject({
  storeId: z.string().min(1).max(64).optional(),
  url: urlSchema,
  types: typesSchema.optional(),
})

export const changeEndpointSchema = z
  .strictObject({
    url: urlSchema.optional(),
    /** null: all. */
    types: typesSchema.nullable().optional(),
    state: z.enum(['on', 'off']).optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'must change something')

export const rotateSecretSchema = z.strictObject({
  /** Hours for which the keys from before go on signing. */
  overlapHours: z.int().min(0).max(168).default(24),
})

/** The answer to a test call. */
export const endpointTestSchema = z.object({
  delivered: z.boolean(),
  /** The status of HTTP; null: there was no answer. */
  status: z.int().nullable(),
  code: z.string().nullable(),
  tookMs: z.int().min(0),
})

/** One event, or everything from a time on. */
export const redeliverSchema = z
  .strictObject({ eventId: z.string().min(1).max(64).optional(), since: milliseconds.optional() })
  .refine(({ eventId, since }) => (eventId === undefined) !== (since === undefined), {
    error: 'must have eventId or since, and not both',
    path: ['since'],
  })
export const redeliveredSchema = z.object({
  queued: z.int().min(0),
  /** Set when there is more: ask again, with this `since`. */
  since: milliseconds.nullable(),
})

const deliverySchema = z.object({
  eventId: z.string(),
  storeId: z.string(),
  seq: z.int(),
  type: z.string(),
  /** queued: it waits for its first or its next call. */
  state: z.enum(['queued', 'delivered']),
  attempts: z.int().min(0),
  /** The word for why the latest call failed. */
  code: z.string().nullable(),
  triedAt: milliseconds.nullable(),
  deliveredAt: milliseconds.nullable(),
})

export const deliveryQuerySchema = z.object({
  state: deliverySchema.shape.state.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
export const deliveryPageSchema = z.object({ deliveries: z.array(deliverySchema), next: z.string().nullable() })

export type WebhookEndpoint = z.infer<typeof webhookEndpointSchema>
export type CreatedEndpoint = z.infer<typeof createdEndpointSchema>
export type CreateEndpoint = z.infer<typeof createEndpointSchema>
export type ChangeEndpoint = z.infer<typeof changeEndpointSchema>
export type CreatedSecret = z.infer<typeof createdSecretSchema>
export type EndpointTest = z.infer<typeof endpointTestSchema>
export type Redeliver = z.infer<typeof redeliverSchema>
export type Redelivered = z.infer<typeof redeliveredSchema>
export type Delivery = z.infer<typeof deliverySchema>
export type DeliveryQuery = z.infer<typeof deliveryQuerySchema>
export type DeliveryPage = z.infer<typeof deliveryPageSchema>
