import { LaidanError } from './error.ts'

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** A key of WebCrypto, which Node's types and a browser's name differently. */
export type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** Reads a secret, `whsec_` and base64, as the key that signs. Throws `secret_invalid`, which does not quote it. */
export async function webhookKey(secret: string): Promise<HmacKey> {
  const text = secret.trim().replace(/^whsec_/, '')
  if (text === '' || !BASE64.test(text)) throw new LaidanError('secret_invalid', 'a secret is whsec_ and base64')
  return await crypto.subtle.importKey('raw', bytesOf(text), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ])
}

/** Puts together what Standard Webhooks 1.0 signs: `id.timestamp.body`, byte for byte. */
export function signedContent(id: string, timestamp: string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const utf8 = new TextEncoder()
  const head = utf8.encode(`${id}.${timestamp}.`)
  const rest = typeof body === 'string' ? utf8.encode(body) : body
  const all = new Uint8Array(head.length + rest.length)
  all.set(head)
  all.set(rest, head.length)
  return all
}

/**
 * Makes the headers with which a body is sent, by Standard Webhooks 1.0
 * (https://github.com/standard-webhooks/standard-webhooks, spec). `now` in milliseconds. Rejects with `secret_invalid`.
 */
export async function signWebhook(
  secret: string,
  { id, now, body }: { id: string; now: number; body: string },
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000))
  const signature = await crypto.subtle.sign('HMAC', await webhookKey(secret), signedContent(id, timestamp, body))
  const base64 = btoa(String.fromCharCode(...new Uint8Array(signature)))
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${base64}` }
}

/** Reads base64 as bytes; `undefined` for a text that is none. */
export function readBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  return BASE64.test(text) ? bytesOf(text) : undefined
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}
