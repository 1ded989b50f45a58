import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Signs a report as Twilio does: the base64 HMAC-SHA1, with the account’s token as key, of the full address and every field
 * behind it, sorted by name (twilio.com/docs/usage/security, "Validating signatures from Twilio").
 */
export function signTwilio(authToken: string, url: string, fields: Readonly<Record<string, string>>): string {
  const text = Object.keys(fields)
    .toSorted()
    .reduce((so, name) => so + name + fields[name], url)
  return createHmac('sha1', authToken).update(text).digest('base64')
}

/** Compares two signatures in a time that tells nothing. */
export function sameSignature(given: string | undefined, expected: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
