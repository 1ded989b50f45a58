import { randomBytes, sign } from 'node:crypto'
import type { Decorator } from 'wechatpay-axios-plugin'
import * as z from 'zod'
import { amountMinorSchema } from '../../../../shared/money.ts'
import { cutUnits } from '../../../../shared/text.ts'
import { parseTime } from '../parse-callback.ts'
import type {
  PaymentAnswer,
  PaymentParams,
  ProviderClient,
  ProviderDeps,
  RefundAnswer,
  RefundRequest,
  StartRequest,
} from '../port.ts'
import { CALL_TIMEOUT_MS, ProviderRefusal, UnsuitablePayment, undecided } from '../provider-error.ts'
import type { WechatpaySettings } from './settings.ts'
import { REFUND_STATES } from './verify.ts'

/**
 * Speaks to WeChat Pay v3 over the kept library, which signs every request and checks the signature of every answer.
 *
 * @param Library the library, loaded by servers that use it
 */
export function createWechatpayClient(
  Library: typeof Decorator,
  settings: WechatpaySettings,
  { clock, callbackUrl }: Pick<ProviderDeps, 'clock' | 'callbackUrl'>,
): ProviderClient {
  const { mchid } = settings
  const [appid] = settings.appids
  const api = new Library({
    mchid,
    serial: settings.serial,
    privateKey: settings.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    certs: Object.fromEntries(settings.keys),
    baseURL: `${settings.apiUrl}/`,
    timeout: CALL_TIMEOUT_MS,
    maxRedirects: 0,
    maxContentLength: 1024 * 1024,
  })

  /**
   * Asks WeChat; resolves to the answer, or to its own word for a refusal. Rejects when there was no answer to rely on.
   */
  async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Answered> {
    try {
      const { data } = await api.request<unknown>(path, method, body)
      return { ok: true, data }
    } catch (error) {
      const refused = refusedSchema.safeParse(error).data
      if (refused === undefined) throw new Error('WeChat Pay did not answer', { cause: error })
      return { ok: false, code: refused.response.data.code, retryable: refused.response.status >= 429 }
    }
  }

  async function start(request: StartRequest): Promise<PaymentParams> {
    const { method = 'native', payer } = request
    assertSuitable(request)
    const common = {
      appid,
      mchid,
      description: request.description,
      out_trade_no: request.orderNumber,
      notify_url: callbackUrl(),
      amount: { total: request.amountMinor, currency: request.currency },
    }
    if (method === 'native') {
      const { code_url } = z.object({ code_url: z.string() }).parse(granted(await ask('POST', `${PAY}/native`, common)))
      return { codeUrl: code_url }
    }
    const answer = await ask('POST', `${PAY}/jsapi`, { ...common, payer: { openid: payer } })
    return jsapiParams(z.object({ prepay_id: z.string() }).parse(granted(answer)).prepay_id)
  }

  /** Signs the parameters that the page inside WeChat hands to `WeixinJSBridge`. Its time is in seconds. */
  function jsapiParams(prepayId: string): PaymentParams {
    const timeStamp = String(Math.floor(clock.now() / 1000))
    const nonceStr = randomBytes(16).toString('hex')
    const packed = `prepay_id=${prepayId}`
    const signed = Buffer.from(`${appid}\n${timeStamp}\n${nonceStr}\n${packed}\n`)
    const paySign = sign('RSA-SHA256', signed, settings.privateKey).toString('base64')
    return { appId: appid, timeStamp, nonceStr, package: packed, signType: 'RSA', paySign }
  }

  async function refundAnswer(answered: Promise<Answered>): Promise<RefundAnswer> {
    const answer = await answered
    if (!answer.ok)
      return { state: 'failed', retryable: answer.retryable || RETRYABLE.includes(answer.code), code: answer.code }
    return { state: REFUND_STATES[refundSchema.parse(answer.data).status] }
  }

  return {
    provider: 'wechatpay',
    start,
    async queryPayment(orderNumber) {
      const answer = await ask('GET', `${PAY}/out-trade-no/${encodeURIComponent(orderNumber)}?mchid=${mchid}`)
      if (!answer.ok) {
        if (answer.code === 'ORDER_NOT_EXIST' || answer.code === 'ORDERNOTEXIST') return { state: 'unknown' }
        throw new Error(`WeChat Pay does not say: ${answer.code}`)
      }
      return toPaymentAnswer(answer.data)
    },
    // The same number is refunded once, however often it is asked for.
    refund: (request) => refundAnswer(ask('POST', REFUNDS, refundBody(request))),
    async queryRefund({ refundNumber }) {
      return undecided(await refundAnswer(ask('GET', `${REFUNDS}/${encodeURIComponent(refundNumber)}`)))
    },
  }
}

