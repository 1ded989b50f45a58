import { createHmac } from 'node:crypto'

/**
 * Signs a webhook as Standard Webhooks 1.0 prescribes (github.com/standard-webhooks/standard-webhooks, spec): `v1,` and
 * the base64 HMAC-SHA256 of `id.timestamp.body`. `secret` is `whsec_` and base64; the timestamp is in seconds.
 */
export function signWebhook(secret: string, id: string, timestampSeconds: number, body: string | Buffer): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestampSeconds}.`).update(body).digest('base64')}`
}
