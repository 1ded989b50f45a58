import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sealWechatpay, signWechatpay } from '../../../../demo/providers/sign-wechatpay.ts'
import { readCertificate } from '../../../../server/payments/providers/rsa-keys.ts'
import { createWechatpayVerifier, decryptResource } from '../../../../server/payments/providers/wechatpay/verify.ts'
import { REFUSED_RESOURCES, SIGNED_NOTICE } from './fixtures/wechatpay-go.ts'
import { expectRefusal, paymentCallback } from './payment-callback.ts'

const NOW_S = 1_795_400_000
const NOW = NOW_S * 1000
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const [certified, byId, stranger] = [pair(), pair(), pair()]
const KEY_ID = 'PUB_KEY_ID_0116'
const SERIAL = '5157F09EFDC096DE15EBE81A47057A72'
const apiV3Key = randomBytes(32)
const verifier = createWechatpayVerifier({
  mchid: '1900000109',
  appids: ['wx8888', 'wx7777'],
  apiV3Key,
  keys: new Map([
    [SERIAL, certified.publicKey],
    [KEY_ID, byId.publicKey],
  ]),
})

const PAID = {
  mchid: '1900000109',
  appid: 'wx8888',
  out_trade_no: 'A-1',
  transaction_id: '4200001',
  trade_state: 'SUCCESS',
  success_time: '2026-11-23T11:00:00+08:00',
  amount: { total: 3850, payer_total: 3000, currency: 'CNY' },
}

interface Options {
  type?: string
  key?: KeyObject
  serial?: string
  atS?: number
  headers?: Record<string, string>
  sealedWith?: Buffer
}

function verify(resource: object | Buffer, options: Options = {}) {
  const { type = 'TRANSACTION.SUCCESS', key = byId.privateKey, serial = KEY_ID, atS = NOW_S } = options
  const body = sealWechatpay(options.sealedWith ?? apiV3Key, type, resource, { summary: '支付成功', at: 'now' })
  return verifyBody(body, { key, serial, atS, ...options })
}

function verifyBody(
  body: string | Buffer,
  { key = byId.privateKey, serial = KEY_ID, atS = NOW_S, headers = {} }: Options,
) {
  const signed = signWechatpay({ serial, privateKey: key }, body, atS)
  return verifier.verify(paymentCallback(body, { ...signed, ...headers }, NOW))
}

describe('the official vectors', () => {
  const certificate = readCertificate(SIGNED_NOTICE.certificate)
  const { body, headers, at } = SIGNED_NOTICE
  const official = createWechatpayVerifier({
    mchid: '1234567890',
    appids: ['x'],
    apiV3Key: Buffer.from(SIGNED_NOTICE.apiV3Key),
    keys: new Map(certificate === undefined ? [] : [[certificate.serial, certificate.key]]),
  })

  it('the signature of wechatpay-go’s notice holds, under the serial of its certificate', () => {
    expect(certificate?.serial).toBe(headers['wechatpay-serial'])
    const event = official.verify(paymentCallback(body, headers, at * 1000))
    expect(event).toEqual({ kind: 'ignored', eventId: '3119dfba-e649-5eec-ab1e-3412bc4d2e17', why: 'another type' })
  })

  it('and holds for nothing else', () => {
    const now = at * 1000
    const altered = body.replace('签约成功', '签约失败')
    expectRefusal('body', () => official.verify(paymentCallback(altered, headers, now)), 'signature_invalid')
    for (const name of ['nonce', 'timestamp'] as const) {
      const wrong = { ...headers, [`wechatpay-${name}`]: name === 'nonce' ? 'x' : '1624523847' }
      expectRefusal(name, () => official.verify(paymentCallback(body, wrong, now)), 'signature_invalid')
    }
    for (const off of [-301_000, 301_000])
      expectRefusal(`${off}`, () => official.verify(paymentCallback(body, headers, now + off)), 'timestamp_skew')
  })

  it.each(Object.entries(REFUSED_RESOURCES))('is not decrypted: %s', (name, { key, ...resource }) => {
    const sealed = { algorithm: 'AEAD_AES_256_GCM' as const, ...resource }
    expectRefusal(name, () => decryptResource(Buffer.from(key), sealed), 'decrypt_failed')
  })
})

