import { createDecipheriv, type KeyObject, verify } from 'node:crypto'
import * as z from 'zod'
import { amountMinorSchema } from '../../../../shared/money.ts'
import { refusal } from '../callback-reply.ts'
import { assertFresh, header, parseJson, parseTime, parseWith } from '../parse-callback.ts'
import { CallbackError, type PaymentCallback } from '../payment-callback.ts'
import type { CallbackVerifier, PaymentEvent, RefundOfTransaction, RefundOutcome } from '../port.ts'

export interface WechatpayCallbackSettings {
  mchid: string
  /** The apps and accounts of this merchant; payments that start here are the first one's. */
  appids: readonly [string, ...string[]]
  /** 32 bytes. */
  apiV3Key: Buffer
  /**
   * WeChat's public keys by the serial it names: platform certificates and `PUB_KEY_ID_…` side by side, because during
   * a merchant's switch from one to the other both are used.
   */
  keys: ReadonlyMap<string, KeyObject>
}

/** Signatures that WeChat makes wrong on purpose begin with this (pay.weixin.qq.com, 签名探测流量). */
const PROBE = 'WECHATPAY/SIGNTEST/'

/** Verifies WeChat Pay v3 callbacks (pay.weixin.qq.com/docs/merchant/apis/h5-payment/payment-notice.html). */
export function createWechatpayVerifier(settings: WechatpayCallbackSettings): CallbackVerifier {
  return {
    provider: 'wechatpay',
    signedAt: (callback) => Number(callback.header('wechatpay-timestamp')) * 1000,
    verify(callback) {
      verifySignature(settings.keys, callback)
      const envelope = parseWith(envelopeSchema, parseJson(callback.body))
      return eventOf(settings, envelope)
    },
    ack: () => ({ status: 204, type: '', body: '' }),
    nack(error) {
      const { status, word } = refusal(error, 401)
      return { status, type: 'application/json', body: JSON.stringify({ code: 'FAIL', message: word }) }
    },
  }
}

function verifySignature(keys: ReadonlyMap<string, KeyObject>, callback: PaymentCallback): void {
  const timestamp = header(callback, 'wechatpay-timestamp')
  const nonce = header(callback, 'wechatpay-nonce')
  const signature = header(callback, 'wechatpay-signature')
  const serial = header(callback, 'wechatpay-serial')
  if (signature.startsWith(PROBE)) throw new CallbackError('signature_probe')
  if (!/^\d{1,12}$/.test(timestamp)) throw new CallbackError('signature_invalid', 'the form of the timestamp')
  const key = keys.get(serial)
  if (key === undefined) throw new CallbackError('key_unknown')
  const signed = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), callback.body, Buffer.from('\n')])
  if (!verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64'))) throw new CallbackError('signature_invalid')
  assertFresh(callback, Number(timestamp) * 1000)
}

const envelopeSchema = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string().max(64),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    associated_data: z.string().default(''),
    nonce: z.string().min(1).max(64),
  }),
})
type Envelope = z.infer<typeof envelopeSchema>

function eventOf(settings: WechatpayCallbackSettings, envelope: Envelope): PaymentEvent {
  const { id: eventId, event_type: type } = envelope
  if (!/^(TRANSACTION|REFUND)\./.test(type)) return { kind: 'ignored', eventId, why: 'another type' }
  const resource = parseJson(decryptResource(settings.apiV3Key, envelope.resource))
  refuseUnsupported(resource)
  if (parseWith(ownerSchema, resource).mchid !== settings.mchid) throw new CallbackError('not_ours', 'mchid')
  if (type.startsWith('REFUND.')) {
    return { kind: 'refund', eventId, ...refundOf(parseWith(refundSchema, resource)) }
  }
  const { trade_state: state, appid } = parseWith(tradeStateSchema, resource)
  if (!settings.appids.includes(appid)) throw new CallbackError('not_ours', 'appid')
  if (type !== 'TRANSACTION.SUCCESS' || state !== 'SUCCESS') return { kind: 'ignored', eventId, why: 'not paid' }
  const trade = parseWith(tradeSchema, resource)
  return {
    kind: 'paid',
    eventId,
    transactionId: trade.transaction_id,
    orderNumber: trade.out_trade_no,
    amountMinor: trade.amount.total,
    currency: trade.amount.currency,
    paidAt: parseTime(trade.success_time),
  }
}

