import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiUrls } from '../../../demo/providers/env-file.ts'
import { type FakeKeys, makeFakeKeys } from '../../../demo/providers/fake-keys.ts'
import { wechatTime } from '../../../demo/providers/fake-wechatpay.ts'
import { alipayTime, signAlipayForm } from '../../../demo/providers/sign-alipay.ts'
import { signStripe } from '../../../demo/providers/sign-stripe.ts'
import { sealWechatpay, signWechatpay } from '../../../demo/providers/sign-wechatpay.ts'
import type { Provider } from '../../../shared/api/payments.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { TEST_WEBHOOKS_SECRET } from '../../support/test-server.ts'
import { noticeText, WEBHOOK_PATH, webhookHeaders } from '../../support/webhook.ts'
import type { RawReply, RawRequest } from './raw-request.ts'

export interface Facts {
  orderNumber: string
  transactionId: string
  amountMinor: number
}

/** What is wrong with a callback that is otherwise as its provider sends it. */
export interface Wrong {
  /** Signed that many seconds from now. */
  shiftS?: number
  /** Signed with somebody else's key. */
  forged?: boolean
  /** Of another type, or not paid. */
  unneeded?: boolean
  /** Another merchant's, app's, mode's. */
  foreign?: boolean
  /** What stands in the amount's place. */
  amount?: unknown
  /** Sent in place of the body, and signed where the body as such is signed. */
  body?: string
}

/** How one provider calls back, and what it expects to read. */
export interface Sender {
  provider: Provider
  path: string
  request(facts: Facts, wrong?: Wrong): RawRequest
  ok: Told
  /** Of whoever does not prove who they are: which status. */
  unsigned: 400 | 401
  /** Of our own failure. */
  failed: 500 | 503
  refused(status: number, word: string): Told
}

/** What a provider is told. `problem` instead of `text` where the body is a problem of ours. */
export type Told = { status: number; type: string | undefined; text: string } | { status: number; problem: string }

export function told(reply: RawReply): Told {
  const type = reply.headers['content-type']
  if (type?.startsWith('application/problem+json'))
    return { status: reply.status, problem: JSON.parse(reply.text).code }
  return { status: reply.status, type, text: reply.text }
}

const JSON_TYPE = 'application/json; charset=utf-8'
const strangerRsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

/** The environment that switches every provider on, with keys of this test's own; nothing listens at their APIs. */
export function switchedOn(keys: FakeKeys): Record<string, string> {
  const folder = tempDir()
  const files = Object.entries(keys.files).map(([name, text]) => {
    const file = join(folder, `${name}.pem`)
    writeFileSync(file, text)
    return [name, file]
  })
  return { ...keys.variables, ...apiUrls('http://127.0.0.1:9'), ...Object.fromEntries(files) }
}