it('a payment is read from the callback, the order’s amount and not what coupons left of it', () => {
  for (const [serial, { privateKey: key }] of [
    [SERIAL, certified],
    [KEY_ID, byId],
  ] as const)
    expect(verify(PAID, { serial, key })).toEqual({
      kind: 'paid',
      eventId: expect.stringMatching(/^EV-/),
      transactionId: '4200001',
      orderNumber: 'A-1',
      amountMinor: 3850,
      currency: 'CNY',
      paidAt: Date.parse('2026-11-23T03:00:00Z'),
    })
  expect(verify({ ...PAID, amount: { total: 1 } })).toMatchObject({ amountMinor: 1, currency: 'CNY' })
})

it.each([
  ['REFUND.SUCCESS', 'SUCCESS', 'succeeded'],
  ['REFUND.ABNORMAL', 'ABNORMAL', 'abnormal'],
  ['REFUND.CLOSED', 'CLOSED', 'closed'],
])('a refund notice %s says %s: %s', (type, status, state) => {
  const refund = { mchid: '1900000109', out_refund_no: 'rf_1', refund_status: status }
  expect(verify(refund, { type })).toMatchObject({ kind: 'refund', refundNumber: 'rf_1', state })
})

it('a refund that was made in WeChat’s console says of which payment it is, and how much it is', () => {
  const refund = {
    ...{ mchid: '1900000109', out_refund_no: '50000001', refund_status: 'SUCCESS', refund_id: '50300001' },
    ...{ transaction_id: '4200001', out_trade_no: 'A-1', success_time: '2026-11-23T11:00:00+08:00' },
    amount: { total: 3850, refund: 1000, payer_total: 3000, payer_refund: 780 },
  }
  const facts = { orderNumber: 'A-1', amountMinor: 3850, currency: 'CNY', paidAt: Date.parse('2026-11-23T03:00:00Z') }
  expect(verify(refund, { type: 'REFUND.SUCCESS' })).toEqual({
    ...{ kind: 'refund', eventId: expect.stringMatching(/^EV-/), state: 'succeeded', refundNumber: '50000001' },
    ...{ transactionId: '4200001', amountMinor: 1000, payment: facts },
  })
  for (const amount of [{ total: 3850 }, { total: 3850, refund: -1 }, { total: 3850, refund: '1' }, 7])
    expectRefusal(JSON.stringify(amount), () => verify({ ...refund, amount }, { type: 'REFUND.SUCCESS' }), 'malformed')
})

it('a refund is of the currency that it names, as its payment is', () => {
  const refund = {
    ...{ mchid: '1900000109', out_refund_no: '50000001', refund_status: 'SUCCESS' },
    ...{ transaction_id: '4200001', out_trade_no: 'A-1', success_time: '2026-11-23T11:00:00+08:00' },
  }
  const of = (currency: unknown) =>
    verify({ ...refund, amount: { total: 3850, refund: 1000, currency } }, { type: 'REFUND.SUCCESS' })
  expect(of('USD')).toMatchObject({ kind: 'refund', payment: { amountMinor: 3850, currency: 'USD' } })
  expect(of(undefined)).toMatchObject({ kind: 'refund', payment: { amountMinor: 3850, currency: 'CNY' } })
  expectRefusal('currency', () => of('Zq7-canary'), 'malformed')
})

it('what is not UTF-8, sealed or signed, is refused: replaced, two transactions would be one', () => {
  for (const half of ['\ud800', '\udfff'])
    for (const name of ['transaction_id', 'out_trade_no'])
      expectRefusal(`${name} ${half}`, () => verify({ ...PAID, [name]: `tx${half}` }), 'malformed')
  const bytes = (text: string) => Buffer.from(text.replace('4200001', '\xd6\xd0'), 'latin1')
  expectRefusal('sealed', () => verify(bytes(JSON.stringify(PAID))), 'malformed')
  const envelope = bytes(sealWechatpay(apiV3Key, 'COUPON.USE', PAID, { summary: '4200001', at: 'now' }))
  expectRefusal('signed', () => verifyBody(envelope, {}), 'malformed')
})

