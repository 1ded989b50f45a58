import { noticeText, WEBHOOK_PATH, webhookHeaders } from '../../support/webhook.ts'
import { benchOrder } from './orders.ts'

export const BENCH_SECRET = `whsec_${Buffer.from('a secret for measuring and nothing else').toString('base64')}`

/** The whole HTTP request by which the provider reports that order `index` is paid, as it goes over the wire. */
export function signedCallback(index: number): string {
  const { number, amountMinor } = benchOrder(index)
  const now = Date.now()
  const body = noticeText(now, { transactionId: `T${number}`, orderNumber: number, amountMinor })
  const headers = {
    Host: 'bench',
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    ...webhookHeaders(BENCH_SECRET, now, body, `msg_${number}`),
  }
  const head = [`POST ${WEBHOOK_PATH} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
