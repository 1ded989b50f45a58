import { machineMs } from './clock.ts'
import { answerParent } from './family.ts'
import { createLeastBusyPoster } from './poster.ts'
import { signedCallback } from './signed-callback.ts'

/** The payment provider: signed callbacks on a fixed schedule, however long the server takes (open loop). */

const MAX_CONNECTIONS = 1_000

export interface Schedule {
  /** The addresses of all nodes; a payment goes to the one that has the fewest under way. */
  urls: readonly string[]
  /** Number of the first order to pay. */
  first: number
  /** Payments a second, evenly spaced: the i-th is due at `startAt + i / rate`. */
  rate: number
  count: number
  /** A moment of `machineMs`. */
  startAt: number
  /** Sends again what got no answer or one of 5xx, this much later, as providers do; absent: once only. */
  retryMs?: number
}

/** By number of the payment, from 0; times of `machineMs`, 0 where there is none. */
export interface SentPayments {
  /** The first time. */
  sentAt: Float64Array
  answeredAt: Float64Array
  /** HTTP status; 0: no answer. */
  status: Uint16Array
  /** How many times one was sent again. */
  again: number
}

const calls = { pay }
export type PaymentsCalls = typeof calls

function pay({ urls, first, rate, count, startAt, retryMs }: Schedule): Promise<SentPayments> {
  const poster = createLeastBusyPoster(urls, MAX_CONNECTIONS)
  const sentAt = new Float64Array(count)
  const answeredAt = new Float64Array(count)
  const status = new Uint16Array(count)
  let next = 0
  let decided = 0
  let again = 0
  return new Promise((resolve) => {
    function send(index: number): void {
      poster.post(signedCallback(first + index), (answer) => {
        if (retryMs !== undefined && (answer === 0 || answer >= 500)) {
          again++
          return void setTimeout(send, retryMs, index)
        }
        answeredAt[index] = machineMs()
        status[index] = answer
        decided++
        if (decided < count) return
        poster.close()
        resolve({ sentAt, answeredAt, status, again })
      })
    }
    function sendDue(): void {
      const due = Math.min(count, Math.ceil(((machineMs() - startAt) * rate) / 1_000))
      while (next < due) {
        sentAt[next] = machineMs()
        send(next++)
      }
      if (next < count) setTimeout(sendDue, 1)
    }
    sendDue()
  })
}

answerParent(calls)
