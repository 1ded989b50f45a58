import { LaidanError } from './error.ts'
import type { LaidanEvent } from './event.ts'
import { type HmacKey, readBase64, signedContent, webhookKey } from './sign-webhook.ts'

/** The headers of a request, as `fetch`, Node or a framework has them. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** A webhook of the server: one event. */
export interface Webhook {
  /** The event's type once more. */
  type: string
  /** When it was sent, ISO 8601. */
  timestamp: string
  data: LaidanEvent
}

export interface VerifyOptions {
  /** The most that the signed time may differ from now, seconds. Default 300. */
  toleranceS?: number
  /** The present time, milliseconds since 1970. Default: the host's. */
  now?: number
}

/** More signatures than a sender with a secret in rotation ever has; what follows is not looked at. */
const MOST_SIGNATURES = 10

/**
 * Verifies a webhook by Standard Webhooks 1.0 and reads it. `rawBody` must be the bytes as they came: parsed and written
 * again, JSON is another text. Any one of `secrets` will do, so that one can be changed without a gap. A webhook may come
 * twice: `data.id` names the event. Rejects with `signature_missing`, `signature_invalid`, `timestamp_skew`,
 * `body_not_json`, and `secret_invalid` for a secret that is none.
 */
export async function verifyWebhook(
  headers: WebhookHeaders,
  rawBody: string | Uint8Array,
  secrets: string | readonly string[],
  { toleranceS = 300, now = Date.now() }: VerifyOptions = {},
): Promise<Webhook> {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => header(headers, `webhook-${name}`))
  if (id === undefined || timestamp === undefined || signatures === undefined)
    throw new LaidanError(
      'signature_missing',
      'webhook-id, webhook-timestamp and webhook-signature are needed, once each',
    )
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1000 - Number(timestamp)) > toleranceS)
    throw new LaidanError('timestamp_skew', `the webhook was not signed within ${toleranceS} s of now`)
  const keys = await Promise.all((typeof secrets === 'string' ? [secrets] : secrets).map(webhookKey))
  const content = signedContent(id, timestamp, rawBody)
  if (!(await isSigned(keys, signatures, content)))
    throw new LaidanError('signature_invalid', 'no signature of the webhook fits one of the secrets')
  return read(typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody))
}

/** Compares in constant time: WebCrypto's `verify` does. */
async function isSigned(keys: readonly HmacKey[], header: string, content: Uint8Array<ArrayBuffer>): Promise<boolean> {
  for (const one of header.split(' ').slice(0, MOST_SIGNATURES)) {
    const [version, base64 = ''] = one.split(',', 2)
    const signature = version === 'v1' ? readBase64(base64) : undefined
    if (signature === undefined) continue
    for (const key of keys) if (await crypto.subtle.verify('HMAC', key, signature, content)) return true
  }
  return false
}

function read(text: string): Webhook {
  try {
    const webhook: unknown = JSON.parse(text)
    if (typeof webhook === 'object' && webhook !== null && 'type' in webhook && 'data' in webhook)
      return webhook as Webhook
  } catch {
    // Said below: the fault is the same.
  }
  throw new LaidanError('body_not_json', 'the body of the webhook is no event')
}

/** Looks up a header; `undefined` when it is missing, empty, or there twice. */
function header(headers: WebhookHeaders, name: string): string | undefined {
  if (isHeaders(headers)) return headers.get(name) || undefined
  const found = Object.entries(headers).filter(([key]) => key.toLowerCase() === name)
  const [, value] = found[0] ?? []
  return found.length === 1 && typeof value === 'string' && value !== '' ? value : undefined
}

function isHeaders(headers: WebhookHeaders): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function'
}
