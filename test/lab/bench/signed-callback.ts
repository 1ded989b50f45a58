import { signWebhook } from '../../../server/lib/sign-webhook.ts'
import { benchOrder } from './orders.ts'

export const BENCH_SECRET = `whsec_${Buffer.from('a secret for measuring and nothing else').toString('base64')}`

/** The whole HTTP request by which the provider reports that order `index` is paid, as it goes over the wire. */
export function signedCallback(index: number): string {
  const { number, amountMinor } = benchOrder(index)
  const now = Date.now()
  const body = JSON.stringify({
    type: 'payment.succeeded',
    timestamp: new Date(now).toISOString(),
    data: { transactionId: `T${number}`, orderNumber: number, amountMinor, currency: 'CNY', paidAt: now },
  })
  const id = `msg_${number}`
  const seconds = Math.floor(now / 1_000)
  const head = [
    'POST /notify/standard-webhooks HTTP/1.1',
    'Host: bench',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    `webhook-id: ${id}`,
    `webhook-timestamp: ${seconds}`,
    `webhook-signature: ${signWebhook(BENCH_SECRET, id, seconds, body)}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
