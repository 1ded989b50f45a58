import * as z from 'zod'
import { amountMinorSchema } from '../money.ts'
import { answeredBySchema } from '../reminder.ts'
import { humanText } from './human-text.ts'

const milliseconds = z.int()

/**
 * The fate of an order's money if the order were called off now. automatic: the server sends it back through its provider.
 * by_hand: nobody but a human can send it back. unpaid: none has come. returned: all of it is back already. unrecorded: the
 * order counts as paid, and the server has no payment that it could send back.
 */
export const refundWaySchema = z.enum(['automatic', 'by_hand', 'unpaid', 'returned', 'unrecorded'])

/** The fate of an order's money if it were called off, by the rule that then moves the money. */
export const refundPlanSchema = z.object({
  way: refundWaySchema,
  /** The amount that would go back: what is left of the payment. */
  amountMinor: amountMinorSchema,
  currency: z.string(),
  /** Money went back at the provider, to an amount that nobody knows: less than `amountMinor` may be left. */
  refundUnknown: z.boolean(),
})

/**
 * The state of money that goes back. in_review: it fitted no order, and the operator decides. under_way: the server sends it
 * back. by_hand: a human must, because this provider's money cannot be sent back from here. failed: a human must, because
 * the provider refused it, or never answered. done: all of it is back.
 */
export const storeRefundStateSchema = z.enum(['in_review', 'under_way', 'by_hand', 'failed', 'done'])

/** Money of a store that goes back to a customer, without what names it at its provider. */
export const storeRefundSchema = z.object({
  /** The id of its payment. */
  id: z.string(),
  orderId: z.int().nullable(),
  orderNumber: z.string(),
  state: storeRefundStateSchema,
  paidMinor: amountMinorSchema,
  /** The part that is back. */
  refundedMinor: amountMinorSchema,
  /** The part that is not; 0 when it is done. */
  owedMinor: amountMinorSchema,
  currency: z.string(),
  refundUnknown: z.boolean(),
  paidAt: milliseconds,
  /** When its order was called off; null for money of an order that goes on. */
  calledOffAt: milliseconds.nullable(),
  doneAt: milliseconds.nullable(),
  /** The person or device that noted it as returned by hand; null where nobody did. */
  notedBy: answeredBySchema.nullable(),
})

export const storeRefundQuerySchema = z.object({
  /** open: what has not gone back yet. done: what has. */
  state: z.enum(['open', 'done']).default('open'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

/** The refunds of a store, the latest payment first. */
export const storeRefundPageSchema = z.object({
  refunds: z.array(storeRefundSchema),
  next: z.string().nullable(),
  /** Whether a device of the store may note that money went back by hand. */
  mayMark: z.boolean(),
})

/** A device notes that the shop has returned money by hand: all that was owed, as its screen showed it. */
export const markReturnedSchema = z.strictObject({
  amountMinor: amountMinorSchema.min(1),
  /** How, in the shop's words. */
  note: humanText(500).optional(),
})

/** {@link refundPlanSchema} and its like as a client reads them from a server that may be newer: with unknown codes. */
export const readRefundPlanSchema = refundPlanSchema.extend({ way: z.string() })
export const readStoreRefundSchema = storeRefundSchema.extend({
  state: z.string(),
  notedBy: answeredBySchema.extend({ kind: z.string() }).nullable(),
})
export const readStoreRefundPageSchema = storeRefundPageSchema.extend({ refunds: z.array(readStoreRefundSchema) })

export type RefundPlan = z.infer<typeof refundPlanSchema>
export type RefundWay = z.infer<typeof refundWaySchema>
export type StoreRefund = z.infer<typeof storeRefundSchema>
export type StoreRefundState = z.infer<typeof storeRefundStateSchema>
export type StoreRefundQuery = z.infer<typeof storeRefundQuerySchema>
export type StoreRefundPage = z.infer<typeof storeRefundPageSchema>
export type MarkReturned = z.infer<typeof markReturnedSchema>
export type ReadRefundPlan = z.infer<typeof readRefundPlanSchema>
export type ReadStoreRefund = z.infer<typeof readStoreRefundSchema>
export type ReadStoreRefundPage = z.infer<typeof readStoreRefundPageSchema>