const unsupportedSchema = z
  .object({
    sp_mchid: z.unknown(),
    sub_mchid: z.unknown(),
    combine_mchid: z.unknown(),
    combine_out_trade_no: z.unknown(),
  })
  .partial()

/**
 * Refuses, by name, the payments that a merchant of this server cannot have: those of a service provider for its
 * sub-merchants (pay.weixin.qq.com/doc/v3/partner), and combined ones, which pay several orders at once. An empty field
 * names nobody. Throws `service_provider_payment`, `combined_payment`.
 */
function refuseUnsupported(resource: unknown): void {
  const found = unsupportedSchema.safeParse(resource).data ?? {}
  const isNamed = (value: unknown) => value !== undefined && value !== null && value !== ''
  if (isNamed(found.combine_mchid) || isNamed(found.combine_out_trade_no)) throw new CallbackError('combined_payment')
  if (isNamed(found.sp_mchid) || isNamed(found.sub_mchid)) throw new CallbackError('service_provider_payment')
}

const ownerSchema = z.object({ mchid: z.string() })
const tradeStateSchema = z.object({ appid: z.string(), trade_state: z.string() })
/** WeChat leaves the currency out where it is CNY. */
const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .default('CNY')
/** `amount.total` is the order's; `payer_total` is the rest of it after WeChat's coupons. */
const tradeSchema = z.object({
  transaction_id: z.string().min(1).max(64),
  out_trade_no: z.string().min(1).max(64),
  success_time: z.string(),
  amount: z.object({ total: amountMinorSchema, currency: currencySchema }),
})

/** WeChat's words for the states of a refund, in callbacks and in answers. */
export const REFUND_STATES = {
  SUCCESS: 'succeeded',
  PROCESSING: 'pending',
  CLOSED: 'closed',
  ABNORMAL: 'abnormal',
} as const satisfies Record<string, RefundOutcome>
const refundSchema = z.object({
  out_refund_no: z.string().min(1).max(64),
  refund_status: z.enum(Object.keys(REFUND_STATES) as (keyof typeof REFUND_STATES)[]),
  transaction_id: z.string().min(1).max(64).optional(),
  out_trade_no: z.string().min(1).max(64).optional(),
  success_time: z.string().optional(),
  amount: z.object({ total: amountMinorSchema, refund: amountMinorSchema, currency: currencySchema }).optional(),
})

/** Reads a refund, also one that was made in WeChat's console. */
function refundOf(refund: z.infer<typeof refundSchema>): RefundOfTransaction {
  const { amount, out_trade_no: orderNumber, success_time: at } = refund
  return {
    state: REFUND_STATES[refund.refund_status],
    refundNumber: refund.out_refund_no,
    transactionId: refund.transaction_id,
    amountMinor: amount?.refund,
    ...(amount !== undefined &&
      orderNumber !== undefined &&
      at !== undefined && {
        // The time of payment is not told.
        payment: { orderNumber, amountMinor: amount.total, currency: amount.currency, paidAt: parseTime(at) },
      }),
  }
}

/** Decrypts a callback's resource: AES-256-GCM with the tag behind the ciphertext. Throws `decrypt_failed`. */
export function decryptResource(key: Buffer, resource: Envelope['resource']): Buffer {
  try {
    const sealed = Buffer.from(resource.ciphertext, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(resource.nonce), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(resource.associated_data))
    decipher.setAuthTag(sealed.subarray(-16))
    // Nothing is proved before final(), which compares the tag.
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  } catch {
    throw new CallbackError('decrypt_failed')
  }
}
