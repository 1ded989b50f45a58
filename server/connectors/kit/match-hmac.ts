import { createHmac, timingSafeEqual } from 'node:crypto'

/** The way in which an HMAC of a body is made and written. */
export interface HmacForm {
  algorithm: 'sha1' | 'sha256' | 'sha512'
  encoding: 'base64' | 'hex'
}

/** Tells whether `given` is the HMAC of `body`, in a time that says nothing about how much of it is right. */
export function matchHmac(given: string, secret: string, body: Buffer, { algorithm, encoding }: HmacForm): boolean {
  const expected = createHmac(algorithm, secret).update(body).digest(encoding)
  return matchText(encoding === 'hex' ? given.toLowerCase() : given, expected)
}

/** Compares a text with a secret one, in a time that depends on their lengths alone. */
export function matchText(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