export function createSenders(
  now: () => number,
  keys = makeFakeKeys(),
): { env: Record<string, string>; senders: Sender[] } {
  const seconds = (shiftS = 0) => Math.floor(now() / 1000) + shiftS
  const post = (path: string, body: string, headers: Record<string, string>): RawRequest => ({
    method: 'POST',
    path,
    body,
    headers,
  })

  const wechatpay: Sender = {
    provider: 'wechatpay',
    path: '/notify/wechatpay',
    ok: { status: 204, type: undefined, text: '' },
    unsigned: 401,
    failed: 500,
    refused: (status, word) => ({ status, type: JSON_TYPE, text: `{"code":"FAIL","message":"${word}"}` }),
    request(facts, { shiftS, forged, unneeded, foreign, amount, body } = {}) {
      const { mchid, appid, apiV3Key, platform } = keys.wechatpay
      const trade = {
        mchid: foreign ? '1900000108' : mchid,
        appid,
        trade_state: unneeded ? 'NOTPAY' : 'SUCCESS',
        out_trade_no: facts.orderNumber,
        transaction_id: facts.transactionId,
        success_time: wechatTime(now()),
        amount: { total: amount ?? facts.amountMinor, currency: 'CNY' },
      }
      const text = body ?? sealWechatpay(apiV3Key, 'TRANSACTION.SUCCESS', trade, { summary: '', at: wechatTime(now()) })
      const signer = { ...platform, ...(forged && { privateKey: strangerRsa }) }
      return post(this.path, text, {
        'content-type': 'application/json',
        ...signWechatpay(signer, text, seconds(shiftS)),
      })
    },
  }

  const alipay: Sender = {
    provider: 'alipay',
    path: '/notify/alipay',
    ok: { status: 200, type: 'text/plain; charset=utf-8', text: 'success' },
    unsigned: 400,
    failed: 500,
    refused: (status) => ({ status, type: 'text/plain; charset=utf-8', text: 'fail' }),
    request(facts, { shiftS = 0, forged, unneeded, foreign, amount, body } = {}) {
      const fen = String(facts.amountMinor).padStart(3, '0')
      const fields = {
        app_id: foreign ? '2021000000000001' : keys.alipay.appId,
        seller_id: keys.alipay.sellerId,
        charset: 'utf-8',
        notify_id: 'n1',
        notify_time: alipayTime(now() + shiftS * 1000),
        trade_status: unneeded ? 'WAIT_BUYER_PAY' : 'TRADE_SUCCESS',
        out_trade_no: facts.orderNumber,
        trade_no: facts.transactionId,
        total_amount: String(amount ?? `${fen.slice(0, -2)}.${fen.slice(-2)}`),
        gmt_payment: alipayTime(now()),
      }
      const form = body ?? signAlipayForm(fields, forged ? strangerRsa : keys.alipay.privateKey)
      return post(this.path, form, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' })
    },
  }

  const stripe: Sender = {
    provider: 'stripe',
    path: '/notify/stripe',
    ok: { status: 200, type: JSON_TYPE, text: '{"received":true}' },
    unsigned: 400,
    failed: 500,
    refused: (status, word) => ({ status, type: JSON_TYPE, text: `{"error":"${word}"}` }),
    request(facts, { shiftS, forged, unneeded, foreign, amount, body } = {}) {
      const intent = {
        id: facts.transactionId,
        amount_received: amount ?? facts.amountMinor,
        currency: 'cny',
        metadata: { order_number: facts.orderNumber },
      }
      const type = unneeded ? 'charge.updated' : 'payment_intent.succeeded'
      const about = { id: 'evt_1', object: 'event', type, created: seconds(), livemode: foreign === true }
      const text = body ?? JSON.stringify({ ...about, data: { object: intent } }, null, 2)
      const secret = forged ? 'whsec_of_somebody_else' : keys.stripe.webhookSecret
      return post(this.path, text, {
        'content-type': JSON_TYPE,
        'stripe-signature': signStripe(secret, text, seconds(shiftS)),
      })
    },
  }

  const standardWebhooks: Sender = {
    provider: 'standard-webhooks',
    path: WEBHOOK_PATH,
    ok: { status: 204, type: undefined, text: '' },
    unsigned: 401,
    failed: 503,
    refused: (status, word) => ({ status, problem: OWN_WORDS[word] ?? word }),
    request(facts, { shiftS = 0, forged, unneeded, amount, body } = {}) {
      const notice = { ...facts, amountMinor: amount ?? facts.amountMinor }
      const text = body ?? noticeText(now(), notice, unneeded ? 'payment.failed' : 'payment.succeeded')
      const secret = forged ? `whsec_${'A'.repeat(40)}` : TEST_WEBHOOKS_SECRET
      const headers = webhookHeaders(secret, now() + shiftS * 1000, text, 'msg_1')
      return post(this.path, text, { 'content-type': 'application/json', ...headers })
    },
  }

  return { env: switchedOn(keys), senders: [wechatpay, alipay, stripe, standardWebhooks] }
}

/** The problems of ours that stand for a provider's words. */
const OWN_WORDS: Record<string, string> = { malformed: 'body_invalid', temporary: 'storage_unavailable' }