const PAY = 'v3/pay/transactions'
const REFUNDS = 'v3/refund/domestic/refunds'
/** Refusals with a status below 429 that WeChat says to repeat: no money on the account yet, its own trouble. */
const RETRYABLE = ['NOT_ENOUGH', 'SYSTEM_ERROR', 'FREQUENCY_LIMITED', 'SIGN_ERROR']

type Answered = { ok: true; data: unknown } | { ok: false; code: string; retryable: boolean }

/** An axios error with an answer of WeChat's. Such answers are not signed. */
const refusedSchema = z.object({
  response: z.object({ status: z.int().min(400), data: z.object({ code: z.string().max(128) }) }),
})

/** Throws `ProviderRefusal` when WeChat refused for good, and an Error when it may be asked again. */
function granted(answer: Answered): unknown {
  if (answer.ok) return answer.data
  if (answer.retryable) throw new Error(`WeChat Pay is not able to: ${answer.code}`)
  throw new ProviderRefusal(answer.code)
}

/**
 * WeChat takes 6 to 32 characters as the number of an order (doc/v3/merchant/4012791877). Throws `UnsuitablePayment`.
 */
function assertSuitable({ currency, orderNumber, method = 'native', payer }: StartRequest): void {
  if (currency !== 'CNY') throw new UnsuitablePayment('WeChat Pay takes CNY only')
  if (!/^[\w-]{6,32}$/.test(orderNumber))
    throw new UnsuitablePayment('WeChat Pay wants order numbers of 6 to 32 characters')
  if (method !== 'native' && method !== 'jsapi') throw new UnsuitablePayment('WeChat Pay: native or jsapi')
  if (method === 'jsapi' && payer === undefined)
    throw new UnsuitablePayment('WeChat Pay: jsapi needs the payer’s openid')
}

const tradeSchema = z.discriminatedUnion('trade_state', [
  z.object({
    trade_state: z.enum(['SUCCESS', 'REFUND']),
    transaction_id: z.string().min(1).max(64),
    success_time: z.string(),
    amount: z.object({ total: amountMinorSchema, currency: z.string().default('CNY') }),
  }),
  z.object({ trade_state: z.enum(['NOTPAY', 'USERPAYING', 'ACCEPT']) }),
  z.object({ trade_state: z.enum(['CLOSED', 'REVOKED', 'PAYERROR']) }),
])

function toPaymentAnswer(data: unknown): PaymentAnswer {
  const trade = tradeSchema.parse(data)
  if (trade.trade_state === 'SUCCESS' || trade.trade_state === 'REFUND') {
    return {
      state: 'paid',
      // Also of a payment of which a part went back; how much, this answer does not say.
      ...(trade.trade_state === 'REFUND' && { refunds: [{ state: 'succeeded' as const }] }),
      transactionId: trade.transaction_id,
      amountMinor: trade.amount.total,
      currency: trade.amount.currency,
      paidAt: parseTime(trade.success_time),
    }
  }
  return { state: ['CLOSED', 'REVOKED', 'PAYERROR'].includes(trade.trade_state) ? 'closed' : 'unpaid' }
}

const refundSchema = z.object({ status: z.enum(Object.keys(REFUND_STATES) as (keyof typeof REFUND_STATES)[]) })

function refundBody(request: RefundRequest): object {
  return {
    transaction_id: request.transactionId,
    out_refund_no: request.refundNumber,
    reason: cutUnits(request.reason, 80),
    amount: { refund: request.amountMinor, total: request.totalMinor, currency: request.currency },
  }
}
