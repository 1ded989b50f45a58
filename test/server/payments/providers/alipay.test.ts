import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { signAlipayForm } from '../../../../demo/providers/sign-alipay.ts'
import { createAlipayVerifier } from '../../../../server/payments/providers/alipay/verify.ts'
import { fenToYuan, yuanToFen } from '../../../../server/payments/providers/alipay/yuan.ts'
import { readPublicKey } from '../../../../server/payments/providers/rsa-keys.ts'
import { PAID_NOTICE, PUBLIC_KEY } from './fixtures/alipay-sdk.ts'
import { expectRefusal, paymentCallback } from './payment-callback.ts'

const alipay = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const verifier = createAlipayVerifier({ appId: '2021', sellerId: '2088', publicKey: alipay.publicKey })
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }

const PAID: Record<string, string> = {
  app_id: '2021',
  seller_id: '2088',
  charset: 'utf-8',
  notify_id: 'n1',
  trade_status: 'TRADE_SUCCESS',
  trade_no: '2026112322001',
  out_trade_no: 'A1',
  total_amount: '38.50',
  gmt_payment: '2026-11-23 11:00:00',
  subject: '50% off + 粥 & 饭 = 好',
  body: '',
}

const post = (form: string | Buffer, headers: Record<string, string> = FORM) =>
  verifier.verify(paymentCallback(form, headers, 0))
const verify = (fields: Record<string, string>) => post(signAlipayForm({ ...PAID, ...fields }, alipay.privateKey))

it('the official SDK’s real notice is believed, and nothing that differs from it', () => {
  const publicKey = readPublicKey(PUBLIC_KEY)
  if (publicKey === undefined) throw new Error('the published key is not a key')
  const official = createAlipayVerifier({ appId: '2019073166072302', sellerId: '2088531891668739', publicKey })
  const of = (notice: Record<string, string>) =>
    official.verify(paymentCallback(new URLSearchParams(notice).toString(), FORM, 0))
  expect(of(PAID_NOTICE)).toEqual({
    kind: 'paid',
    eventId: '2019081500222155624068450559358070',
    transactionId: '2019081522001468450512505578',
    orderNumber: '20190815155618536-564-57',
    amountMinor: 10,
    currency: 'CNY',
    paidAt: Date.parse('2019-08-15T07:56:24Z'),
  })
  for (const name of Object.keys(PAID_NOTICE).filter((name) => !/^(sign|charset)/.test(name)))
    expectRefusal(name, () => of({ ...PAID_NOTICE, [name]: 'x' }), 'signature_invalid')
})

it('a payment is read from the form, empty and odd values signed as they are; a retry after hours is still good', () => {
  const event = { kind: 'paid', transactionId: '2026112322001', orderNumber: 'A1', amountMinor: 3850, currency: 'CNY' }
  expect(verify({})).toMatchObject({ ...event, eventId: 'n1', paidAt: Date.parse('2026-11-23T03:00:00Z') })
  expect(verify({ trade_status: 'TRADE_FINISHED', refund_fee: '0.00' })).toMatchObject(event)
  expect(post(signAlipayForm(PAID, alipay.privateKey), {})).toMatchObject(event)
})

it('a refund is a refund, though it says TRADE_SUCCESS', () => {
  const refund = { kind: 'refund', refundNumber: 'rf_1', state: 'succeeded' }
  expect(verify({ refund_fee: '1.00', out_biz_no: 'rf_1' })).toMatchObject(refund)
  expect(verify({ gmt_refund: '2026-11-23 12:00:00.123', out_biz_no: 'rf_1' })).toMatchObject(refund)
  expect(verify({ trade_status: 'TRADE_CLOSED', refund_fee: '38.50', out_biz_no: 'rf_1' })).toMatchObject(refund)
  expect(verify({ refund_fee: '1.00' })).toMatchObject({ kind: 'ignored' })
})

it('what is not paid needs nothing', () => {
  for (const status of ['WAIT_BUYER_PAY', 'TRADE_CLOSED', '', 'trade_success'])
    expect(verify({ trade_status: status }), status).toMatchObject({ kind: 'ignored' })
})

