import { signWebhook } from '../../server/lib/sign-webhook.ts'

export const WEBHOOK_PATH = '/notify/standard-webhooks'

/** A provider's notice of a payment. */
export interface PaymentNotice {
  transactionId: string
  orderNumber: string
  /** Any value, so that a test can send a wrong one. */
  amountMinor: unknown
  currency?: string
}

/** Makes the body of a callback of the `standard-webhooks` kind; `now` is the sender's time, in milliseconds. */
export function noticeText(now: number, notice: PaymentNotice, type = 'payment.succeeded'): string {
  const data = { currency: 'CNY', paidAt: now, ...notice }
  return JSON.stringify({ type, timestamp: new Date(now).toISOString(), data })
}

/**
 * Makes the headers with which a server accepts `text` by `secret` (https://www.standardwebhooks.com); `now` in
 * milliseconds.
 */
export function webhookHeaders(secret: string, now: number, text: string | Buffer, id: string): Record<string, string> {
  const seconds = Math.floor(now / 1000)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signWebhook(secret, id, seconds, text),
  }
}
