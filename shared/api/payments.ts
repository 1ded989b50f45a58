import * as z from 'zod'
import { amountMinorSchema, currencySchema } from '../money.ts'

export const providerSchema = z.enum(['standard-webhooks'])
export type Provider = z.infer<typeof providerSchema>

export const startPaymentSchema = z.object({ provider: providerSchema })

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
})

/** Why money was recorded but not applied to an order. A human decides. */
export const reviewReasonSchema = z.enum([
  'order_unknown',
  'order_cancelled',
  'order_already_paid',
  'amount_mismatch',
  'currency_mismatch',
])

/** review: recorded, not applied. refund_due: applied once, and the order was then rejected or cancelled. */
export const paymentStateSchema = z.enum(['applied', 'review', 'refund_due'])

export const paymentSchema = z.object({
  id: z.string(),
  provider: providerSchema,
  transactionId: z.string(),
  orderNumber: z.string(),
  orderId: z.int().nullable(),
  amountMinor: amountMinorSchema,
  currency: z.string(),
  state: paymentStateSchema,
  reviewReason: reviewReasonSchema.nullable(),
  paidAt: z.int(),
  recordedAt: z.int(),
})

export const paymentQuerySchema = z.object({
  state: paymentStateSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
export const paymentPageSchema = z.object({ payments: z.array(paymentSchema), next: z.string().nullable() })

/** Body of a `standard-webhooks` callback. Other `type`s are answered 204 and ignored. */
export const standardWebhookSchema = z.object({
  type: z.literal('payment.succeeded'),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.object({
    transactionId: z.string().min(1).max(128),
    orderNumber: z.string().min(1).max(64),
    amountMinor: amountMinorSchema,
    currency: z.string().regex(/^[A-Z]{3}$/),
    paidAt: z.int().min(0),
  }),
})

export type StartedPayment = z.infer<typeof startedPaymentSchema>
export type Payment = z.infer<typeof paymentSchema>
export type PaymentQuery = z.infer<typeof paymentQuerySchema>
export type ReviewReason = z.infer<typeof reviewReasonSchema>
export type PaymentState = z.infer<typeof paymentStateSchema>
