import { createSign, createVerify, type KeyObject, randomInt } from 'node:crypto'
import type { Clock } from '../../shared/clock.ts'
import {
  type FakeCallback,
  type FakeProvider,
  type FakeReply,
  type FakeRequest,
  type FakeTrade,
  takeOff,
} from './fake-provider.ts'
import { createGbkEncoder } from './gbk.ts'
import { alipayTime, signAlipayForm } from './sign-alipay.ts'

export interface FakeAlipayKeys {
  appId: string
  sellerId: string
  /** Alipay's own key, for its notices and answers. */
  privateKey: KeyObject
  /** The public key of the app. */
  appKey: KeyObject
}

/**
 * Makes an imitation of Alipay's gateway: payment pages, the trade query, refunds that succeed at once, and notices.
 */
export function createFakeAlipay(keys: FakeAlipayKeys, clock: Clock): FakeProvider {
  const trades = new Map<string, FakeTrade>()
  const refunds = new Map<string, { yuan: string; transactionId: string }>()

  function reply(method: string, content: object): FakeReply {
    const body = JSON.stringify(content)
    const sign = createSign('RSA-SHA256').update(body, 'utf8').sign(keys.privateKey, 'base64')
    const name = `${method.replaceAll('.', '_')}_response`
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: `{"${name}":${body},"sign":"${sign}"}`,
    }
  }
  const done = { code: '10000', msg: 'Success' }
  const refuse = (method: string, word: string) =>
    reply(method, { code: '40004', msg: 'Business Failed', sub_code: word, sub_msg: word })

  function notice(trade: FakeTrade, more: Record<string, string>, gbk = false): FakeCallback {
    const fields: Record<string, string> = {
      app_id: keys.appId,
      seller_id: keys.sellerId,
      charset: 'utf-8',
      version: '1.0',
      notify_type: 'trade_status_sync',
      notify_id: `${randomInt(1e14)}`,
      notify_time: alipayTime(clock.now()),
      subject: '50% off + 粥 & 饭 = 好',
      out_trade_no: trade.orderNumber,
      trade_no: trade.transactionId,
      total_amount: yuan(trade.amountMinor),
      gmt_payment: alipayTime(trade.paidAt ?? 0),
      ...more,
    }
    const type = 'application/x-www-form-urlencoded'
    if (!gbk) {
      const headers = { 'content-type': `${type}; charset=utf-8` }
      return { url: trade.notifyUrl, headers, body: signAlipayForm(fields, keys.privateKey) }
    }
    const other = {
      charset: 'GBK',
      total_amount: short(trade.amountMinor),
      gmt_payment: `${fields['gmt_payment']}.080`,
    }
    const body = signAlipayForm({ ...fields, ...other }, keys.privateKey, { encode: createGbkEncoder() })
    return { url: trade.notifyUrl, headers: { 'content-type': `${type}; charset=GBK` }, body }
  }

  /** Opens the payment page with the parameters of the customer's browser. Throws an Error when they are not signed. */
  function openPage(params: URLSearchParams): FakeTrade {
    if (!isSigned(keys, params)) throw new Error('Alipay: the page is not signed by the app')
    const asked = JSON.parse(params.get('biz_content') ?? '{}')
    const known = trades.get(asked.out_trade_no)
    if (known?.paidAt !== undefined) return known
    const trade = {
      orderNumber: String(asked.out_trade_no),
      amountMinor: Number(String(asked.total_amount).replace('.', '')),
      currency: 'CNY',
      notifyUrl: params.get('notify_url') ?? '',
      transactionId: known?.transactionId ?? `2026${randomInt(1e14)}${randomInt(1e10)}`,
    }
    trades.set(trade.orderNumber, trade)
    return trade
  }

  function query(method: string, asked: Record<string, string>): FakeReply {
    const trade = trades.get(asked['out_trade_no'] ?? '')
    if (trade === undefined) return refuse(method, 'ACQ.TRADE_NOT_EXIST')
    return reply(method, {
      ...done,
      trade_no: trade.transactionId,
      out_trade_no: trade.orderNumber,
      total_amount: yuan(trade.amountMinor),
      trade_status: statusOf(trade),
      ...(trade.paidAt !== undefined && { send_pay_date: alipayTime(trade.paidAt) }),
    })
  }

  /** The notice of a refund has the sum of all refunds of the trade. */
  function refundNotice(trade: FakeTrade, number: string): FakeCallback {
    const sum = yuan(trade.refundedMinor ?? 0)
    return notice(trade, {
      trade_status: statusOf(trade),
      refund_fee: sum,
      gmt_refund: `${alipayTime(clock.now())}.417`,
      out_biz_no: number,
    })
  }

  function refund(method: string, asked: Record<string, string>, later: (callback: FakeCallback) => void): FakeReply {
    const { trade_no: transactionId = '', out_request_no: number = '', refund_amount: amount = '' } = asked
    const trade = [...trades.values()].find((known) => known.transactionId === transactionId)
    if (trade?.paidAt === undefined) return refuse(method, 'ACQ.TRADE_NOT_EXIST')
    const known = refunds.has(number)
    if (!known) takeOff(trade, fenOf(amount))
    refunds.set(number, { yuan: amount, transactionId })
    if (!known) later(refundNotice(trade, number))
    return reply(method, { ...done, trade_no: transactionId, refund_fee: amount, fund_change: known ? 'N' : 'Y' })
  }

  return {
    answer(request, later) {
      const params = paramsOf(request)
      const method = params.get('method') ?? ''
      if (!isSigned(keys, params)) return refuse(method, 'isv.invalid-signature')
      if (/^alipay\.trade\.(page|wap)\.pay$/.test(method)) {
        return { status: 200, body: `Alipay (imitation): order ${openPage(params).orderNumber} waits for its customer` }
      }
      const asked = JSON.parse(params.get('biz_content') ?? '{}')
      if (method === 'alipay.trade.query') return query(method, asked)
      if (method === 'alipay.trade.refund') return refund(method, asked, later)
      if (method !== 'alipay.trade.fastpay.refund.query') return refuse(method, 'isv.invalid-method')
      return reply(method, { ...done, ...(refunds.has(asked.out_request_no) && { refund_status: 'REFUND_SUCCESS' }) })
    },
    refundInConsole({ orderNumber, amountMinor }) {
      const trade = trades.get(orderNumber)
      if (trade === undefined) throw new Error(`Alipay knows no order ${orderNumber}`)
      takeOff(trade, amountMinor)
      return [refundNotice(trade, `${trade.transactionId}${randomInt(1e6)}`)]
    },
    pay({ params, quirk }) {
      const trade = openPage(new URL(String(params['url'])).searchParams)
      trade.paidAt ??= clock.now()
      return notice(trade, { trade_status: 'TRADE_SUCCESS', refund_fee: '0.00' }, quirk === 'gbk')
    },
  }
}

