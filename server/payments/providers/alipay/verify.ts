import { type KeyObject, verify } from 'node:crypto'
import * as z from 'zod'
import { refusal } from '../callback-reply.ts'
import { parseTime, parseWith } from '../parse-callback.ts'
import { CallbackError, type PaymentCallback } from '../payment-callback.ts'
import type { CallbackVerifier, PaymentEvent } from '../port.ts'
import { yuanToFen } from './yuan.ts'

export interface AlipayCallbackSettings {
  appId: string
  sellerId: string
  /** Alipay's, not the app's own. */
  publicKey: KeyObject
}

/**
 * Verifies Alipay's asynchronous callbacks (docs.open.alipay.com/270/105902): a form, signed by RSA2 over its sorted,
 * decoded fields. A retry repeats the first callback hours later, so there is no time window; a repeated transaction
 * changes nothing (I4).
 */
export function createAlipayVerifier(settings: AlipayCallbackSettings): CallbackVerifier {
  return {
    provider: 'alipay',
    verify(callback) {
      const fields = readForm(callback)
      verifySignature(settings.publicKey, fields)
      if (fields.get('app_id') !== settings.appId) throw new CallbackError('not_ours', 'app_id')
      if (fields.get('seller_id') !== settings.sellerId) throw new CallbackError('not_ours', 'seller_id')
      return eventOf(fields)
    },
    ack: () => ({ status: 200, type: 'text/plain', body: 'success' }),
    nack: (error) => ({ status: refusal(error, 400).status, type: 'text/plain', body: 'fail' }),
  }
}

/**
 * Reads the form. A name that stands twice would be one thing to the signature and another to us. Throws `malformed`.
 */
function readForm(callback: PaymentCallback): Map<string, string> {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const fields = new Map<string, string>()
  try {
    for (const [name, value] of new URLSearchParams(text.decode(callback.body))) {
      if (fields.has(name)) throw new CallbackError('malformed', 'a field stands twice')
      fields.set(name, value)
    }
  } catch (error) {
    throw error instanceof CallbackError ? error : new CallbackError('malformed', 'not UTF-8')
  }
  const charsets = [fields.get('charset'), /charset="?([^\s;"]+)/i.exec(callback.header('content-type') ?? '')?.[1]]
  if (charsets.some((charset) => charset !== undefined && !/^utf-?8$/i.test(charset))) {
    throw new CallbackError('malformed', 'charset')
  }
  return fields
}

/**
 * Checks the signature, which must be RSA2: the request's own `sign_type` would let a forger choose SHA-1. Throws
 * `signature_missing`, `signature_invalid`.
 */
function verifySignature(publicKey: KeyObject, fields: Map<string, string>): void {
  const signature = fields.get('sign')
  if (!signature) throw new CallbackError('signature_missing')
  if (fields.get('sign_type') !== 'RSA2') throw new CallbackError('signature_invalid', 'sign_type')
  const signed = [...fields]
    .filter(([name]) => name !== 'sign' && name !== 'sign_type')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  if (!verify('RSA-SHA256', Buffer.from(signed), publicKey, Buffer.from(signature, 'base64'))) {
    throw new CallbackError('signature_invalid')
  }
}

const PAID = ['TRADE_SUCCESS', 'TRADE_FINISHED']

function eventOf(fields: Map<string, string>): PaymentEvent {
  const eventId = fields.get('notify_id') ?? ''
  // A refund comes to the same address, a partial one as TRADE_SUCCESS again; a plain payment may say refund_fee=0.00.
  if (fields.get('gmt_refund') || yuanToFen(fields.get('refund_fee') || '0.00') > 0) {
    const refundNumber = fields.get('out_biz_no') ?? ''
    if (refundNumber === '') return { kind: 'ignored', eventId, why: 'a refund that is not ours' }
    return { kind: 'refund', eventId, refundNumber, state: 'succeeded' }
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

const tradeSchema = z.object({
  trade_no: z.string().min(1).max(64),
  out_trade_no: z.string().min(1).max(64),
  total_amount: z.string(),
  gmt_payment: z.string(),
})

/** Reads a time such as `2026-11-23 11:00:00`, which is Beijing's, as milliseconds since 1970. Throws `malformed`. */
export function beijingTime(text: string): number {
  return parseTime(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}+08:00` : '')
}
