import { createHmac, timingSafeEqual } from 'node:crypto'
import { appError } from '../app-error.ts'

/** How far a callback's timestamp may be from now, either way. */
export const TOLERANCE_MS = 5 * 60_000

/** `Standard Webhooks` 1.0: base64 HMAC-SHA256 over `id.timestamp.body` (github.com/standard-webhooks/standard-webhooks, spec). */
export function signWebhook(secret: string, id: string, timestampSeconds: number, body: string | Buffer): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestampSeconds}.`).update(body).digest('base64')}`
}

/**
 * Checks a callback's three headers against its raw body. Several signatures may stand in the header, separated by
 * spaces, while a secret is being changed. Throws `signature_missing`, `signature_invalid`, `timestamp_skew`; the
 * signature is checked first, so that a stranger learns nothing about our clock.
 */
export function verifyWebhook(
  secret: string,
  notice: { header(name: string): string | undefined; body: Buffer; receivedAt: number },
): void {
  const id = notice.header('webhook-id')
  const timestamp = notice.header('webhook-timestamp')
  const signatures = notice.header('webhook-signature')
  if (!id || !timestamp || !signatures) throw appError('signature_missing')
  if (!/^\d{1,12}$/.test(timestamp)) throw appError('signature_invalid')

  const expected = Buffer.from(signWebhook(secret, id, Number(timestamp), notice.body))
  const matches = signatures.split(' ').some((given) => {
    const bytes = Buffer.from(given)
    return bytes.length === expected.length && timingSafeEqual(bytes, expected)
  })
  if (!matches) throw appError('signature_invalid')
  if (Math.abs(notice.receivedAt - Number(timestamp) * 1000) > TOLERANCE_MS) throw appError('timestamp_skew')
}
