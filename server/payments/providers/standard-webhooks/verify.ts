import { type KeyObject, timingSafeEqual } from 'node:crypto'
import { signWebhook, webhookKey } from '../../../lib/sign-webhook.ts'
import { assertFresh, header, parseJson, parseWith } from '../parse-callback.ts'
import { CallbackError, type PaymentCallback } from '../payment-callback.ts'
import type { CallbackVerifier } from '../port.ts'
import { callbackBodySchema } from './callback-body.ts'

/**
 * Verifies callbacks of a payment system that keeps to Standard Webhooks 1.0
 * (github.com/standard-webhooks/standard-webhooks, spec): usually the shop's own. A refusal is one of this server's own
 * problems, because nothing else is prescribed.
 */
export function createWebhookVerifier(secrets: readonly string[]): CallbackVerifier {
  const keys = secrets.map(webhookKey)
  return {
    provider: 'standard-webhooks',
    ownSignedAt: (callback) => Number(callback.header('webhook-timestamp')) * 1000,
    verify(callback) {
      const eventId = verifyWebhook(keys, callback)
      const json = parseJson(callback.body)
      if (isOfOtherType(json)) return { kind: 'ignored', eventId, why: 'another type' }
      return { kind: 'paid', eventId, ...parseWith(callbackBodySchema, json).data }
    },
    ack: () => ({ status: 204, type: '', body: '' }),
    nack: () => undefined,
  }
}

function isOfOtherType(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || !('type' in json)) return false
  return typeof json.type === 'string' && json.type !== 'payment.succeeded'
}

/**
 * Checks the three headers against the raw body; returns the callback's id. While a secret is being changed, several
 * signatures may stand in the header, separated by spaces, and several keys be right. The signature is checked before
 * the time, so that a stranger learns nothing about our clock. Throws `signature_missing`, `signature_invalid`,
 * `timestamp_skew`.
 */
export function verifyWebhook(keys: readonly KeyObject[], callback: PaymentCallback): string {
  const id = header(callback, 'webhook-id')
  const timestamp = header(callback, 'webhook-timestamp')
  const signatures = header(callback, 'webhook-signature')
  if (!/^\d{1,12}$/.test(timestamp)) throw new CallbackError('signature_invalid', 'the form of the timestamp')

  const given = signatures.split(' ').map((signature) => Buffer.from(signature))
  const matches = (key: KeyObject) => {
    const expected = Buffer.from(signWebhook(key, id, Number(timestamp), callback.body))
    return given.some((bytes) => bytes.length === expected.length && timingSafeEqual(bytes, expected))
  }
  if (!keys.some(matches)) throw new CallbackError('signature_invalid')
  assertFresh(callback, Number(timestamp) * 1000)
  return id
}
