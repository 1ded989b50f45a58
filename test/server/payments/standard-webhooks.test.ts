import { expect, it } from 'vitest'
import { signWebhook, verifyWebhook } from '../../../server/payments/standard-webhooks.ts'

/** From the specification's own library, libraries/javascript/src/webhook.test.ts (MIT). */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}

function verify(headers: Record<string, string>, body = VECTOR.body): void {
  const all: Record<string, string> = {
    'webhook-id': VECTOR.id,
    'webhook-timestamp': String(VECTOR.timestamp),
    'webhook-signature': VECTOR.signature,
    ...headers,
  }
  verifyWebhook(VECTOR.secret, {
    header: (name) => all[name],
    body: Buffer.from(body),
    receivedAt: VECTOR.timestamp * 1000,
  })
}

it('signs as the specification’s library does', () => {
  expect(signWebhook(VECTOR.secret, VECTOR.id, VECTOR.timestamp, VECTOR.body)).toBe(VECTOR.signature)
  expect(() => verify({})).not.toThrow()
})

it('a signature binds id, time and body together', () => {
  // Moved over the separators, the same bytes are signed; only the form of the timestamp tells them apart.
  const shifted = { 'webhook-id': `${VECTOR.id}.${VECTOR.timestamp}`, 'webhook-timestamp': '{"test": 2432232314}' }
  expect(() => verify(shifted, '')).toThrow('signature')
  expect(() => verify({ 'webhook-id': 'msg_other' })).toThrow('signature')
  expect(() => verify({ 'webhook-timestamp': String(VECTOR.timestamp + 1) })).toThrow('signature')
  expect(() => verify({}, `${VECTOR.body} `)).toThrow('signature')
})
