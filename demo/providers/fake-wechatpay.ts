import { createVerify, type KeyObject, randomInt } from 'node:crypto'
import type { Clock } from '../../shared/clock.ts'
import {
  type FakeCallback,
  type FakeProvider,
  type FakeReply,
  type FakeRequest,
  type FakeTrade,
  type Quirk,
  takeOff,
} from './fake-provider.ts'
import { sealWechatpay, signWechatpay, type WechatpaySigner } from './sign-wechatpay.ts'

export interface FakeWechatpayKeys {
  mchid: string
  appid: string
  apiV3Key: Buffer
  /** The platform's key, for answers and callbacks. */
  platform: WechatpaySigner
  /** The merchant's public key, and the serial number of its certificate. */
  merchantKey: KeyObject
  merchantSerial: string
}

interface FakeRefund {
  number: string
  trade: FakeTrade
  amountMinor: number
  status: 'PROCESSING' | 'SUCCESS'
}

/** Makes an imitation of WeChat Pay v3: native and jsapi orders, their query, refunds a moment later, and callbacks. */
export function createFakeWechatpay(keys: FakeWechatpayKeys, clock: Clock): FakeProvider {
  const trades = new Map<string, FakeTrade>()
  const refunds = new Map<string, FakeRefund>()
  const seconds = () => Math.floor(clock.now() / 1000)

  function reply(status: number, content: unknown): FakeReply {
    const body = JSON.stringify(content)
    return {
      status,
      body,
      headers: { 'content-type': 'application/json', ...signWechatpay(keys.platform, body, seconds()) },
    }
  }
  const refuse = (status: number, code: string) => reply(status, { code, message: code })

  function callback(url: string, eventType: string, summary: string, resource: object): FakeCallback {
    const body = sealWechatpay(keys.apiV3Key, eventType, resource, { summary, at: wechatTime(clock.now()) })
    const headers = { 'content-type': 'application/json', ...signWechatpay(keys.platform, body, seconds()) }
    return { url, headers, body }
  }

  function order(request: FakeRequest, kind: string): FakeReply {
    const asked = JSON.parse(request.body)
    if (asked.mchid !== keys.mchid || asked.appid !== keys.appid) return refuse(400, 'APPID_MCHID_NOT_MATCH')
    if (kind === 'jsapi' && typeof asked.payer?.openid !== 'string') return refuse(400, 'PARAM_ERROR')
    const known = trades.get(asked.out_trade_no)
    if (known?.paidAt !== undefined) return refuse(400, 'ORDERPAID')
    trades.set(asked.out_trade_no, {
      orderNumber: asked.out_trade_no,
      amountMinor: asked.amount.total,
      currency: asked.amount.currency,
      notifyUrl: asked.notify_url,
      transactionId: known?.transactionId ?? `4200${randomInt(1e14)}${randomInt(1e10)}`,
    })
    if (kind === 'jsapi') return reply(200, { prepay_id: `wx${randomInt(1e14)}` })
    return reply(200, { code_url: `weixin://wxpay/bizpayurl?pr=${asked.out_trade_no}` })
  }

  function refund(request: FakeRequest, later: (callback: FakeCallback) => void): FakeReply {
    const asked = JSON.parse(request.body)
    const known = refunds.get(asked.out_refund_no)
    if (known !== undefined) return reply(200, refundFacts(known))
    const trade = [...trades.values()].find(({ transactionId }) => transactionId === asked.transaction_id)
    if (trade?.paidAt === undefined) return refuse(404, 'RESOURCE_NOT_EXISTS')
    if (asked.amount.refund > trade.amountMinor - (trade.refundedMinor ?? 0)) return refuse(400, 'INVALID_REQUEST')
    takeOff(trade, asked.amount.refund)
    const made: FakeRefund = {
      number: asked.out_refund_no,
      trade,
      amountMinor: asked.amount.refund,
      status: 'PROCESSING',
    }
    refunds.set(made.number, made)
    const answer = reply(200, refundFacts(made))
    made.status = 'SUCCESS'
    later(refundCallback(made))
    return answer
  }

  function refundCallback(made: FakeRefund): FakeCallback {
    const facts = {
      mchid: keys.mchid,
      ...refundFacts(made),
      refund_status: made.status,
      success_time: wechatTime(clock.now()),
    }
    return callback(made.trade.notifyUrl, 'REFUND.SUCCESS', '退款成功', facts)
  }

  return {
    answer(request, later) {
      if (!isSigned(keys, request)) return refuse(401, 'SIGN_ERROR')
      const { pathname } = new URL(request.url, 'http://fake')
      const [, kind] = /^\/v3\/pay\/transactions\/(native|jsapi)$/.exec(pathname) ?? []
      if (kind !== undefined) return order(request, kind)
      const [, number] = /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)$/.exec(pathname) ?? []
      const trade = trades.get(number ?? '')
      if (number !== undefined)
        return trade === undefined ? refuse(404, 'ORDER_NOT_EXIST') : reply(200, tradeFacts(keys, trade))
      if (pathname === '/v3/refund/domestic/refunds') return refund(request, later)
      const known = refunds.get(pathname.replace('/v3/refund/domestic/refunds/', ''))
      return known === undefined ? refuse(404, 'RESOURCE_NOT_EXISTS') : reply(200, refundFacts(known))
    },
    refundInConsole({ orderNumber, amountMinor }) {
      const trade = trades.get(orderNumber)
      if (trade === undefined) throw new Error(`WeChat Pay knows no order ${orderNumber}`)
      takeOff(trade, amountMinor)
      const number = `${randomInt(1e14)}`
      const made: FakeRefund = { number, trade, amountMinor, status: 'SUCCESS' }
      refunds.set(number, made)
      return [refundCallback(made)]
    },
    pay({ orderNumber, quirk }) {
      const trade = trades.get(orderNumber)
      if (trade === undefined) throw new Error(`WeChat Pay knows no order ${orderNumber}`)
      trade.paidAt ??= clock.now()
      return callback(trade.notifyUrl, 'TRANSACTION.SUCCESS', '支付成功', oddFacts(tradeFacts(keys, trade), quirk))
    },
  }
}

