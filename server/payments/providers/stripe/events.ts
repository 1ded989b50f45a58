import * as z from 'zod'
import { amountMinorSchema } from '../../../../shared/money.ts'
import { parseWith } from '../parse-callback.ts'
import type { PaymentEvent, RefundOfTransaction, RefundOutcome, RefundReport } from '../port.ts'

/** The metadata fields that carry our numbers at Stripe: of a payment intent or Checkout session, and of a refund. */
export const METADATA = { order: 'order_number', refund: 'refund_number' } as const

export const stripeEventSchema = z.object({
  id: z.string().min(1).max(255),
  type: z.string().max(255),
  created: z.int().min(0),
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
})
type StripeEvent = z.infer<typeof stripeEventSchema>

/**
 * Reads an event of Stripe's (docs.stripe.com/api/events/types) as one of a payment or a refund of ours. Throws
 * `malformed`.
 */
export function toPaymentEvent(event: StripeEvent): PaymentEvent {
  if (event.type === 'payment_intent.succeeded') return fromIntent(event)
  if (event.type === 'checkout.session.completed' || event.type === 'checkout.session.async_payment_succeeded') {
    return fromSession(event)
  }
  if (/^(refund\.(created|updated|failed)|charge\.refund\.updated)$/.test(event.type)) return fromRefund(event)
  if (event.type === 'charge.refunded') return fromCharge(event)
  return { kind: 'ignored', eventId: event.id, why: 'another type' }
}

const metadataSchema = z.record(z.string(), z.string()).nullish()
const currencySchema = z
  .string()
  .regex(/^[a-z]{3}$/)
  .transform((currency) => currency.toUpperCase())
const orderNumberSchema = z.string().min(1).max(64)

const intentSchema = z.object({
  id: z.string().min(1).max(64),
  amount_received: amountMinorSchema,
  currency: currencySchema,
  metadata: metadataSchema,
})

function fromIntent(event: StripeEvent): PaymentEvent {
  const intent = parseWith(intentSchema, event.data.object)
  return paid(event, intent.metadata?.[METADATA.order], {
    transactionId: intent.id,
    amountMinor: intent.amount_received,
    currency: intent.currency,
  })
}

const sessionSchema = z.object({
  payment_status: z.string(),
  payment_intent: z.union([z.string().min(1), z.object({ id: z.string().min(1) }).transform(({ id }) => id)]).nullish(),
  amount_total: amountMinorSchema.nullish(),
  currency: currencySchema.nullish(),
  client_reference_id: z.string().nullish(),
  metadata: metadataSchema,
})

/** A session and its intent report one payment: the intent's id is what makes both the same transaction. */
function fromSession(event: StripeEvent): PaymentEvent {
  const session = parseWith(sessionSchema, event.data.object)
  const { payment_intent: transactionId, amount_total: amountMinor, currency } = session
  if (session.payment_status !== 'paid' || !transactionId || amountMinor == null || currency == null) {
    return { kind: 'ignored', eventId: event.id, why: 'not paid' }
  }
  const orderNumber = session.metadata?.[METADATA.order] ?? session.client_reference_id ?? undefined
  return paid(event, orderNumber, { transactionId, amountMinor, currency })
}

/** An account may sell other things as well: a payment without an order number is none of ours. */
function paid(
  event: StripeEvent,
  orderNumber: string | undefined,
  facts: { transactionId: string; amountMinor: number; currency: string },
): PaymentEvent {
  if (!orderNumberSchema.safeParse(orderNumber).success || orderNumber === undefined) {
    return { kind: 'ignored', eventId: event.id, why: 'no order number' }
  }
  return { kind: 'paid', eventId: event.id, orderNumber, ...facts, paidAt: event.created * 1000 }
}

/** A failed refund leaves the money with the shop, for a human to send otherwise. */
export const STRIPE_REFUND_STATES: Record<string, RefundOutcome> = {
  succeeded: 'succeeded',
  pending: 'pending',
  requires_action: 'pending',
  failed: 'abnormal',
  canceled: 'closed',
}
const idSchema = z.string().min(1).max(255)
const intentIdSchema = z.union([idSchema, z.object({ id: idSchema }).transform(({ id }) => id)]).nullish()
export const refundSchema = z.object({
  id: idSchema.optional(),
  status: z.string().nullish(),
  amount: amountMinorSchema.optional(),
  payment_intent: intentIdSchema,
  metadata: metadataSchema,
})

/** Reads a refund, ours or one that was made in the dashboard; `undefined`: in a state that we do not know. */
export function refundReport(refund: z.infer<typeof refundSchema>): RefundReport | undefined {
  const state = STRIPE_REFUND_STATES[refund.status ?? '']
  const refundNumber = refund.metadata?.[METADATA.refund] || refund.id
  return state === undefined || refundNumber === undefined
    ? undefined
    : { state, refundNumber, amountMinor: refund.amount }
}

function fromRefund(event: StripeEvent): PaymentEvent {
  const refund = parseWith(refundSchema, event.data.object)
  const report = refundReport(refund)
  if (report === undefined) return { kind: 'ignored', eventId: event.id, why: 'a refund that is not ours' }
  return { kind: 'refund', eventId: event.id, ...report, transactionId: refund.payment_intent ?? undefined }
}

const chargeSchema = z.object({
  payment_intent: intentIdSchema,
  amount: amountMinorSchema.optional(),
  amount_refunded: amountMinorSchema.optional(),
  currency: currencySchema.optional(),
  created: z.int().min(0).optional(),
  metadata: metadataSchema,
  refunds: z.object({ data: z.array(refundSchema) }).nullish(),
})

/**
 * Reads a charge of which money went back. Its `amount_refunded` is the sum of all refunds; newer versions of Stripe's
 * API leave the single ones out, and `refund.updated` brings them.
 */
function fromCharge(event: StripeEvent): PaymentEvent {
  const charge = parseWith(chargeSchema, event.data.object)
  const latest = charge.refunds?.data[0]
  const ours = latest?.metadata?.[METADATA.refund] ? refundReport(latest) : undefined
  const { payment_intent: transactionId, amount_refunded: returnedMinor } = charge
  if (ours === undefined && (!transactionId || returnedMinor === undefined)) {
    return { kind: 'ignored', eventId: event.id, why: 'the refund has its own event' }
  }
  return {
    kind: 'refund',
    eventId: event.id,
    ...(ours === undefined ? { state: 'succeeded' } : { state: ours.state, refundNumber: ours.refundNumber }),
    transactionId: transactionId ?? undefined,
    returnedMinor,
    payment: paymentOf(charge),
  }
}

/** Reads the payment of a charge: its metadata are those that its payment intent had when the customer paid. */
function paymentOf({
  metadata,
  amount,
  currency,
  created,
}: z.infer<typeof chargeSchema>): RefundOfTransaction['payment'] {
  const orderNumber = orderNumberSchema.safeParse(metadata?.[METADATA.order]).data
  if (orderNumber === undefined || amount === undefined || currency === undefined || created === undefined)
    return undefined
  return { orderNumber, amountMinor: amount, currency, paidAt: created * 1000 }
}
