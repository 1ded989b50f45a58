import * as z from 'zod'
import { amountMinorSchema } from '../../../../shared/money.ts'
import { parseWith } from '../parse-callback.ts'
import type { PaymentEvent, RefundOutcome } from '../port.ts'

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
const refundSchema = z.object({ status: z.string().nullish(), metadata: metadataSchema })

function fromRefund(event: StripeEvent): PaymentEvent {
  return refunded(event, parseWith(refundSchema, event.data.object))
}

const chargeSchema = z.object({ refunds: z.object({ data: z.array(refundSchema) }).nullish() })

/** Newer versions of Stripe's API leave the refunds out of the charge; `refund.updated` brings them. */
function fromCharge(event: StripeEvent): PaymentEvent {
  const latest = parseWith(chargeSchema, event.data.object).refunds?.data[0]
  if (latest === undefined) return { kind: 'ignored', eventId: event.id, why: 'the refund has its own event' }
  return refunded(event, latest)
}

function refunded(event: StripeEvent, refund: z.infer<typeof refundSchema>): PaymentEvent {
  const refundNumber = refund.metadata?.[METADATA.refund]
  const state = STRIPE_REFUND_STATES[refund.status ?? '']
  if (refundNumber === undefined || refundNumber === '' || state === undefined) {
    return { kind: 'ignored', eventId: event.id, why: 'a refund that is not ours' }
  }
  return { kind: 'refund', eventId: event.id, refundNumber, state }
}
