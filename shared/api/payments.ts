import * as z from 'zod'
import { amountMinorSchema, currencySchema } from '../money.ts'
import { reasonSchema } from './orders.ts'

/** The name of a payment provider. The server knows its own ones and refuses the others; clients show any. */
export const providerSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/)
export type Provider = z.infer<typeof providerSchema>

export const startPaymentSchema = z.object({
  provider: providerSchema,
  /** The way the customer pays: a word of the provider's; its usual way when absent. */
  method: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,31}$/)
    .optional(),
  /** The customer's id at the provider, where the method needs it. */
  payer: z.string().min(1).max(128).optional(),
})

/** What the ordering system needs to let the customer pay. */
export const startedPaymentSchema = z.object({
  id: z.string(),
  orderId: z.int(),
  provider: providerSchema,
  /** The number the provider must report back: the order's. */
  orderNumber: z.string(),
  amountMinor: amountMinorSchema,
  currency: currencySchema,
  /** Where the provider must call back. */
  notifyPath: z.string(),
  /**
   * What the shop's page hands to the provider, as the provider made it. Empty where the shop itself starts the
   * payment.
   */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})

/** Why money was recorded but not applied to an order. A human decides. */
export const reviewReasonSchema = z.enum([
  'order_unknown',
  'order_cancelled',
  'order_already_paid',
  'amount_mismatch',
  'currency_mismatch',
])

/**
 * review: recorded, not applied; waits for the operator. refunding: the worker is giving it back. refund_due: it must
 * go back and only a human can do it; `refundFault` says why. refunded: all of it is back.
 */
export const paymentStateSchema = z.enum(['applied', 'review', 'refunding', 'refund_due', 'refunded'])

/** Why money goes back: what kept it from being applied, what ended its order, or because the operator said so. */
export const refundReasonSchema = z.enum([
  'order_rejected',
  'order_cancelled',
  'order_already_paid',
  'amount_mismatch',
  'currency_mismatch',
  'operator',
])

/**
 * queued: to be sent, or sent and not answered. pending: the provider is at it. closed: the provider gave this number
 * up. abnormal: the provider could not return it by itself. failed: the provider refused it, or never answered.
 */
export const refundStateSchema = z.enum(['queued', 'pending', 'succeeded', 'closed', 'abnormal', 'failed'])

/**
 * Why a human must return the money. by_hand: this provider's money cannot be sent back from here. refused, abnormal,
 * closed: what the provider said; its own word stands with the refund. unanswered: asked for days, in vain.
 */
export const refundFaultSchema = z.enum(['by_hand', 'refused', 'abnormal', 'closed', 'unanswered'])

export const refundSchema = z.object({
  /** What the provider knows it by; with a refund made by hand, a number of ours only. */
  number: z.string(),
  amountMinor: amountMinorSchema,
  reason: refundReasonSchema,
  /** Only of one made by hand: the operator's own words. */
  note: z.string().nullable(),
  state: refundStateSchema,
  /** Calls to the provider since the state began. */
  attempts: z.int(),
  /** When the provider is asked again. */
  nextAt: z.int().nullable(),
  /** The provider's own word for why the last call did not succeed. */
  code: z.string().nullable(),
  createdAt: z.int(),
  settledAt: z.int().nullable(),
})

export const paymentSchema = z.object({
  id: z.string(),
  provider: providerSchema,
  transactionId: z.string(),
  orderNumber: z.string(),
  orderId: z.int().nullable(),
  amountMinor: amountMinorSchema,
  currency: z.string(),
  state: paymentStateSchema,
  /** Why it was not applied; null for the payment that paid its order, whatever became of the order. */
  reviewReason: reviewReasonSchema.nullable(),
  refundFault: refundFaultSchema.nullable(),
  paidAt: z.int(),
  recordedAt: z.int(),
  /** Oldest first. */
  refunds: z.array(refundSchema),
})

/** The operator's decision: the money pays this order after all. */
export const applyPaymentSchema = z.object({ orderId: z.int().min(1) })

/** The operator has returned the money outside of this server, and says how. */
export const refundByHandSchema = z.object({ note: reasonSchema.shape.reason })

export const paymentQuerySchema = z.object({
  state: paymentStateSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
export const paymentPageSchema = z.object({ payments: z.array(paymentSchema), next: z.string().nullable() })

export type StartedPayment = z.infer<typeof startedPaymentSchema>
export type Payment = z.infer<typeof paymentSchema>
export type PaymentQuery = z.infer<typeof paymentQuerySchema>
export type ReviewReason = z.infer<typeof reviewReasonSchema>
export type PaymentState = z.infer<typeof paymentStateSchema>
export type Refund = z.infer<typeof refundSchema>
export type RefundReason = z.infer<typeof refundReasonSchema>
export type RefundState = z.infer<typeof refundStateSchema>
export type RefundFault = z.infer<typeof refundFaultSchema>