it('a payment in another app of the merchant is taken when that app is named in the settings', () => {
  expect(verify({ ...PAID, appid: 'wx7777' })).toMatchObject({ kind: 'paid', orderNumber: 'A-1' })
  for (const appid of ['wx9999', 'wx8888,wx7777', '', 'wx888'])
    expectRefusal(`appid ${appid}`, () => verify({ ...PAID, appid }), 'not_ours')
})

it('payments of a service provider, and of several orders at once, are refused by name', () => {
  const { mchid, appid, ...rest } = PAID
  const partner = { ...rest, sp_mchid: mchid, sp_appid: appid, sub_mchid: '1900000200', sub_appid: 'wx1' }
  expectRefusal('partner', () => verify(partner), 'service_provider_payment')
  expectRefusal('its refund', () => verify(partner, { type: 'REFUND.SUCCESS' }), 'service_provider_payment')
  const combined = { combine_mchid: mchid, combine_appid: appid, combine_out_trade_no: 'C1', sub_orders: [PAID] }
  expectRefusal('combined', () => verify(combined), 'combined_payment')
  for (const nobody of [null, ''])
    for (const name of ['sp_mchid', 'sub_mchid', 'combine_mchid', 'combine_out_trade_no'])
      expect(verify({ ...PAID, [name]: nobody }), `${name} ${nobody}`).toMatchObject({ kind: 'paid' })
})

it('what is neither a payment nor a refund needs nothing', () => {
  for (const state of ['NOTPAY', 'CLOSED', 'REFUND', 'PAYERROR', 'success'])
    expect(verify({ ...PAID, trade_state: state }), state).toMatchObject({ kind: 'ignored' })
  for (const type of [
    'COUPON.USE',
    'TRANSACTION',
    'TRANSACTION.CLOSED',
    'SECURITY_ECHO.SUCCESS',
    'transaction.success',
  ])
    expect(verify(PAID, { type }), type).toMatchObject({ kind: 'ignored' })
})