/** Reads the fields of a request, which the gateway takes from the query and from the form alike. */
function paramsOf({ url, body }: FakeRequest): URLSearchParams {
  return new URLSearchParams([...new URL(url, 'http://fake').searchParams, ...new URLSearchParams(body)])
}

function isSigned(keys: FakeAlipayKeys, params: URLSearchParams): boolean {
  const fields = [...params].filter(([name]) => name !== 'sign').sort(([a], [b]) => (a < b ? -1 : 1))
  const content = fields.map(([name, value]) => `${name}=${value}`).join('&')
  const isOurs = params.get('app_id') === keys.appId && params.get('sign_type') === 'RSA2'
  return (
    isOurs &&
    createVerify('RSA-SHA256')
      .update(content)
      .verify(keys.appKey, params.get('sign') ?? '', 'base64')
  )
}

/** TRADE_CLOSED is said of a trade that went back in full. */
function statusOf({ paidAt, amountMinor, refundedMinor }: FakeTrade): string {
  if (paidAt === undefined) return 'WAIT_BUYER_PAY'
  return refundedMinor === amountMinor ? 'TRADE_CLOSED' : 'TRADE_SUCCESS'
}

/** Writes yuan without zeros at the end: 3850 → `38.5`. */
function short(amountMinor: number): string {
  return yuan(amountMinor).replace(/\.?0+$/, '')
}

function fenOf(amount: string): number {
  return Number(amount.replace('.', ''))
}

function yuan(amountMinor: number): string {
  const digits = String(amountMinor).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