it('only Alipay’s RSA2 signature is believed, whatever the request says of itself', () => {
  const sign = (options: { hash?: string; signType?: string }, key = alipay.privateKey) =>
    signAlipayForm(PAID, key, options)
  expectRefusal('a stranger’s key', () => post(sign({}, stranger.privateKey)), 'signature_invalid')
  expectRefusal('SHA-1, as it says', () => post(sign({ hash: 'sha1', signType: 'RSA' })), 'signature_invalid')
  expectRefusal('SHA-1, as RSA2', () => post(sign({ hash: 'sha1' })), 'signature_invalid')
  for (const signType of ['RSA', 'rsa2', '', 'MD5', 'constructor'])
    expectRefusal(signType, () => post(sign({ signType })), 'signature_invalid')
  const form = new URLSearchParams(sign({}))
  const without = (name: string) => {
    const rest = new URLSearchParams(form)
    rest.delete(name)
    return rest.toString()
  }
  expectRefusal('unsigned', () => post(without('sign')), 'signature_missing')
  expectRefusal('no sign_type', () => post(without('sign_type')), 'signature_invalid')
  for (const name of ['body', 'total_amount']) expectRefusal(name, () => post(without(name)), 'signature_invalid')
  expectRefusal('one more', () => post(`${form}&extra=1`), 'signature_invalid')
  for (const wrong of ['AAAA', '%', '签名']) {
    const signed = new URLSearchParams(form)
    signed.set('sign', wrong)
    expectRefusal(wrong, () => post(signed.toString()), 'signature_invalid')
  }
})

it('a form that could be read in two ways is refused before its signature is looked at', () => {
  const form = signAlipayForm(PAID, alipay.privateKey)
  for (const more of ['total_amount=0.01', 'total_amount=38.50', 'sign=x', 'sign_type=RSA2', '%74otal_amount=0.01'])
    for (const twice of [`${form}&${more}`, `${more}&${form}`]) expectRefusal(more, () => post(twice), 'malformed')
  expectRefusal('charset', () => verify({ charset: 'GBK' }), 'malformed')
  for (const type of ['application/x-www-form-urlencoded; charset=gbk', 'text/plain;charset="GB18030"'])
    expectRefusal(type, () => post(form, { 'content-type': type }), 'malformed')
  expectRefusal(
    'GBK bytes',
    () => post(Buffer.concat([Buffer.from(`${form}&x=`), Buffer.from([0xd6, 0xd0])])),
    'malformed',
  )
  for (const body of ['{}', '=', '&&&', 'sign', '\u0000']) expectRefusal(body, () => post(body), 'signature_missing')
})

it('a genuine notice for somebody else, or with nonsense inside, is refused', () => {
  expectRefusal('app', () => verify({ app_id: '2022' }), 'not_ours')
  expectRefusal('seller', () => verify({ seller_id: '2089' }), 'not_ours')
  for (const amount of [
    '38.5',
    '38',
    '-38.50',
    '3850',
    '3,850.00',
    '38.500',
    '1e3',
    ' 38.50',
    '３８.５０',
    '',
    '9999999999.00',
    'NaN',
  ])
    expectRefusal(amount, () => verify({ total_amount: amount }), 'malformed')
  for (const refund_fee of ['-1.00', '1', 'x']) expectRefusal(refund_fee, () => verify({ refund_fee }), 'malformed')
  for (const gmt_payment of ['', 'Zq7-canary', '2026-13-01 00:00:00', '2026-11-23T11:00:00Z'])
    expectRefusal(gmt_payment, () => verify({ gmt_payment }), 'malformed')
  for (const name of ['trade_no', 'out_trade_no'])
    for (const value of ['', 'x'.repeat(65)]) expectRefusal(name, () => verify({ [name]: value }), 'malformed')
})

it('yuan and fen turn into each other exactly', () => {
  for (const fen of [0, 1, 10, 99, 100, 115, 1999, 3850, 9_999_999_999]) expect(yuanToFen(fenToYuan(fen))).toBe(fen)
  expect(fenToYuan(115)).toBe('1.15')
})
