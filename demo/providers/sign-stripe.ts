import { createHmac } from 'node:crypto'

/**
 * Makes the header `Stripe-Signature` of an event (docs.stripe.com/webhooks/signature); the timestamp is in seconds.
 */
export function signStripe(secret: string, body: string, timestampSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${timestampSeconds}.`).update(body, 'utf8').digest('hex')
  return `t=${timestampSeconds},v1=${digest}`
}
