import { createECDH, createPrivateKey, sign } from 'node:crypto'

/** Seconds for which a signed word of the sender counts: a day at most (RFC 8292 §2). */
const COUNTS_S = 12 * 60 * 60

/** Computes the public key of a private one, both base64url. Throws an Error for what is no key of the curve. */
export function publicKeyOf(privateKey: string): string {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(Buffer.from(privateKey, 'base64url'))
  return pair.getPublicKey().toString('base64url')
}

/**
 * Says who sends a push to the service behind an address (RFC 8292): a token that is signed by the key with which the browser was
 * subscribed. `now`: milliseconds; `contact`: an address at which the sender is reached.
 */
export function vapid(privateKey: string, url: string, contact: string, now: number): string {
  const publicKey = publicKeyOf(privateKey)
  const point = Buffer.from(publicKey, 'base64url')
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      ...{ kty: 'EC', crv: 'P-256', d: privateKey },
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  })
  const claims = { aud: new URL(url).origin, exp: Math.floor(now / 1_000) + COUNTS_S, sub: contact }
  const text = [{ typ: 'JWT', alg: 'ES256' }, claims].map((part) => base64url(JSON.stringify(part))).join('.')
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
  return `vapid t=${text}.${signature}, k=${publicKey}`
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}
