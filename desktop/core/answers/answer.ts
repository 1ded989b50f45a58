import * as z from 'zod'
import { reasonSchema } from '../../../shared/api/orders.ts'
import { type ProblemCode, problemSchema } from '../../../shared/problem.ts'
import type { RestReply, RestRequest } from '../ports.ts'
import type { Failure } from '../with-timeout.ts'

const orderId = z.int().min(1)
const reminderId = z.string().min(1).max(200)
const { reason } = reasonSchema.shape

/** What a human at this device decided. `acknowledge` is 知道了, for urges and cancellations. */
export const answerSchema = z.discriminatedUnion('move', [
  z.object({ move: z.literal('confirm'), orderId }),
  z.object({ move: z.literal('reject'), orderId, reason }),
  z.object({ move: z.literal('dispatch'), orderId }),
  z.object({ move: z.literal('complete'), orderId }),
  z.object({ move: z.literal('cancel'), orderId, reason }),
  z.object({ move: z.literal('acknowledge'), reminderId }),
])
export type Answer = z.infer<typeof answerSchema>

/** What the server made of an answer. `code` is one of shared/problem.ts, or names what is wrong with the reply or here. */
export type Decision =
  | { answer: Answer; accepted: true }
  | { answer: Answer; accepted: false; code: RefusalCode; detail?: string }
export type RefusalCode = ProblemCode | 'outbox_full' | (string & {})

/** Answers to the same order, or the same reminder, are sent one after another. */
export function laneOf(answer: Answer): string {
  return answer.move === 'acknowledge' ? `reminder:${answer.reminderId}` : `order:${answer.orderId}`
}

/** The REST call that carries an answer; the key makes the tenth attempt mean the same as the first (I11). */
export function toRequest(answer: Answer, key: string): RestRequest {
  const path =
    answer.move === 'acknowledge'
      ? `/v1/reminders/${encodeURIComponent(answer.reminderId)}/acknowledge`
      : `/v1/orders/${answer.orderId}/${answer.move}`
  const body = 'reason' in answer ? { body: { reason: answer.reason } } : {}
  return { method: 'POST', path, headers: { 'Idempotency-Key': key }, ...body }
}

/** `again`: the server has not decided; `afterMs` is its own wish. */
export type Judgement = 'accepted' | { again: true; afterMs?: number } | { refused: RefusalCode; detail?: string }

/** 4xx that speak of the moment, not of the answer: timeout, too early, too many. */
const NOT_NOW = [408, 425, 429]

/**
 * Whether a reply decides. No reply, 5xx, and 408, 425, 429 do not. A success without JSON is not our server's (a
 * captive portal, a proxy's page) and does not either.
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
