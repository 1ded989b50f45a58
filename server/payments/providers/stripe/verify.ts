import type { Stripe } from 'stripe'
import { refusal } from '../callback-reply.ts'
import { assertFresh, header, parseJson, parseWith } from '../parse-callback.ts'
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
    signedAt: timeOf,
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

/** Reads the time that Stripe has signed, milliseconds; `undefined` unless there is exactly one. */
function timeOf(callback: PaymentCallback): number | undefined {
  const times = (callback.header('stripe-signature') ?? '').split(',').filter((part) => part.startsWith('t='))
  const seconds = times.length === 1 ? /^t=(\d{1,12})$/.exec(times[0] ?? '')?.[1] : undefined
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

/** Throws `signature_missing`, `signature_invalid`, `timestamp_skew`. */
function verifySignature(secrets: readonly string[], webhooks: Webhooks, callback: PaymentCallback): void {
  const value = header(callback, 'stripe-signature')
  const time = timeOf(callback)
  if (time === undefined) throw new CallbackError('signature_invalid', 'the timestamp')
  if (!secrets.some((secret) => matches(webhooks, callback, value, secret)))
    throw new CallbackError('signature_invalid')
  // The library lets the future pass.
  assertFresh(callback, time)
}

/** Tells whether the signature was made with this secret, at whatever time. */
function matches(webhooks: Webhooks, callback: PaymentCallback, value: string, secret: string): boolean {
  try {
    webhooks.constructEvent(callback.body, value, secret, Number.MAX_SAFE_INTEGER, undefined, callback.receivedAt)
    return true
  } catch (error) {
    // The library checks the signature first, then the JSON.
    return error instanceof SyntaxError
  }
}
