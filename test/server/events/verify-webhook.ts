import { createHmac, timingSafeEqual } from 'node:crypto'

/** A webhook as it arrived. */
export interface ArrivedWebhook {
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

/**
 * Verifies a webhook as a receiver would that has read the specification of Standard Webhooks 1.0 and none of our code. Returns
 * the word for what is wrong; `undefined`: nothing. `now`: milliseconds.
 */
export function whatIsWrong({ headers, body }: ArrivedWebhook, secret: string, now: number): string | undefined {
  const id = headers['webhook-id']
  const sent = headers['webhook-timestamp']
  const signatures = headers['webhook-signature']
  if (typeof id !== 'string' || typeof sent !== 'string' || typeof signatures !== 'string') return 'headers'
  if (!/^\d+$/.test(sent) || Math.abs(Number(sent) - now / 1_000) > 300) return 'timestamp'
  const [prefix, key = ''] = secret.split('_', 2)
  if (prefix !== 'whsec') return 'secret'
  const expected = createHmac('sha256', Buffer.from(key, 'base64')).update([id, sent, body].join('.')).digest()
  const fits = signatures.split(' ').some((one) => {
    const [version, text = ''] = one.split(',')
    const given = Buffer.from(text, 'base64')
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
  })
  return fits ? undefined : 'signature'
}