it('a probe is told apart from an attack, and is believed as little', () => {
  const headers = { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/0uiWf5Hn4h/JfJqk' }
  expectRefusal('probe', () => verify(PAID, { headers }), 'signature_probe')
  const told = (code: 'signature_probe' | 'signature_invalid') => {
    try {
      verify(PAID, code === 'signature_probe' ? { headers } : { key: stranger.privateKey })
    } catch (error) {
      return verifier.nack(error)
    }
    return undefined
  }
  expect(told('signature_probe')).toEqual(told('signature_invalid'))
})

it('nothing is believed that the platform has not signed, now', () => {
  expectRefusal('a stranger’s key', () => verify(PAID, { key: stranger.privateKey }), 'signature_invalid')
  expectRefusal('the other key', () => verify(PAID, { key: certified.privateKey }), 'signature_invalid')
  for (const serial of ['X', '__proto__', SERIAL.toLowerCase(), `${SERIAL} `])
    expectRefusal(serial, () => verify(PAID, { serial }), 'key_unknown')
  for (const name of ['timestamp', 'nonce', 'signature', 'serial'])
    expectRefusal(name, () => verify(PAID, { headers: { [`Wechatpay-${name}`]: '' } }), 'signature_missing')
  for (const timestamp of ['', ' ', '1e9', '-1', '0x10', '1'.repeat(13), `${NOW_S}.0`]) {
    const headers = { 'wechatpay-timestamp': timestamp }
    expectRefusal(
      timestamp,
      () => verify(PAID, { headers }),
      timestamp === '' ? 'signature_missing' : 'signature_invalid',
    )
  }
  for (const signature of ['AAAA', '=', '签名', 'x'.repeat(10_000)])
    expectRefusal(
      signature.slice(0, 9),
      () => verify(PAID, { headers: { 'wechatpay-signature': signature } }),
      'signature_invalid',
    )
  for (const atS of [NOW_S - 301, NOW_S + 301, 0]) {
    expectRefusal(`${atS}`, () => verify(PAID, { atS }), 'timestamp_skew')
    // A stranger learns nothing about our clock.
    expectRefusal(`${atS} forged`, () => verify(PAID, { atS, key: stranger.privateKey }), 'signature_invalid')
  }
  for (const atS of [NOW_S - 300, NOW_S + 300]) expect(verify(PAID, { atS }).kind).toBe('paid')
})

it('a flipped bit anywhere in the resource is noticed', () => {
  const { resource } = JSON.parse(sealWechatpay(apiV3Key, 'TRANSACTION.SUCCESS', PAID, { summary: '', at: '' }))
  expect(JSON.parse(decryptResource(apiV3Key, resource).toString())).toEqual(PAID)
  const sealed = Buffer.from(resource.ciphertext, 'base64')
  for (let at = 0; at < sealed.length; at += 7) {
    const flipped = Buffer.from(sealed)
    flipped[at] = (flipped[at] ?? 0) ^ 1
    const ciphertext = flipped.toString('base64')
    expectRefusal(`byte ${at}`, () => decryptResource(apiV3Key, { ...resource, ciphertext }), 'decrypt_failed')
  }
  const wrong = [{ ciphertext: '' }, { ciphertext: 'AAAA' }, { nonce: 'x' }, { associated_data: '' }]
  for (const part of wrong)
    expectRefusal(JSON.stringify(part), () => decryptResource(apiV3Key, { ...resource, ...part }), 'decrypt_failed')
  for (const key of [randomBytes(32), randomBytes(16), Buffer.alloc(0)])
    expectRefusal('key', () => decryptResource(key, resource), 'decrypt_failed')
  expectRefusal('sealed with another key', () => verify(PAID, { sealedWith: randomBytes(32) }), 'decrypt_failed')
})

it('a genuine callback for somebody else, or with nonsense inside, is refused', () => {
  for (const mchid of ['1900000108', '', '1900000109 '])
    expectRefusal(`mchid ${mchid}`, () => verify({ ...PAID, mchid }), 'not_ours')
  expectRefusal('appid', () => verify({ ...PAID, appid: 'wx9999' }), 'not_ours')
  expectRefusal(
    'refund of another',
    () => verify({ mchid: 'x', out_refund_no: '1' }, { type: 'REFUND.SUCCESS' }),
    'not_ours',
  )
  const totals = [undefined, null, -1, 38.5, '3850', 2 ** 53, 1e300, true, [3850]]
  const malformed: object[] = [
    ...totals.map((total) => ({ ...PAID, amount: { total } })),
    ...[undefined, null, 7, []].map((amount) => ({ ...PAID, amount })),
    ...['', undefined, 7, 'x'.repeat(65)].flatMap((id) => [
      { ...PAID, out_trade_no: id },
      { ...PAID, transaction_id: id },
    ]),
    ...['', 'yesterday', undefined].map((at) => ({ ...PAID, success_time: at })),
    { ...PAID, amount: { total: 1, currency: 'Zq7-canary' } },
    [],
    {},
  ]
  for (const resource of malformed) expectRefusal(JSON.stringify(resource), () => verify(resource), 'malformed')
  const bodies = [
    '{',
    '[]',
    'null',
    '7',
    '{"id":"x"}',
    '\u0000',
    '['.repeat(100_000),
    '{"resource":{"algorithm":"none"}}',
  ]
  for (const body of bodies) expectRefusal(body.slice(0, 40), () => verifyBody(body, {}), 'malformed')
  const { event_type: _type, ...plain } = JSON.parse(sealWechatpay(apiV3Key, '', PAID, { summary: '', at: '' }))
  const open = JSON.stringify({ ...plain, event_type: 'TRANSACTION.SUCCESS', resource: { ...PAID, algorithm: 'NONE' } })
  expectRefusal('nothing is taken in the clear', () => verifyBody(open, {}), 'malformed')
})
