import type { Stripe } from 'stripe'
import type { PaymentAnswer, ProviderClient, RefundAnswer, RefundRequest } from '../port.ts'
import { CALL_TIMEOUT_MS, ProviderRefusal, UnsuitablePayment, undecided } from '../provider-error.ts'
import { METADATA, refundReport, STRIPE_REFUND_STATES } from './events.ts'
import type { StripeSettings } from './settings.ts'

/**
 * Speaks to Stripe over the official library. A payment is a payment intent; the shop's own Checkout session does as
 * well.
 *
 * @param Library the library, loaded by servers that use it
 */
export function createStripeClient(Library: typeof Stripe, settings: StripeSettings): ProviderClient {
  const url = new URL(settings.apiUrl)
  const stripe = new Library(settings.secretKey, {
    host: url.hostname,
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port,
    protocol: url.protocol === 'https:' ? 'https' : 'http',
    timeout: CALL_TIMEOUT_MS,
    // The caller decides when to ask again.
    maxNetworkRetries: 0,
    telemetry: false,
  })

  /** Finds a refund by our number in its metadata, which stays; Stripe forgets idempotency keys after a day. */
  async function findRefund({ transactionId, refundNumber }: RefundRequest): Promise<Stripe.Refund | undefined> {
    const { data } = await stripe.refunds.list({ payment_intent: transactionId, limit: 100 })
    return data.find(({ metadata }) => metadata?.[METADATA.refund] === refundNumber)
  }

  return {
    provider: 'stripe',
    async start({ orderNumber, amountMinor, currency, description, method = 'intent' }) {
      if (method !== 'intent') throw new UnsuitablePayment('Stripe: a payment intent is all that is made here')
      try {
        const intent = await stripe.paymentIntents.create(
          {
            amount: amountMinor,
            currency: currency.toLowerCase(),
            description,
            metadata: { [METADATA.order]: orderNumber },
            automatic_payment_methods: { enabled: true },
          },
          { idempotencyKey: `start-${orderNumber}-${amountMinor}-${currency}` },
        )
        return { clientSecret: intent.client_secret, paymentIntentId: intent.id }
      } catch (error) {
        const refused = refusedBy(error)
        if (refused === undefined || refused.retryable) throw error
        throw new ProviderRefusal(refused.code)
      }
    },
    async queryPayment(orderNumber) {
      const query = `metadata['${METADATA.order}']:'${orderNumber.replace(/['\\]/g, '\\$&')}'`
      const { data } = await stripe.paymentIntents.search({ query, limit: 100 })
      const answer = toPaymentAnswer(data)
      if (answer.state !== 'paid') return answer
      const refunds = await stripe.refunds.list({ payment_intent: answer.transactionId, limit: 100 })
      const reports = refunds.data.flatMap((refund) => refundReport({ ...refund, payment_intent: undefined }) ?? [])
      return { ...answer, ...(reports.length > 0 && { refunds: reports }) }
    },
    async refund(request) {
      try {
        const refund =
          (await findRefund(request)) ??
          (await stripe.refunds.create(
            {
              payment_intent: request.transactionId,
              amount: request.amountMinor,
              metadata: { [METADATA.refund]: request.refundNumber },
            },
            { idempotencyKey: request.refundNumber },
          ))
        return toRefundAnswer(refund)
      } catch (error) {
        return failed(error)
      }
    },
    async queryRefund(request) {
      try {
        const refund = await findRefund(request)
        return refund === undefined
          ? { state: 'failed', retryable: true, code: 'refund_unknown' }
          : toRefundAnswer(refund)
      } catch (error) {
        return undecided(failed(error))
      }
    },
  }
}

function toPaymentAnswer(intents: readonly Stripe.PaymentIntent[]): PaymentAnswer {
  const paid = intents.find(({ status }) => status === 'succeeded')
  if (paid !== undefined) {
    return {
      state: 'paid',
      transactionId: paid.id,
      amountMinor: paid.amount_received,
      currency: paid.currency.toUpperCase(),
      paidAt: paid.created * 1000,
    }
  }
  if (intents.length === 0) return { state: 'unknown' }
  return { state: intents.every(({ status }) => status === 'canceled') ? 'closed' : 'unpaid' }
}

function toRefundAnswer({ status }: Stripe.Refund): RefundAnswer {
  return { state: STRIPE_REFUND_STATES[status ?? ''] ?? 'pending' }
}

function failed(error: unknown): RefundAnswer {
  const refused = refusedBy(error)
  if (refused === undefined) throw error
  return { state: 'failed', ...refused }
}

/**
 * Reads Stripe's refusal from an error of its library; `undefined`: Stripe was not reached. A wrong key or a missing
 * permission is ours to mend, so it is retryable.
 */
function refusedBy(error: unknown): { code: string; retryable: boolean } | undefined {
  if (!(error instanceof Error)) return undefined
  const { statusCode: status, code, type }: Partial<Stripe.errors.StripeError> = error
  if (status === undefined) return undefined
  const retryable = status >= 500 || [401, 403, 409, 429].includes(status)
  return { code: String(code ?? type).slice(0, 128), retryable }
}
