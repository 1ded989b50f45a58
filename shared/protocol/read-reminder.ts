import * as z from 'zod'
import { amountMinorSchema } from '../money.ts'
import {
  type FrameOrder,
  LEVEL,
  levelSchema,
  orderSummarySchema,
  refundNoticeSchema,
  reminderKind,
} from '../reminder.ts'
import { type ReminderFrame, reminderFrameSchema } from './frames.ts'

/** A refund that cannot be read is one of an unknown amount: never a cancellation. */
const refund = refundNoticeSchema.optional().catch({ state: 'unknown' })

/** Warnings that cannot be read are found anew in the order's texts (shared/warnings/order-warnings.ts). */
const warnings = orderSummarySchema.shape.warnings.catch(undefined)
const moreWarnings = orderSummarySchema.shape.moreWarnings.catch(undefined)

/** Anything but `true` says nothing of the limit. */
const overdue = reminderFrameSchema.shape.overdue.catch(undefined)

/** A newer server's word is kept: a screen shows it. */
const payment = z.string().max(40).optional().catch(undefined)

/** A claim that cannot be read is none: nothing depends on it. */
const claimedBy = reminderFrameSchema.shape.claimedBy.catch(undefined)

/** A reminder as any server of version 1 may write it, with unknown values. */
const openReminderSchema = reminderFrameSchema.extend({
  type: z.int(),
  level: levelSchema.catch(LEVEL.loudest),
  overdue,
  claimedBy,
  order: orderSummarySchema.extend({ currency: z.string(), fulfilment: z.string(), payment, refund }),
})

const { id, seq, cursor, orderId, n, at } = reminderFrameSchema.shape
const { moreItems, urges } = orderSummarySchema.shape
const text = z.string().optional().catch(undefined)
const time = z.int().optional().catch(undefined)
const code = z.string().catch('')

/** An order, field by field. An item that cannot be read is counted in `moreItems`. */
const orderPiecesSchema = z
  .object({
    number: z.string().catch(''),
    amountMinor: amountMinorSchema.optional().catch(undefined),
    currency: code,
    fulfilment: code,
    warnings,
    moreWarnings,
    items: z.array(z.unknown()).catch([]),
    moreItems: moreItems.catch(0),
    remark: text,
    customer: z.object({ name: text, phone: text, address: text }).optional().catch(undefined),
    createdAt: time,
    paidAt: time,
    acceptBy: time,
    payment,
    revived: z.boolean().optional().catch(undefined),
    urges: urges.catch(0),
    cancelReason: text,
    refund,
  })
  .transform((order): FrameOrder => {
    const items = order.items.flatMap((item) => orderSummarySchema.shape.items.element.safeParse(item).data ?? [])
    return { ...order, items, moreItems: order.moreItems + order.items.length - items.length }
  })
const NO_ORDER: FrameOrder = { number: '', currency: '', fulfilment: '', items: [], moreItems: 0, urges: 0 }

/** A reminder, field by field: only `id` and position are needed, without the others it rings too. */
const reminderPiecesSchema = z.object({
  id,
  seq,
  cursor,
  type: z.int().catch(0),
  orderId: orderId.catch(0),
  content: z.string().catch(''),
  n: n.catch(0),
  level: levelSchema.catch(LEVEL.loudest),
  at: at.catch(0),
  overdue,
  claimedBy,
  order: orderPiecesSchema.catch(NO_ORDER),
})

/**
 * Reads a reminder of any server of version 1. Missing and unreadable fields are left out and make it `unsure`; a missing
 * `n` is 0.
 */
export const readReminderSchema = z.unknown().transform((value, context): ReminderFrame => {
  const whole = openReminderSchema.safeParse(value).data
  if (whole !== undefined) return reminderKind(whole.type) === 'other' ? { ...whole, unsure: true } : whole
  const pieces = reminderPiecesSchema.safeParse(value)
  if (pieces.success) return { ...pieces.data, unsure: true }
  for (const { path, message } of pieces.error.issues) context.addIssue({ code: 'custom', path, message })
  return z.NEVER
})
