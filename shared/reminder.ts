import * as z from 'zod'
import { amountMinorSchema, currencySchema } from './money.ts'
import { fulfilmentSchema } from './order.ts'

/** Reminder kinds by the number that stands in a frame's `type`: 1 来单提醒, 2 客户催单, and ours: 3 取消, 4 漏单. */
export const REMINDER_TYPE = { new_order: 1, urge: 2, cancel: 3, missed: 4 } as const

export type ReminderKind = keyof typeof REMINDER_TYPE
/** A kind as a client reads it. `other`: an unknown kind, announced as a plain 提醒 with its `content`. */
export type AnyKind = ReminderKind | 'other'

export const reminderKindSchema = z.enum(['new_order', 'urge', 'cancel', 'missed'])
export const reminderTypeSchema = z.literal(Object.values(REMINDER_TYPE))

/**
 * The state of a reminder. open: unanswered. acknowledged: a human answered. cancelled: the order moved on. expired:
 * given up.
 */
export const reminderStateSchema = z.enum(['open', 'acknowledged', 'cancelled', 'expired'])
export type ReminderState = z.infer<typeof reminderStateSchema>

/** The levels of an announcement: louder after 3 unanswered minutes, loudest after 5. */
export const LEVEL = { normal: 1, louder: 2, loudest: 3 } as const
export const levelSchema = z.union([z.literal(LEVEL.normal), z.literal(LEVEL.louder), z.literal(LEVEL.loudest)])
export type Level = z.infer<typeof levelSchema>

const KINDS = Object.keys(REMINDER_TYPE) as ReminderKind[]

/** Looks up the kind of a frame's `type`. */
export function reminderKind(type: number): AnyKind {
  return KINDS.find((kind) => REMINDER_TYPE[kind] === type) ?? 'other'
}

/** A kind as people are told it: a `cancel` with {@link RefundNotice} is no cancellation, the order goes on. */
export type ToldKind = AnyKind | 'refund'

/** Looks up the kind that people are told of a frame. */
export function toldKind({ type, order }: { type: number; order: { refund?: unknown } }): ToldKind {
  const kind = reminderKind(type)
  return kind === 'cancel' && order.refund !== undefined ? 'refund' : kind
}

/**
 * Tells whether a move of the order (confirm, reject, dispatch …) answers its open reminders of this kind. A
 * cancellation is answered by 知道了 alone, because somebody may still be cooking; so is an unknown kind.
 */
export function answeredByMove(kind: AnyKind): boolean {
  return kind === 'new_order' || kind === 'urge' || kind === 'missed'
}

/** Tells whether a reminder of this kind says that its order waits for acceptance. */
export function waitsForAcceptance(kind: AnyKind): boolean {
  return kind === 'new_order' || kind === 'missed'
}

/** The `content` of a missed order: a client from before this kind shows and speaks it beside the order's number. */
export const MISSED_CONTENT = '漏单，无人接单'

/** Writes a reminder's `content` as the origin does, with a full-width colon. */
export function reminderContent(orderNumber: string): string {
  return `订单号：${orderNumber}`
}

/**
 * Money of an order that went back at its provider, without a word to the shop: all of it, a part, or to an amount that
 * the provider does not tell. `amountMinor`: all that went back so far.
 */
export const refundNoticeSchema = z.object({
  state: z.enum(['whole', 'part', 'unknown']),
  amountMinor: amountMinorSchema.optional(),
})
export type RefundNotice = z.infer<typeof refundNoticeSchema>

/** A clause of the customer's text that a cook must read: an allergy, a faith, a refused food. docs/warnings.md. */
export const orderWarningSchema = z.object({
  text: z.string(),
  /** The name of the dish whose note or option it is; absent: it is of the order's remark. */
  item: z.string().optional(),
})
export type OrderWarning = z.infer<typeof orderWarningSchema>

/**
 * An order for screen and voice, frozen when the reminder is raised and small enough for a frame: texts are shortened
 * (the whole order is at `GET /v1/orders/{id}`) and have no control characters. They are the customer's own and must be
 * treated as hostile.
 */
export const orderSummarySchema = z.object({
  number: z.string(),
  amountMinor: amountMinorSchema,
  currency: currencySchema,
  fulfilment: fulfilmentSchema,
  /** The warnings of the whole order, the gravest first, whatever was cut elsewhere. Absent: none was found. */
  warnings: z.array(orderWarningSchema).optional(),
  /** The number of warnings that are not in `warnings`. */
  moreWarnings: z.int().min(1).optional(),
  items: z.array(z.object({ name: z.string(), quantity: z.int().min(1), note: z.string().optional() })),
  /** The number of items that are not in `items`. */
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
  /** Present when nothing was paid, and the money is still to be taken: `cash`. */
  payment: z.enum(['cash']).optional(),
  /** Present when a late payment revived the order, after the time-out had cancelled it as unpaid. */
  revived: z.boolean().optional(),
  /** The number of urges so far. */
  urges: z.int().min(0),
  /** Only with `cancel`: the reason of the cancellation. */
  cancelReason: z.string().optional(),
  /** Only with `cancel`: the order goes on, and money of it went back. */
  refund: refundNoticeSchema.optional(),
})
export type OrderSummary = z.infer<typeof orderSummarySchema>

/**
 * {@link OrderSummary} as a client reads it from a server that may be newer: with unknown codes, and without the fields
 * that could not be read. `number`, `currency` and `fulfilment` are empty when they are missing.
 */
export type FrameOrder = Omit<OrderSummary, 'amountMinor' | 'currency' | 'fulfilment' | 'createdAt' | 'payment'> & {
  amountMinor?: number | undefined
  currency: string
  fulfilment: string
  createdAt?: number | undefined
  payment?: string | undefined
}

/**
 * Reads since when an order has waited for the shop, milliseconds since 1970; `undefined` when that could not be read.
 */
export function waitingSince({ paidAt, createdAt }: Pick<FrameOrder, 'paidAt' | 'createdAt'>): number | undefined {
  return paidAt ?? createdAt
}

/**
 * The actor that answered or closed a reminder; `name` is the device's or the operator's own. `group`: a device's, which
 * people chose on its screen, such as 厨房.
 */
export const answeredBySchema = z.object({
  kind: z.enum(['device', 'customer', 'operator', 'system']),
  name: z.string().optional(),
  group: z.string().optional(),
})
export type AnsweredBy = z.infer<typeof answeredBySchema>

/** The answers of a human that close a reminder: the moves of its order, and 知道了. */
export const answerMoveSchema = z.enum(['confirm', 'reject', 'dispatch', 'complete', 'cancel', 'acknowledge'])
export type AnswerMove = z.infer<typeof answerMoveSchema>

/** {@link AnsweredBy} as a client reads it. `other`: an unknown actor, shown by its name alone. */
export type AnyActor = Pick<AnsweredBy, 'name' | 'group'> & { kind: AnsweredBy['kind'] | 'other' }

/** The end of a reminder as a client reads it. `closed`: an unknown end. */
export type AnyEnd = Exclude<ReminderState, 'open'> | 'closed'
