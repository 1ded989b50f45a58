import { signWebhook } from '../../server/payments/standard-webhooks.ts'
import { machineMs } from './clock.ts'
import { answerParent } from './family.ts'
import { benchOrder } from './orders.ts'
import { createPoster, type Poster } from './poster.ts'

/** The payment provider: signed callbacks on a fixed schedule, however long the server takes (open loop). */

const MAX_CONNECTIONS = 1_000

export interface Schedule {
  url: string
  secret: string
  /** Payments a second, evenly spaced: payment i is due at `startAt + i / rate`. */
  rate: number
  count: number
  /** A moment of `machineMs`. */
  startAt: number
}

/** By number of the payment; times of `machineMs`, 0 where there is none. */
export interface SentPayments {
  sentAt: Float64Array
  answeredAt: Float64Array
  /** HTTP status; 0: no answer. */
  status: Uint16Array
}

const calls = { pay }
export type PaymentsCalls = typeof calls

function pay({ url, secret, rate, count, startAt }: Schedule): Promise<SentPayments> {
  const { hostname, port } = new URL(url)
  const poster = createPoster({ host: hostname, port: Number(port) }, MAX_CONNECTIONS)
  const sentAt = new Float64Array(count)
  const answeredAt = new Float64Array(count)
  const status = new Uint16Array(count)
  let next = 0
  let decided = 0
  return new Promise((resolve) => {
    function send(index: number): void {
      sentAt[index] = machineMs()
      postCallback(poster, secret, index, (answer) => {
        answeredAt[index] = machineMs()
        status[index] = answer
        decided++
        if (decided < count) return
        poster.close()
        resolve({ sentAt, answeredAt, status })
      })
    }
    function sendDue(): void {
      const due = Math.min(count, Math.ceil(((machineMs() - startAt) * rate) / 1_000))
      while (next < due) send(next++)
      if (next < count) setTimeout(sendDue, 1)
    }
    sendDue()
  })
}

function postCallback(poster: Poster, secret: string, index: number, done: (status: number) => void): void {
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
    `webhook-signature: ${signWebhook(secret, id, seconds, body)}`,
  ]
  poster.post(`${head.join('\r\n')}\r\n\r\n${body}`, done)
}

answerParent(calls)
