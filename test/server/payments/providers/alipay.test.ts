import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createGbkEncoder } from '../../../../demo/providers/gbk.ts'
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
})

it('a refund that is none of ours says of which payment it is, and how much of that has gone back in all', () => {
  const payment = { orderNumber: 'A1', amountMinor: 3850, currency: 'CNY', paidAt: Date.parse('2026-11-23T03:00:00Z') }
  expect(verify({ refund_fee: '1.00' })).toEqual({
    kind: 'refund',
    eventId: 'n1',
    state: 'succeeded',
    refundNumber: undefined,
    transactionId: '2026112322001',
    returnedMinor: 100,
    payment,
  })
  const at = { gmt_refund: '2026-11-23 12:00:00.123' }
  expect(verify({ ...at, trade_status: 'TRADE_CLOSED' })).toMatchObject({ returnedMinor: 3850, payment })
  expect(verify(at)).toMatchObject({ kind: 'refund', returnedMinor: undefined, transactionId: '2026112322001' })
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
  for (const body of ['{}', '=', '&&&', 'sign', '\u0000']) expectRefusal(body, () => post(body), 'signature_missing')
})

it('a genuine notice for somebody else, or with nonsense inside, is refused', () => {
  expectRefusal('app', () => verify({ app_id: '2022' }), 'not_ours')
  expectRefusal('seller', () => verify({ seller_id: '2089' }), 'not_ours')
  for (const amount of [
    '-38.50',
    '-1',
    '3,850.00',
    '38.500',
    '38.555',
    '38.',
    '.5',
    '1e3',
    '0x10',
    '+1',
    '38,5',
    ' 38.50',
    '３８.５０',
    '',
    '9999999999.00',
    'NaN',
  ])
    expectRefusal(amount, () => verify({ total_amount: amount }), 'malformed')
  for (const refund_fee of ['-1.00', '1.', 'x', '1e1'])
    expectRefusal(refund_fee, () => verify({ refund_fee }), 'malformed')
  const times = ['2026-11-23 11:00:00.', '2026-11-23 11:00:00,5', '2026-11-23 11:00', '2026-11-23 11:00:00.1234567890']
  for (const gmt_payment of ['', 'Zq7-canary', '2026-13-01 00:00:00', '2026-11-23T11:00:00Z', ...times])
    expectRefusal(gmt_payment, () => verify({ gmt_payment }), 'malformed')
  for (const name of ['trade_no', 'out_trade_no'])
    for (const value of ['', 'x'.repeat(65)]) expectRefusal(name, () => verify({ [name]: value }), 'malformed')
})

it('yuan and fen turn into each other exactly', () => {
  for (const fen of [0, 1, 10, 99, 100, 115, 1999, 3850, 9_999_999_999]) expect(yuanToFen(fenToYuan(fen))).toBe(fen)
  expect(fenToYuan(115)).toBe('1.15')
})

it('amounts are read exactly, however Alipay writes them', () => {
  const amounts: Record<string, number> = { '38.50': 3850, '38.5': 3850, '38': 3800, '0.1': 10, '0.01': 1, '1.15': 115 }
  for (const [total_amount, amountMinor] of Object.entries({ ...amounts, '0': 0, '999999.99': 99_999_999 }))
    expect(verify({ total_amount }), total_amount).toMatchObject({ kind: 'paid', amountMinor })
  for (let fen = 0; fen < 2_000; fen++) expect(yuanToFen(fenToYuan(fen).replace(/\.?0+$/, ''))).toBe(fen)
})

it('times are read with fractions of a second, to the millisecond', () => {
  const second = Date.parse('2026-11-26T12:00:00+08:00')
  for (const [fraction, ms] of Object.entries({ '': 0, '.1': 100, '.12': 120, '.123': 123, '.123999': 123, '.0': 0 }))
    expect(verify({ gmt_payment: `2026-11-26 12:00:00${fraction}` })).toMatchObject({ paidAt: second + ms })
})

