import { describe, expect, it } from 'vitest'
import { signWebhook, webhookKey } from '../../../../server/lib/sign-webhook.ts'
import { verifyWebhook } from '../../../../server/payments/providers/standard-webhooks/verify.ts'
import { OTHER_SIGNATURES, REFUSED_SIGNATURES, VECTOR } from './fixtures/standard-webhooks.ts'
import { expectRefusal, paymentCallback } from './payment-callback.ts'

function verify(
  headers: Record<string, string>,
  { body = VECTOR.body, offMs = 0, secrets = [VECTOR.secret] } = {},
): string {
  const all = {
    'webhook-id': VECTOR.id,
    'webhook-timestamp': String(VECTOR.timestamp),
    'webhook-signature': VECTOR.signature,
    ...headers,
  }
  return verifyWebhook(secrets.map(webhookKey), paymentCallback(body, all, VECTOR.timestamp * 1000 + offMs))
}

describe('the specification’s vectors', () => {
  it('signs as there', () => {
    expect(signWebhook(VECTOR.secret, VECTOR.id, VECTOR.timestamp, VECTOR.body)).toBe(VECTOR.signature)
    expect(verify({})).toBe(VECTOR.id)
  })

  it('believes the one right signature of several', () => {
    const [first = '', second = ''] = OTHER_SIGNATURES
    expect(verify({ 'webhook-signature': [first, second, VECTOR.signature, first].join(' ') })).toBe(VECTOR.id)
  })

  it('refuses what is refused there', () => {
    for (const signature of [...REFUSED_SIGNATURES, ...OTHER_SIGNATURES])
      expectRefusal(signature, () => verify({ 'webhook-signature': signature }), 'signature_invalid')
    expectRefusal('timestamp', () => verify({ 'webhook-timestamp': 'hello' }), 'signature_invalid')
    for (const name of ['id', 'timestamp', 'signature'])
      expectRefusal(name, () => verify({ [`webhook-${name}`]: '' }), 'signature_missing')
    for (const offMs of [-301_000, 301_000]) expectRefusal(`${offMs}`, () => verify({}, { offMs }), 'timestamp_skew')
  })
})

it('a signature binds id, time and body together', () => {
  // Moved over the separators, the same bytes are signed; only the form of the timestamp tells them apart.
  const shifted = { 'webhook-id': `${VECTOR.id}.${VECTOR.timestamp}`, 'webhook-timestamp': '{"test": 2432232314}' }
  expectRefusal('moved', () => verify(shifted, { body: '' }), 'signature_invalid')
  expectRefusal('id', () => verify({ 'webhook-id': 'msg_other' }), 'signature_invalid')
  expectRefusal('time', () => verify({ 'webhook-timestamp': String(VECTOR.timestamp + 1) }), 'signature_invalid')
  expectRefusal('body', () => verify({}, { body: `${VECTOR.body} ` }), 'signature_invalid')
})

it('while a secret is being changed, a signature by either is right, alone and beside others', () => {
  const next = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const byNext = signWebhook(next, VECTOR.id, VECTOR.timestamp, VECTOR.body)
  for (const secrets of [
    [VECTOR.secret, next],
    [next, VECTOR.secret],
  ])
    for (const signature of [VECTOR.signature, byNext, `v1,AAAA ${byNext}`, `${VECTOR.signature} ${byNext}`])
      expect(verify({ 'webhook-signature': signature }, { secrets })).toBe(VECTOR.id)
  expectRefusal('the other one', () => verify({ 'webhook-signature': byNext }), 'signature_invalid')
  expectRefusal('retired', () => verify({}, { secrets: [next] }), 'signature_invalid')
  expectRefusal('none', () => verify({}, { secrets: [] }), 'signature_invalid')
})
