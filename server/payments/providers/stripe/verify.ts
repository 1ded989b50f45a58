import type { Stripe } from 'stripe'
import { refusal } from '../callback-reply.ts'
import { header, parseJson, parseWith, TOLERANCE_MS } from '../parse-callback.ts'
import { CallbackError, type PaymentCallback } from '../payment-callback.ts'
import type { CallbackVerifier } from '../port.ts'
import { stripeEventSchema, toPaymentEvent } from './events.ts'

export interface StripeCallbackSettings {
  /** `whsec_…`; several while one replaces another. */
  webhookSecrets: readonly string[]
  livemode: boolean
}

type Webhooks = Pick<Stripe['webhooks'], 'constructEvent'>

/** Stripe's events (docs.stripe.com/webhooks/signature); `webhooks` is the official library's. */
export function createStripeVerifier(settings: StripeCallbackSettings, webhooks: Webhooks): CallbackVerifier {
  return {
    provider: 'stripe',
    verify(notice) {
      verifySignature(settings.webhookSecrets, webhooks, notice)
      const event = parseWith(stripeEventSchema, parseJson(notice.body))
      if (event.livemode !== settings.livemode) throw new CallbackError('not_ours', 'livemode')
      return toPaymentEvent(event)
    },
    ack: () => ({ status: 200, type: 'application/json', body: '{"received":true}' }),
    nack(error) {
      const { status, word } = refusal(error, 400)
      return { status, type: 'application/json', body: JSON.stringify({ error: word }) }
    },
  }
}

function verifySignature(secrets: readonly string[], webhooks: Webhooks, notice: PaymentCallback): void {
  const value = header(notice, 'stripe-signature')
  const times = value
    .split(',')
    .flatMap((part) => /^t=(\d{1,12})$/.exec(part)?.[1] ?? (part.startsWith('t=') ? '' : []))
  const [time] = times
  if (time === undefined || time === '' || times.length > 1)
    throw new CallbackError('signature_invalid', 'the timestamp')
  if (!secrets.some((secret) => matches(webhooks, notice, value, secret))) throw new CallbackError('signature_invalid')
  // The library lets the future pass.
  if (Number(time) * 1000 - notice.receivedAt > TOLERANCE_MS) throw new CallbackError('timestamp_skew', 'ahead')
}

/** Throws `timestamp_skew` when the signature is right and old. */
function matches(webhooks: Webhooks, notice: PaymentCallback, value: string, secret: string): boolean {
  try {
    webhooks.constructEvent(notice.body, value, secret, TOLERANCE_MS / 1000, undefined, notice.receivedAt)
    return true
  } catch (error) {
    // The library checks the signature first, then the time, then the JSON, and tells them apart by its words alone.
    if (error instanceof Error && error.message.startsWith('Timestamp outside'))
      throw new CallbackError('timestamp_skew')
    return error instanceof SyntaxError
  }
}
