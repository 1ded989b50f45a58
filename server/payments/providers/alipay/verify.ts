import { type KeyObject, verify } from 'node:crypto'
import * as z from 'zod'
import { refusal } from '../callback-reply.ts'
import { parseTime, parseWith } from '../parse-callback.ts'
import { CallbackError } from '../payment-callback.ts'
import type { CallbackVerifier, PaymentEvent, RefundOfTransaction } from '../port.ts'
import { decodeForm, type FormBytes, readForm } from './form.ts'
import { yuanToFen } from './yuan.ts'

export interface AlipayCallbackSettings {
  appId: string
  sellerId: string
  /** Alipay's, not the app's own. */
  publicKey: KeyObject
}

/**
 * Verifies Alipay's asynchronous callbacks (docs.open.alipay.com/270/105902): a form, signed by RSA2 over its sorted,
 * fields, as bytes: their charset is the app's, and often GBK. A retry repeats the first callback hours later, so there is no time window; a repeated transaction
 * changes nothing (I4).
 */
export function createAlipayVerifier(settings: AlipayCallbackSettings): CallbackVerifier {
  return {
    provider: 'alipay',
    verify(callback) {
      const form = readForm(callback.body)
      verifySignature(settings.publicKey, form)
      const fields = decodeForm(form, callback.header('content-type'), READ)
      if (fields.get('app_id') !== settings.appId) throw new CallbackError('not_ours', 'app_id')
      if (fields.get('seller_id') !== settings.sellerId) throw new CallbackError('not_ours', 'seller_id')
      return eventOf(fields)
    },
    ack: () => ({ status: 200, type: 'text/plain', body: 'success' }),
    nack: (error) => ({ status: refusal(error, 400).status, type: 'text/plain', body: 'fail' }),
  }
}

/**
 * Checks the signature, which must be RSA2: the request's own `sign_type` would let a forger choose SHA-1. Throws
 * `signature_missing`, `signature_invalid`.
 */
function verifySignature(publicKey: KeyObject, form: FormBytes): void {
  const signature = form.get('sign')
  if (!signature) throw new CallbackError('signature_missing')
  if (form.get('sign_type') !== 'RSA2') throw new CallbackError('signature_invalid', 'sign_type')
  const signed = [...form]
    .filter(([name]) => name !== 'sign' && name !== 'sign_type')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  if (!verify('RSA-SHA256', Buffer.from(signed, 'latin1'), publicKey, Buffer.from(signature, 'base64'))) {
    throw new CallbackError('signature_invalid')
  }
}

/** The fields that are read; all of them are signed. */
const READ = [
  ...['app_id', 'seller_id', 'notify_id', 'trade_status', 'trade_no', 'out_trade_no', 'total_amount', 'gmt_payment'],
  ...['gmt_refund', 'refund_fee', 'out_biz_no'],
]

const PAID = ['TRADE_SUCCESS', 'TRADE_FINISHED']

function eventOf(fields: Map<string, string>): PaymentEvent {
  const eventId = fields.get('notify_id') ?? ''
  // A refund comes to the same address, a partial one as TRADE_SUCCESS again; a plain payment may say refund_fee=0.00.
  if (presentText(fields, 'gmt_refund') || yuanToFen(presentText(fields, 'refund_fee') ?? '0') > 0) {
    return { kind: 'refund', eventId, ...refundOf(fields) }
  }
  if (!PAID.includes(fields.get('trade_status') ?? '')) return { kind: 'ignored', eventId, why: 'not paid' }
  const trade = parseWith(tradeSchema, Object.fromEntries(fields))
  return {
    kind: 'paid',
    eventId,
    transactionId: trade.trade_no,
    orderNumber: trade.out_trade_no,
    amountMinor: yuanToFen(trade.total_amount),
    currency: 'CNY',
    paidAt: beijingTime(trade.gmt_payment),
  }
}

/** Reads a field that a payment may lack; an empty one, and a `null` that somebody wrote as text, say nothing. */
function presentText(fields: Map<string, string>, name: string): string | undefined {
  const value = fields.get(name)
  return value === '' || value === 'null' ? undefined : value
}

/** Reads a refund. Its `refund_fee` is the sum of all refunds of the trade; `out_biz_no` is the last one's number. */
function refundOf(fields: Map<string, string>): RefundOfTransaction {
  const trade = tradeSchema.partial().safeParse(Object.fromEntries(fields)).data ?? {}
  const { trade_no: transactionId, out_trade_no: orderNumber, total_amount: total, gmt_payment: paid } = trade
  const amountMinor = total === undefined ? undefined : yuanToFen(total)
  const sum = presentText(fields, 'refund_fee')
  return {
    state: 'succeeded',
    refundNumber: presentText(fields, 'out_biz_no'),
    transactionId,
    returnedMinor: sum ? yuanToFen(sum) : fields.get('trade_status') === 'TRADE_CLOSED' ? amountMinor : undefined,
    ...(amountMinor !== undefined &&
      orderNumber !== undefined &&
      paid && { payment: { orderNumber, amountMinor, currency: 'CNY', paidAt: beijingTime(paid) } }),
  }
}

const tradeSchema = z.object({
  trade_no: z.string().min(1).max(64),
  out_trade_no: z.string().min(1).max(64),
  total_amount: z.string(),
  gmt_payment: z.string(),
})

/**
 * Reads a time such as `2026-11-23 11:00:00` or `2026-11-23 11:00:00.123`, which is Beijing's, as milliseconds since
 * 1970. Throws `malformed`.
 */
export function beijingTime(text: string): number {
  const [, day, time, fraction = ''] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?$/.exec(text) ?? []
  return parseTime(day === undefined ? '' : `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}+08:00`)
}