function tradeFacts({ mchid, appid }: FakeWechatpayKeys, trade: FakeTrade): TradeFacts {
  const paid = trade.paidAt !== undefined
  return {
    mchid,
    appid,
    out_trade_no: trade.orderNumber,
    trade_state: trade.refundedMinor ? 'REFUND' : paid ? 'SUCCESS' : 'NOTPAY',
    ...(paid && {
      transaction_id: trade.transactionId,
      success_time: wechatTime(trade.paidAt ?? 0),
      trade_type: 'NATIVE',
    }),
    amount: {
      total: trade.amountMinor,
      payer_total: trade.amountMinor,
      currency: trade.currency,
      payer_currency: 'CNY',
    },
  }
}

type TradeFacts = { mchid: string; appid: string } & Record<string, unknown>

/** Makes the facts of a payment of an unusual kind (pay.weixin.qq.com: 服务商, 合单支付). */
function oddFacts(facts: TradeFacts, quirk: Quirk | undefined): object {
  const { mchid, appid, ...rest } = facts
  if (quirk === 'other_appid') return { ...facts, appid: OTHER_APPID }
  if (quirk === 'service_provider') return { ...rest, sp_mchid: mchid, sp_appid: appid, sub_mchid: '1900000200' }
  if (quirk !== 'combined') return facts
  const order = { ...rest, mchid }
  return { combine_mchid: mchid, combine_appid: appid, combine_out_trade_no: `C${randomInt(1e9)}`, sub_orders: [order] }
}

/** Another app of the merchant. */
export const OTHER_APPID = 'wx7777777777777777'

function refundFacts({ number, trade, amountMinor, status }: FakeRefund): object {
  return {
    out_refund_no: number,
    out_trade_no: trade.orderNumber,
    transaction_id: trade.transactionId,
    status,
    amount: { total: trade.amountMinor, refund: amountMinor, currency: trade.currency },
  }
}

/** Checks the merchant's signature of a request (pay.weixin.qq.com/doc/v3/merchant/4012365336). */
function isSigned(keys: FakeWechatpayKeys, { method, url, headers, body }: FakeRequest): boolean {
  const fields = Object.fromEntries(
    [...String(headers['authorization']).matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  )
  const content = [method, url, fields['timestamp'], fields['nonce_str'], method === 'GET' ? '' : body, ''].join('\n')
  const isOurs = fields['mchid'] === keys.mchid && fields['serial_no'] === keys.merchantSerial
  return (
    isOurs &&
    createVerify('RSA-SHA256')
      .update(content)
      .verify(keys.merchantKey, fields['signature'] ?? '', 'base64')
  )
}

/** Writes a time, in milliseconds since 1970, as WeChat Pay does: Beijing's, `2026-11-23T11:00:00+08:00`. */
export function wechatTime(at: number): string {
  return `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}
