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

/** Verifies Stripe's events (docs.stripe.com/webhooks/signature); `webhooks` is the official library's. */
export function createStripeVerifier(settings: StripeCallbackSettings, webhooks: Webhooks): CallbackVerifier {
  return {
    provider: 'stripe',
    verify(callback) {
      verifySignature(settings.webhookSecrets, webhooks, callback)
      const event = parseWith(stripeEventSchema, parseJson(callback.body))
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

/** Throws `signature_missing`, `signature_invalid`, `timestamp_skew`. */
function verifySignature(secrets: readonly string[], webhooks: Webhooks, callback: PaymentCallback): void {
  const value = header(callback, 'stripe-signature')
  const times = value
    .split(',')
    .flatMap((part) => /^t=(\d{1,12})$/.exec(part)?.[1] ?? (part.startsWith('t=') ? '' : []))
  const [time] = times
  if (time === undefined || time === '' || times.length > 1)
    throw new CallbackError('signature_invalid', 'the timestamp')
  if (!secrets.some((secret) => matches(webhooks, callback, value, secret)))
    throw new CallbackError('signature_invalid')
  // The library lets the future pass.
  if (Number(time) * 1000 - callback.receivedAt > TOLERANCE_MS) throw new CallbackError('timestamp_skew', 'ahead')
}

/** Tells whether the signature was made with this secret. Throws `timestamp_skew` when it is right and old. */
function matches(webhooks: Webhooks, callback: PaymentCallback, value: string, secret: string): boolean {
  try {
    webhooks.constructEvent(callback.body, value, secret, TOLERANCE_MS / 1000, undefined, callback.receivedAt)
    return true
  } catch (error) {
    // The library checks the signature first, then the time, then the JSON, and tells them apart by its words alone.
    if (error instanceof Error && error.message.startsWith('Timestamp outside'))
      throw new CallbackError('timestamp_skew')
    return error instanceof SyntaxError
  }
}
