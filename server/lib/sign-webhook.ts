import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'

/** Reads a secret, `whsec_` and base64, as the key that signs. */
export function webhookKey(secret: string): KeyObject {
  return createSecretKey(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
}

/**
 * Signs a webhook as Standard Webhooks 1.0 prescribes (github.com/standard-webhooks/standard-webhooks, spec): `v1,` and
 * the base64 HMAC-SHA256 of `id.timestamp.body`. A `key` as text is a secret; the timestamp is in seconds.
 */
export function signWebhook(
  key: string | KeyObject,
  id: string,
  timestampSeconds: number,
  body: string | Buffer,
): string {
  const hmac = createHmac('sha256', typeof key === 'string' ? webhookKey(key) : key)
  return `v1,${hmac.update(`${id}.${timestampSeconds}.`).update(body).digest('base64')}`
}
