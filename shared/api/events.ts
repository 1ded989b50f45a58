import * as z from 'zod'
import { amountMinorSchema } from '../money.ts'
import { answeredBySchema } from '../reminder.ts'

const milliseconds = z.int().min(0)
const nothing = z.object({})
const money = { amountMinor: amountMinorSchema, currency: z.string() }

/**
 * Every type of event, with its data. A receiver must take types and fields that it does not know: more are added, none is
 * changed.
 */
export const EVENT_DATA = {
  /** The shop took the order. `promisedAt`: the time for which it promised it, milliseconds. */
  'order.accepted': z.object({ promisedAt: milliseconds.nullable(), by: answeredBySchema }),
  'order.rejected': z.object({ reason: z.string().nullable(), by: answeredBySchema }),
  /** Everything of it is struck off as made, for the first time (划掉); `by` struck the last portion off. */
  'order.ready': z.object({ by: answeredBySchema }),
  'order.dispatched': z.object({ by: answeredBySchema }),
  'order.completed': z.object({ by: answeredBySchema }),
  'order.cancelled': z.object({ reason: z.string().nullable(), by: answeredBySchema }),
  /** Its reminder was heard for as long as it may ring, and nobody answered (漏单). The order still waits. */
  'order.expired': nothing,
  /** Money came that fits its order in no way; the operator decides. `reason`: as `reviewReason` of the payment. */
  'payment.review': z.object({ paymentId: z.string(), reason: z.string(), provider: z.string(), ...money }),
  /** Money is to go back: by the server, or by a human, because of `fault` where there is one. */
  'refund.due': z.object({
    paymentId: z.string(),
    way: z.enum(['automatic', 'by_hand']),
    fault: z.string().nullable(),
    ...money,
  }),
  /** The provider has taken the refund and is at work on it. */
  'refund.sent': z.object({ paymentId: z.string(), ...money }),
  /** So much is back at the customer now. */
  'refund.settled': z.object({ paymentId: z.string(), ...money }),
  /**
   * A voice has spoken the reminder for the first time. `n`: the number of the announcement. `counted`: in a sentence about
   * several; left out: in words of its own, or by a version that did not tell.
   */
  'reminder.spoken': z.object({
    kind: z.string(),
    device: z.string(),
    n: z.int().min(1),
    counted: z.literal(true).optional(),
  }),
  /** The reminder of a new order was announced after the store’s limit for accepting it. */
  'reminder.limit_passed': nothing,
  /** Somebody outside of the shop was told: the contact’s name, by this kind of channel. */
  'attention.told': z.object({ contact: z.string(), channel: z.string(), cause: z.string() }),
  /** Takes orders, and preparation takes longer by so many minutes, until a time, milliseconds. */
  'store.busy': z.object({ extraMinutes: z.int().nullable(), until: milliseconds.nullable(), by: answeredBySchema }),
  /** Takes no orders until a time, milliseconds. */
  'store.paused': z.object({ until: milliseconds.nullable(), by: answeredBySchema }),
  /** Takes orders as usual again; `by.kind` is `system` where the time was over. */
  'store.resumed': z.object({ by: answeredBySchema }),
  /** The operator has given the store up: it takes no orders until it is resumed. */
  'store.archived': z.object({ by: answeredBySchema }),
} as const satisfies Record<string, z.ZodType>

export type EventType = keyof typeof EVENT_DATA
export type EventData<Type extends EventType> = z.output<(typeof EVENT_DATA)[Type]>

export const eventTypeSchema = z.enum(Object.keys(EVENT_DATA) as [EventType, ...EventType[]])

/** An event as every reader gets it, and as a webhook’s `data`. */
export const eventSchema = z.object({
  id: z.string(),
  /** Dense per store: 1, 2, 3 … */
  seq: z.int().min(1),
  storeId: z.string(),
  type: z.string(),
  at: milliseconds,
  orderId: z.int().nullable(),
  orderNumber: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})

const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max)

/** Strict: a misspelt `store` or `after` would silently be the events of every store, or all from the first. */
export const eventQuerySchema = z.strictObject({
  /** The events of one store; left out, of all. */
  store: z.string().min(1).max(64).optional(),
  /** `next` of an earlier answer; left out, from the oldest that is kept. */
  after: z.string().max(300).optional(),
  limit: wholeNumber(1, 500).default(100),
  /** Seconds for which the answer waits while there is nothing. */
  wait: wholeNumber(0, 30).default(0),
})

export const eventPageSchema = z.object({
  events: z.array(eventSchema),
  /** Continues this answer, also when it is empty. */
  next: z.string(),
  /** Whether more can be had at once. */
  more: z.boolean(),
})

export type Event = z.infer<typeof eventSchema>
export type EventQuery = z.infer<typeof eventQuerySchema>
export type EventPage = z.infer<typeof eventPageSchema>