describe('a notice in GBK', () => {
  const encode = createGbkEncoder()
  const gbk = (fields: Record<string, string>) =>
    signAlipayForm({ ...PAID, charset: 'GBK', ...fields }, alipay.privateKey, { encode })
  const typed = (charset: string) => ({ 'content-type': `application/x-www-form-urlencoded; charset=${charset}` })

  it('is verified by its bytes and decoded by its charset, whatever the header says', () => {
    const event = { kind: 'paid', orderNumber: 'A1', amountMinor: 3850, eventId: 'n1' }
    for (const charset of ['GBK', 'gbk', 'GB2312', 'gb18030'])
      for (const header of [typed(charset), typed('utf-8'), {}])
        expect(post(gbk({ charset, subject: '米饭 & 宫保鸡丁' }), header), charset).toMatchObject(event)
    expect(gbk({ subject: '米饭' })).toContain('subject=%C3%D7%B7%B9')
    // The order's number may be written in it as well.
    expect(post(gbk({ out_trade_no: '米饭1' }), typed('GBK'))).toMatchObject({ orderNumber: '米饭1' })
  })

  it('with its bytes as they are, not percent-encoded, too', () => {
    const raw = Buffer.from(gbk({ subject: '米饭' }).replace('%C3%D7%B7%B9', '\xC3\xD7\xB7\xB9'), 'latin1')
    expect(post(raw, typed('GBK'))).toMatchObject({ kind: 'paid', amountMinor: 3850 })
  })

  it('that names its charset in the header alone is read by that', () => {
    const { charset: _charset, ...rest } = PAID
    const form = signAlipayForm({ ...rest, out_trade_no: '米饭1' }, alipay.privateKey, { encode })
    for (const header of ['gbk', '"GBK"', "'gb2312'", ' GB18030 ; x=y'])
      expect(post(form, typed(header)), header).toMatchObject({ kind: 'paid', orderNumber: '米饭1' })
    expectRefusal('as UTF-8', () => post(form, typed('utf-8')), 'malformed')
  })

  it('is believed no more than another: a byte that differs is noticed', () => {
    const form = gbk({ subject: '米饭' })
    expectRefusal('a byte', () => post(form.replace('%C3%D7', '%C3%D6'), typed('GBK')), 'signature_invalid')
    expectRefusal('an amount', () => post(form.replace('38.50', '38.51'), typed('GBK')), 'signature_invalid')
    expectRefusal('as UTF-8', () => post(form.replace('charset=GBK', 'charset=utf-8')), 'signature_invalid')
  })

  it('with bytes that are not of its charset is refused', () => {
    const broken = (text: string) => Buffer.from(text.replaceAll('!', '\xFF'), 'latin1')
    const form = (charset: string) =>
      signAlipayForm({ ...PAID, charset, out_trade_no: 'a!b' }, alipay.privateKey, { encode: broken })
    for (const charset of ['GBK', 'utf-8']) expectRefusal(charset, () => post(form(charset)), 'malformed')
  })
})

it('a field that nobody reads may be cut inside a character: the payment is one', () => {
  for (const [charset, bytes] of [
    ['utf-8', '\xe4\xb8'],
    ['GBK', '\xd6'],
  ] as const)
    for (const name of ['subject', 'body', 'receipt_desc']) {
      const encode = (text: string) => Buffer.from(text.replaceAll('!', bytes), 'latin1')
      const form = signAlipayForm({ ...PAID, charset, subject: '', [name]: 'a!' }, alipay.privateKey, { encode })
      expect(post(form), `${charset} ${name}`).toMatchObject({ kind: 'paid', orderNumber: 'A1', amountMinor: 3850 })
    }
})

it('a charset is read however its name is written', () => {
  for (const charset of ['UTF-8', 'UTF_8', ' utf-8', 'utf8 ', 'GBK '])
    expect(verify({ charset, subject: 'x' }), charset).toMatchObject({ kind: 'paid', orderNumber: 'A1' })
})

it('an empty field of a refund, or a null written as text, makes a payment no refund', () => {
  for (const nothing of ['', 'null'])
    for (const name of ['refund_fee', 'gmt_refund', 'out_biz_no'])
      expect(verify({ [name]: nothing }), name).toMatchObject({ kind: 'paid', amountMinor: 3850 })
  const refund = verify({ refund_fee: 'null', gmt_refund: '2026-11-23 12:00:00', out_biz_no: 'null' })
  expect(refund).toMatchObject({ kind: 'refund', refundNumber: undefined, returnedMinor: undefined })
})

it('a charset that is not read here is refused by name, once the signature is right', () => {
  for (const charset of ['Big5', 'utf-16le', 'x-user-defined', '__proto__', 'constructor', 'utf-8,gbk', '../../etc'])
    expectRefusal(charset, () => verify({ charset }), 'charset_unsupported')
  const forged = signAlipayForm({ ...PAID, charset: 'Big5' }, stranger.privateKey)
  expectRefusal('forged', () => post(forged), 'signature_invalid')
})
