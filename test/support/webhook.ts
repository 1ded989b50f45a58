import { signWebhook } from '../../server/lib/sign-webhook.ts'

export const WEBHOOK_PATH = '/notify/standard-webhooks'

/** Money that has arrived, as a provider says it. */
export interface PaymentNotice {
  transactionId: string
  orderNumber: string
  /** Whatever a test puts there. */
  amountMinor: unknown
  currency?: string
}

/** The text of a callback of the `standard-webhooks` kind; `now` is the sender's time, in milliseconds. */
export function noticeText(now: number, notice: PaymentNotice, type = 'payment.succeeded'): string {
  const data = { currency: 'CNY', paidAt: now, ...notice }
  return JSON.stringify({ type, timestamp: new Date(now).toISOString(), data })
}

/** The headers by which a server that knows `secret` believes `text`: https://www.standardwebhooks.com. */
export function webhookHeaders(secret: string, now: number, text: string | Buffer, id: string): Record<string, string> {
  const seconds = Math.floor(now / 1000)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signWebhook(secret, id, seconds, text),
  }
}
