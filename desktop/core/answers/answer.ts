import * as z from 'zod'
import { reasonSchema } from '../../../shared/api/orders.ts'
import { type ProblemCode, problemSchema } from '../../../shared/problem.ts'
import type { RestReply, RestRequest } from '../ports.ts'
import type { Failure } from '../with-timeout.ts'

const orderId = z.int().min(1)
const reminderId = z.string().min(1).max(200)
const { reason } = reasonSchema.shape

/** An answer of a human at this device. `acknowledge` is 知道了, for urges and cancellations. */
export const answerSchema = z.discriminatedUnion('move', [
  z.object({ move: z.literal('confirm'), orderId }),
  z.object({ move: z.literal('reject'), orderId, reason }),
  z.object({ move: z.literal('dispatch'), orderId }),
  z.object({ move: z.literal('complete'), orderId }),
  z.object({ move: z.literal('cancel'), orderId, reason }),
  z.object({ move: z.literal('acknowledge'), reminderId }),
])
export type Answer = z.infer<typeof answerSchema>

/** The server's decision on an answer. `code`: one of shared/problem.ts, `http_…`, or a fault at this device. */
export type Decision =
  | { answer: Answer; accepted: true }
  | { answer: Answer; accepted: false; code: RefusalCode; detail?: string }
/** `undone`: a human took the answer back before it had left the device. */
export type RefusalCode = ProblemCode | 'outbox_full' | 'undone' | (string & {})

/** Names the queue of an answer: answers to one order, or one reminder, are sent one after another. */
export function queueKey(answer: Answer): string {
  return answer.move === 'acknowledge' ? `reminder:${answer.reminderId}` : `order:${answer.orderId}`
}

/**
 * Makes the REST call of an answer. `key`: its idempotency key, the same for all attempts (I11); `group`: this device's,
 * or empty.
 */
export function toRequest(answer: Answer, key: string, group: string): RestRequest {
  const path =
    answer.move === 'acknowledge'
      ? `/v1/reminders/${encodeURIComponent(answer.reminderId)}/acknowledge`
      : `/v1/orders/${answer.orderId}/${answer.move}`
  const body = 'reason' in answer ? { body: { reason: answer.reason } } : {}
  const query = group === '' ? '' : `?group=${encodeURIComponent(group)}`
  return { method: 'POST', path: `${path}${query}`, headers: { 'Idempotency-Key': key }, ...body }
}

/** The meaning of a reply. `again`: the server has not decided; `afterMs` is the pause that it asks for. */
export type Judgement = 'accepted' | { again: true; afterMs?: number } | { refused: RefusalCode; detail?: string }

/** The 4xx codes that a later attempt may not meet (RFC 9110, 8470, 6585): timeout, too early, too many requests. */
const NOT_NOW = [408, 425, 429]

/**
 * Judges the reply to an answer. No reply, 5xx, and 408, 425, 429 decide nothing. Nor does a success without JSON: it
 * comes from a captive portal or a proxy, not from our server.
 */
export function judge(reply: RestReply | Failure): Judgement {
  if (typeof reply === 'string') return { again: true }
  const { status, body } = reply
  if (status === 204 || (status >= 200 && status < 300 && typeof body === 'object' && body !== null)) return 'accepted'
  const problem = problemSchema.safeParse(body).data
  if (status >= 400 && status < 500 && !NOT_NOW.includes(status)) {
    return {
      refused: problem?.code ?? `http_${status}`,
      ...(problem?.detail !== undefined && { detail: problem.detail }),
    }
  }
  const afterMs = reply.retryAfterMs ?? problem?.retryMs
  return { again: true, ...(afterMs !== undefined && { afterMs }) }
}
