import * as z from 'zod'
import { amountMinorSchema, currencySchema } from '../money.ts'
import { answeredBySchema } from '../reminder.ts'
import { orAbsent } from './or-absent.ts'
import { reasonSchema } from './orders.ts'

/** The name of a payment provider. The server knows its own ones and refuses the others; clients show any. */
export const providerSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/)
export type Provider = z.infer<typeof providerSchema>

/** The start of a payment, as it is asked for. An unknown field is refused; `null` counts as left out. */
export const startPaymentSchema = z.strictObject({
  provider: providerSchema,
  /** The provider's name for the way to pay; absent: its usual way. */
  method: orAbsent(z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/)),
  /** The customer's id at the provider, where the method needs it. */
  payer: orAbsent(z.string().min(1).max(128)),
})

/** A started payment, as the ordering system needs it to let the customer pay. */
export const startedPaymentSchema = z.object({
  id: z.string(),
  orderId: z.int(),
  provider: providerSchema,
  /** The name that the provider must report back, unique everywhere: the order's number where it is, or a reference. */
  orderNumber: z.string(),
  amountMinor: amountMinorSchema,
  currency: currencySchema,
  /** Where the provider must call back. */
  notifyPath: z.string(),
  /**
   * The provider's parameters, which the shop's page hands back to the provider. Empty where the shop itself starts the
   * payment.
   */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})

/** The reasons for which a payment is recorded but not applied to an order. A human decides. */
export const reviewReasonSchema = z.enum([
  'order_unknown',
  /** Several stores have an order of this number, and nothing says which is meant. */
  'order_ambiguous',
  /** The order waits for no payment: it is paid in cash, or costs nothing. */
  'order_not_online',
  'order_cancelled',
  'order_already_paid',
  'amount_mismatch',
  'currency_mismatch',
  /** All of it had gone back at the provider before anybody told this server. */
  'already_refunded',
])

/**
 * The state of a payment. review: recorded, not applied; waits for the operator. refunding: a job sends it back.
 * refund_due: only a human can send it back; the reason is `refundFault`. refunded: all of it is back.
 */
export const paymentStateSchema = z.enum(['applied', 'review', 'refunding', 'refund_due', 'refunded'])

/** The reasons of a refund: the fault of the payment, the end of its order, or a decision of the operator. */
export const refundReasonSchema = z.enum([
  'order_rejected',
  'order_cancelled',
  'order_already_paid',
  'amount_mismatch',
  'currency_mismatch',
  'operator',
  /** Made by hand in the shop, as one of its devices noted. */
  'shop',
  /** Made at the provider, by its console or its customer service; never sent from here. */
  'at_provider',
])

/**
 * The state of a refund. queued: to be sent, or sent and not answered. pending: the provider works on it. closed: the
 * provider has ended this refund number. abnormal: the provider could not return the money by itself. failed: the
 * provider refused it, or never answered.
 */
export const refundStateSchema = z.enum(['queued', 'pending', 'succeeded', 'closed', 'abnormal', 'failed'])

/**
 * The reasons for which a human must return the money. by_hand: this provider's money cannot be sent back from here.
 * refused, abnormal, closed: the provider's reply, whose own code stands in the refund. unanswered: no reply for days.
 */
export const refundFaultSchema = z.enum(['by_hand', 'refused', 'abnormal', 'closed', 'unanswered'])

export const refundSchema = z.object({
  /** The refund's number at the provider; for one that the operator noted as made by hand, a number of ours. */
  number: z.string(),
  amountMinor: amountMinorSchema,
  reason: refundReasonSchema,
  /** Only for a refund made by hand: the words of whoever made it. */
  note: z.string().nullable(),
  /** Only for a refund made by hand: who noted it. */
  notedBy: answeredBySchema.nullable(),
  state: refundStateSchema,
  /** Calls to the provider since the state began. */
  attempts: z.int(),
  /** When the provider is asked again. */
  nextAt: z.int().nullable(),
  /** The provider's own code for the failure of the last call. */
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
  /**
   * The reason for which it was not applied; null for the payment that paid its order, also when the order ended later.
   */
  reviewReason: reviewReasonSchema.nullable(),
  refundFault: refundFaultSchema.nullable(),
  /** All of it that is back, as far as the provider has told. */
  refundedMinor: amountMinorSchema,
  /** The provider says that money went back, and not how much: its console knows. */
  refundUnknown: z.boolean(),
  paidAt: z.int(),
  recordedAt: z.int(),
  /** Oldest first. */
  refunds: z.array(refundSchema),
})

/** The operator's decision: the money pays this order after all. */
export const applyPaymentSchema = z.object({ orderId: z.int().min(1) })

/** The operator has returned the money outside of this server, and says how; without an amount, all that was left. */
export const refundByHandSchema = z.object({
  note: reasonSchema.shape.reason,
  amountMinor: amountMinorSchema.min(1).optional(),
})

export const paymentQuerySchema = z.object({
  state: paymentStateSchema.optional(),
  /** Only those of which money went back to an amount that nobody knows. */
  refundUnknown: z.literal('true').optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
export const paymentPageSchema = z.object({ payments: z.array(paymentSchema), next: z.string().nullable() })

/** The payments of one order, oldest first. */
export const orderPaymentsSchema = z.object({
  payments: z.array(
    paymentSchema.extend({
      /** `reviewReason` in words, for a person. */
      reviewText: z.string().nullable(),
    }),
  ),
})

export type StartedPayment = z.infer<typeof startedPaymentSchema>
export type Payment = z.infer<typeof paymentSchema>
export type OrderPayments = z.infer<typeof orderPaymentsSchema>
export type PaymentQuery = z.infer<typeof paymentQuerySchema>
export type ReviewReason = z.infer<typeof reviewReasonSchema>
export type PaymentState = z.infer<typeof paymentStateSchema>
export type Refund = z.infer<typeof refundSchema>
export type RefundReason = z.infer<typeof refundReasonSchema>
export type RefundState = z.infer<typeof refundStateSchema>
export type RefundFault = z.infer<typeof refundFaultSchema>
