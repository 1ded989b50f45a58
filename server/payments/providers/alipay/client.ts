import type { AlipaySdk, AlipaySdkCommonResult } from 'alipay-sdk'
import * as z from 'zod'
import { cutUnits } from '../../../../shared/text.ts'
import type { PaymentAnswer, ProviderClient, ProviderDeps, RefundAnswer, RefundRequest, StartRequest } from '../port.ts'
import { CALL_TIMEOUT_MS, UnsuitablePayment, undecided } from '../provider-error.ts'
import type { AlipaySettings } from './settings.ts'
import { beijingTime } from './verify.ts'
import { fenToYuan, yuanToFen } from './yuan.ts'

/**
 * Speaks to Alipay's gateway over the official library, which checks the signature of every answer.
 *
 * @param Sdk the library, loaded by servers that use it
 */
export function createAlipayClient(
  Sdk: typeof AlipaySdk,
  settings: AlipaySettings,
  { callbackUrl }: Pick<ProviderDeps, 'callbackUrl'>,
): ProviderClient {
  const sdk = new Sdk({
    appId: settings.appId,
    privateKey: String(settings.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    keyType: 'PKCS8',
    alipayPublicKey: String(settings.publicKey.export({ type: 'spki', format: 'pem' })),
    gateway: settings.apiUrl,
    timeout: CALL_TIMEOUT_MS,
    camelcase: false,
  })

  /** Calls a method of the gateway. Rejects when there was no answer to rely on. */
  const ask = (method: string, bizContent: Record<string, unknown>): Promise<AlipaySdkCommonResult> =>
    sdk.exec(method, { bizContent }, { validateSign: true })

  return {
    provider: 'alipay',
    // No call to Alipay here: the customer's browser brings the page that we have signed.
    async start(request) {
      const product = productOf(request)
      const params = {
        notifyUrl: callbackUrl(),
        bizContent: {
          out_trade_no: request.orderNumber,
          total_amount: fenToYuan(request.amountMinor),
          subject: request.description,
          product_code: product.code,
        },
      }
      return {
        form: sdk.pageExecute(product.method, 'POST', params),
        url: sdk.pageExecute(product.method, 'GET', params),
      }
    },
    async queryPayment(orderNumber) {
      return toPaymentAnswer(await ask('alipay.trade.query', { out_trade_no: orderNumber }))
    },
    refund: async (request) => toRefundAnswer(await ask('alipay.trade.refund', refundBody(request))),
    async queryRefund({ transactionId, refundNumber }) {
      const body = { trade_no: transactionId, out_request_no: refundNumber }
      return toRefundStatus(await ask('alipay.trade.fastpay.refund.query', body))
    },
  }
}

const PRODUCTS: Record<string, { method: string; code: string }> = {
  form: { method: 'alipay.trade.page.pay', code: 'FAST_INSTANT_TRADE_PAY' },
  wap: { method: 'alipay.trade.wap.pay', code: 'QUICK_WAP_WAY' },
}

/** Throws `UnsuitablePayment`. */
function productOf({ currency, orderNumber, method = 'form' }: StartRequest): { method: string; code: string } {
  if (currency !== 'CNY') throw new UnsuitablePayment('Alipay takes CNY only')
  if (!/^\w{1,64}$/.test(orderNumber))
    throw new UnsuitablePayment('Alipay wants order numbers of letters, digits and _')
  const product = Object.hasOwn(PRODUCTS, method) ? PRODUCTS[method] : undefined
  if (product === undefined) throw new UnsuitablePayment('Alipay: form or wap')
  return product
}

const DONE = '10000'
const tradeSchema = z.object({
  trade_status: z.enum(['WAIT_BUYER_PAY', 'TRADE_CLOSED', 'TRADE_SUCCESS', 'TRADE_FINISHED']),
  trade_no: z.string().min(1).max(64),
  total_amount: z.string(),
  send_pay_date: z.string().optional(),
})

function toPaymentAnswer(answer: AlipaySdkCommonResult): PaymentAnswer {
  if (answer.sub_code === 'ACQ.TRADE_NOT_EXIST') return { state: 'unknown' }
  if (answer.code !== DONE) throw new Error(`Alipay does not say: ${wordOf(answer)}`)
  const trade = tradeSchema.parse(answer)
  if (trade.trade_status === 'WAIT_BUYER_PAY') return { state: 'unpaid' }
  // TRADE_CLOSED is said of a trade that nobody paid, and of one that was paid and went back in full.
  const { send_pay_date: paidAt } = trade
  const closed = trade.trade_status === 'TRADE_CLOSED'
  if (closed && !paidAt) return { state: 'closed' }
  const amountMinor = yuanToFen(trade.total_amount)
  return {
    state: 'paid',
    transactionId: trade.trade_no,
    amountMinor,
    currency: 'CNY',
    paidAt: beijingTime(paidAt ?? ''),
    ...(closed && { refunds: [{ state: 'succeeded' as const, returnedMinor: amountMinor }] }),
  }
}

function refundBody(request: RefundRequest): Record<string, unknown> {
  return {
    trade_no: request.transactionId,
    refund_amount: fenToYuan(request.amountMinor),
    out_request_no: request.refundNumber,
    refund_reason: cutUnits(request.reason, 256),
  }
}

/** Code 10000 only says that the request was understood: money has moved when `fund_change` is Y. */
function toRefundAnswer(answer: AlipaySdkCommonResult): RefundAnswer {
  if (answer.code !== DONE) return failed(answer)
  return { state: answer['fund_change'] === 'Y' ? 'succeeded' : 'pending' }
}

function toRefundStatus(answer: AlipaySdkCommonResult): RefundAnswer {
  if (answer.code !== DONE) return undecided(failed(answer))
  return { state: answer['refund_status'] === 'REFUND_SUCCESS' ? 'succeeded' : 'pending' }
}

/**
 * Worth another try: Alipay's own trouble (20000), too many calls, the seller's balance, a key that is being changed.
 */
const RETRYABLE =
  /^(isp\.|aop\.ACQ\.SYSTEM_ERROR|ACQ\.SYSTEM_ERROR|ACQ\.SELLER_BALANCE_NOT_ENOUGH|isv\.invalid-signature)/

function failed(answer: AlipaySdkCommonResult): RefundAnswer {
  const code = wordOf(answer)
  return { state: 'failed', retryable: answer.code === '20000' || RETRYABLE.test(code), code }
}

function wordOf({ code, sub_code: word }: AlipaySdkCommonResult): string {
  return String(word ?? code).slice(0, 128)
}
