import { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { signStripe } from '../../../../demo/providers/sign-stripe.ts'
import { createStripeVerifier } from '../../../../server/payments/providers/stripe/verify.ts'
import { DIGESTS, REFUSED_HEADERS } from './fixtures/stripe-node.ts'
import { expectRefusal, paymentCallback } from './payment-callback.ts'

const NOW_S = 1_795_400_000
const [SECRET, NEXT] = ['whsec_test_secret', 'whsec_the_next_one']
const verifier = createStripeVerifier({ webhookSecrets: [NEXT, SECRET], livemode: false }, Stripe.webhooks)

const INTENT = { id: 'pi_1', currency: 'cny', amount_received: 3850, metadata: { order_number: 'A1' } }

function event(type: string, object: unknown, more: object = {}): string {
  const content = { id: 'evt_1', object: 'event', type, created: NOW_S, livemode: false, data: { object }, ...more }
  return JSON.stringify(content, null, 2)
}

function post(body: string | Buffer, header = signStripe(SECRET, body.toString(), NOW_S)) {
  return verifier.verify(paymentCallback(body, { 'Stripe-Signature': header }, NOW_S * 1000))
}
const verify = (type: string, object: unknown, more?: object) => post(event(type, object, more))
const paid = event('payment_intent.succeeded', INTENT)

describe('the official vectors', () => {
  it.each(DIGESTS.cases)('the library that verifies still makes its published digest of %j', (payload, digest) => {
    expect(Stripe.createNodeCryptoProvider().computeHMACSignature(payload, DIGESTS.secret)).toBe(digest)
  })

  it('the library’s own signer is believed, with either secret, and beside a signature that is none', () => {
    for (const secret of [SECRET, NEXT]) {
      const header = Stripe.webhooks.generateTestHeaderString({ payload: paid, secret, timestamp: NOW_S })
      expect(header).toBe(signStripe(secret, paid, NOW_S))
      expect(post(paid, header).kind).toBe('paid')
      expect(post(paid, `${header},v1=potato`).kind).toBe('paid')
    }
  })

  it.each(REFUSED_HEADERS)('is refused, as there: %s', (header) =>
    expectRefusal(header, () => post(paid, header), 'signature_invalid'),
  )

  it('other schemes and wrong signatures are refused, as there', () => {
    const test = (options: object) =>
      Stripe.webhooks.generateTestHeaderString({ payload: paid, secret: SECRET, timestamp: NOW_S, ...options })
    for (const options of [{ scheme: 'v0' }, { signature: 'bad_signature' }, { secret: 'whsec_other' }])
      expectRefusal(JSON.stringify(options), () => post(paid, test(options)), 'signature_invalid')
  })
})

it('a payment intent is a payment; a Checkout session is the same one', () => {
  const facts = {
    kind: 'paid',
    transactionId: 'pi_1',
    orderNumber: 'A1',
    amountMinor: 3850,
    currency: 'CNY',
    paidAt: NOW_S * 1000,
  }
  expect(post(paid)).toEqual({ ...facts, eventId: 'evt_1' })
  const session = { payment_status: 'paid', payment_intent: 'pi_1', amount_total: 3850, currency: 'cny', metadata: {} }
  for (const type of ['checkout.session.completed', 'checkout.session.async_payment_succeeded']) {
    expect(verify(type, { ...session, client_reference_id: 'A1' })).toMatchObject(facts)
    expect(
      verify(type, { ...session, payment_intent: { id: 'pi_1' }, metadata: { order_number: 'A1' } }),
    ).toMatchObject(facts)
    expect(verify(type, { ...session, payment_status: 'unpaid' })).toMatchObject({ kind: 'ignored' })
  }
})

it.each([
  ['refund.updated', 'succeeded', 'succeeded'],
  ['refund.created', 'pending', 'pending'],
  ['refund.failed', 'failed', 'abnormal'],
  ['charge.refund.updated', 'canceled', 'closed'],
])('%s with status %s: %s', (type, status, state) => {
  const refund = { status, metadata: { refund_number: 'rf_1' } }
  expect(verify(type, refund)).toMatchObject({ kind: 'refund', refundNumber: 'rf_1', state })
  expect(verify(type, { ...refund, metadata: {} })).toMatchObject({ kind: 'ignored' })
})

it('a refunded charge tells of its latest refund, where it says which', () => {
  const refunds = { data: [{ status: 'succeeded', metadata: { refund_number: 'rf_2' } }] }
  expect(verify('charge.refunded', { refunds })).toMatchObject({
    kind: 'refund',
    refundNumber: 'rf_2',
    state: 'succeeded',
  })
  for (const charge of [{}, { refunds: { data: [] } }, { refunds: null }])
    expect(verify('charge.refunded', charge)).toMatchObject({ kind: 'ignored' })
})

it('a refund that was made in the dashboard says of which payment it is, one by one and in sum', () => {
  const refund = { id: 're_1', status: 'succeeded', amount: 1000, payment_intent: 'pi_1', metadata: {} }
  const expected = { kind: 'refund', eventId: 'evt_1', state: 'succeeded', transactionId: 'pi_1' }
  for (const payment_intent of ['pi_1', { id: 'pi_1' }])
    expect(verify('refund.created', { ...refund, payment_intent })).toEqual({
      ...expected,
      ...{ refundNumber: 're_1', amountMinor: 1000 },
    })
  const charge = { payment_intent: 'pi_1', amount: 3850, amount_refunded: 1500, currency: 'cny', created: NOW_S }
  const facts = { orderNumber: 'A1', amountMinor: 3850, currency: 'CNY', paidAt: NOW_S * 1000 }
  expect(verify('charge.refunded', { ...charge, metadata: { order_number: 'A1' } })).toEqual({
    ...expected,
    ...{ returnedMinor: 1500, payment: facts },
  })
  expect(verify('charge.refunded', charge)).toEqual({ ...expected, returnedMinor: 1500, payment: undefined })
  for (const amount of [-1, 1.5, '1000'])
    expectRefusal(`${amount}`, () => verify('refund.created', { ...refund, amount }), 'malformed')
})

it('what else happens in the account is acknowledged', () => {
  for (const type of ['charge.updated', 'payment_intent.created', 'PAYMENT_INTENT.SUCCEEDED', '__proto__'])
    expect(verify(type, {}), type).toMatchObject({ kind: 'ignored', eventId: 'evt_1' })
  for (const metadata of [{}, null, undefined, { order_number: '' }, { order_number: 'x'.repeat(65) }])
    expect(verify('payment_intent.succeeded', { ...INTENT, metadata })).toMatchObject({ kind: 'ignored' })
})

it('nothing is believed that was not signed with a secret of ours, now', () => {
  expectRefusal('no header', () => post(paid, ''), 'signature_missing')
  expectRefusal('altered', () => post(`${paid} `, signStripe(SECRET, paid, NOW_S)), 'signature_invalid')
  for (const off of [-301, 301, 86_400, -NOW_S])
    expectRefusal(`${off} s`, () => post(paid, signStripe(SECRET, paid, NOW_S + off)), 'timestamp_skew')
  for (const off of [-301, 301])
    expectRefusal(`${off} s, forged`, () => post(paid, signStripe('whsec_x', paid, NOW_S + off)), 'signature_invalid')
  for (const off of [-300, 300]) expect(post(paid, signStripe(NEXT, paid, NOW_S + off)).kind).toBe('paid')
  const right = signStripe(SECRET, paid, NOW_S)
  const digest = right.split('v1=')[1]
  const odd = [
    `t=${NOW_S},t=${NOW_S},v1=${digest}`,
    `v1=${digest}`,
    `t=,v1=${digest}`,
    `t=NaN,v1=${digest}`,
    `t=${NOW_S}`,
  ]
  for (const header of [...odd, `t=1e9,v1=${digest}`, 'v1=x,'.repeat(10_000)])
    expectRefusal(header.slice(0, 40), () => post(paid, header), 'signature_invalid')
})

it('a genuine event of the other mode, or with nonsense inside, is refused', () => {
  expectRefusal('live', () => verify('payment_intent.succeeded', INTENT, { livemode: true }), 'not_ours')
  for (const amount of [undefined, null, -1, 38.5, '3850', 2 ** 53])
    expectRefusal(
      `${amount}`,
      () => verify('payment_intent.succeeded', { ...INTENT, amount_received: amount }),
      'malformed',
    )
  for (const currency of [undefined, '', 'CNY', 'Zq7-canary', 7])
    expectRefusal(`${currency}`, () => verify('payment_intent.succeeded', { ...INTENT, currency }), 'malformed')
  for (const body of [
    '{',
    '[]',
    'null',
    '7',
    '{"id":"evt"}',
    event('x', {}, { livemode: 'false' }),
    '['.repeat(100_000),
  ])
    expectRefusal(body.slice(0, 40), () => post(body), 'malformed')
})

it('what is not UTF-8 is refused: replaced, two payments would be one', () => {
  for (const bytes of ['\xd6\xd0', '\xb9\xfa']) {
    const body = Buffer.from(paid.replace('pi_1', `pi_${bytes}`), 'latin1')
    // The library signs the text as it has decoded it.
    expectRefusal('bytes', () => post(body), 'malformed')
  }
  for (const half of ['\\ud800', '\\udfff'])
    expectRefusal(half, () => post(paid.replace('pi_1', `pi_${half}`)), 'malformed')
})
