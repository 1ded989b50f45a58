import * as z from 'zod'
import { amountMinorSchema, currencySchema } from './money.ts'
import { fulfilmentSchema } from './order.ts'

/** Reminder kinds by the number that stands in a frame's `type`: 1 来单提醒, 2 客户催单, 3 取消 (ours). */
export const REMINDER_TYPE = { new_order: 1, urge: 2, cancel: 3 } as const

export type ReminderKind = keyof typeof REMINDER_TYPE
export type ReminderType = (typeof REMINDER_TYPE)[ReminderKind]

export const reminderKindSchema = z.enum(['new_order', 'urge', 'cancel'])
export const reminderTypeSchema = z.union([z.literal(1), z.literal(2), z.literal(3)])

/** open: nobody has answered. acknowledged: a human did. cancelled: the order moved on. expired: given up, visibly. */
export const reminderStateSchema = z.enum(['open', 'acknowledged', 'cancelled', 'expired'])
export type ReminderState = z.infer<typeof reminderStateSchema>

/** 1 normal · 2 louder, unanswered for 3 min · 3 loudest, unanswered for 5 min. */
export const levelSchema = z.union([z.literal(1), z.literal(2), z.literal(3)])
export type Level = z.infer<typeof levelSchema>

/** The kind that a frame's `type` names. */
export function reminderKind(type: ReminderType): ReminderKind {
  return type === 1 ? 'new_order' : type === 2 ? 'urge' : 'cancel'
}

/** The origin's `content`, full-width colon included. */
export function reminderContent(orderNumber: string): string {
  return `订单号：${orderNumber}`
}

/**
 * What the screen and the voice need of an order, frozen when the reminder is raised and small enough for a frame:
 * texts are shortened (the whole order is at `GET /v1/orders/{id}`), control characters are gone, the rest is the
 * customer's own text and must still be treated as hostile.
 */
export const orderSummarySchema = z.object({
  number: z.string(),
  amountMinor: amountMinorSchema,
  currency: currencySchema,
  fulfilment: fulfilmentSchema,
  items: z.array(z.object({ name: z.string(), quantity: z.int().min(1), note: z.string().optional() })),
  /** How many items were left out of `items`. */
  moreItems: z.int().min(0),
  remark: z.string().optional(),
  customer: z
    .object({ name: z.string().optional(), phone: z.string().optional(), address: z.string().optional() })
    .optional(),
  /** Milliseconds since 1970, as every time on the wire. */
  createdAt: z.int(),
  paidAt: z.int().optional(),
  /** The store's limit for accepting it. */
  acceptBy: z.int().optional(),
  /** Present when the order had been cancelled for being unpaid, and its late payment revived it. */
  revived: z.boolean().optional(),
  /** How often the customer has urged so far. */
  urges: z.int().min(0),
  /** Only with `cancel`: why the order was called off. */
  cancelReason: z.string().optional(),
})
export type OrderSummary = z.infer<typeof orderSummarySchema>

/** Who answered or closed a reminder; `name` is the device's or the operator's own name for itself. */
export const answeredBySchema = z.object({
  kind: z.enum(['device', 'customer', 'operator', 'system']),
  name: z.string().optional(),
})
export type AnsweredBy = z.infer<typeof answeredBySchema>
