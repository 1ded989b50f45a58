import { signWebhook } from '../lib/sign-webhook.ts'
import type { EndpointRequest } from './call-endpoint.ts'
import { type EndpointRow, secretsOf } from './endpoint-row.ts'

/** The body of a webhook: `data` is the event, or, of a test, what stands for one. */
export interface WebhookBody {
  type: string
  /** The time of what it tells, milliseconds. */
  at: number
  /** The same at each attempt: a receiver tells by it what it has had. */
  id: string
  data: object
}

/**
 * Writes the call that carries an event to an endpoint, signed at `now`, milliseconds, as Standard Webhooks 1.0 prescribes
 * (github.com/standard-webhooks/standard-webhooks, spec): one signature for each key that is good, so that a receiver may
 * change its key at any moment of the overlap.
 */
export function signDelivery(
  endpoint: Pick<EndpointRow, 'url' | 'secrets'>,
  { type, at, id, data }: WebhookBody,
  now: number,
): EndpointRequest {
  const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })
  const seconds = Math.floor(now / 1_000)
  const signatures = secretsOf(endpoint, now).map(({ secret }) => signWebhook(secret, id, seconds, body))
  return {
    url: endpoint.url,
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatures.join(' '),
    },
    body,
  }
}
