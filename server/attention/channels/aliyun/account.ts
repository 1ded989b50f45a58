import { createHash } from 'node:crypto'
import * as z from 'zod'
import { atHome } from '../phone-number.ts'
import type { ChannelAnswer, Delivery, HttpRequest, Message } from '../port.ts'
import { readStatus } from '../read-answer.ts'
import { callAliyun } from './sign.ts'

export const keys = {
  accessKeyId: z.string().regex(/^[A-Za-z0-9]{1,128}$/),
  accessKeySecret: z.string().regex(/^[\x21-\x7e]{1,200}$/),
}

/** The codes that say "not now" (help.aliyun.com, error codes of dysmsapi and dyvmsapi). */
const BUSY =
  /^(isv\.BUSINESS_LIMIT_CONTROL|isp\.SYSTEM_ERROR|isp\.RAM_PERMISSION_DENY_TEMP|Throttling.*|ServiceUnavailable|InternalError)$/

/** The values of a template with the variables `store` and `what`: templates are approved before, and texts of one's own are not. */
export function templateOf({ facts, short }: Pick<Message, 'facts' | 'short'>): string {
  return JSON.stringify({ store: facts.store, what: short })
}

/** Signs a call for the keys of an account; each attempt has a nonce of its own. */
export function callFor(
  { accessKeyId, accessKeySecret }: { accessKeyId: string; accessKeySecret: string },
  call: { host: string; action: string; parameters: Record<string, string> },
  { id, now }: { id: string; now: number },
): HttpRequest {
  const nonce = createHash('sha256').update(`${id} ${now}`).digest('hex').slice(0, 32)
  return callAliyun({ ...call, version: '2017-05-25', keyId: accessKeyId, keySecret: accessKeySecret, now, nonce })
}

/** Writes the contact’s number as Aliyun takes it. */
export const calleeOf = ({ mobile }: Message): string => atHome(mobile ?? '')

/** Reads an answer: `Code` is `OK`, or the reason, which stands in the log. */
export function readAliyun(answer: ChannelAnswer): Delivery {
  const code = answerOf(answer.body)?.Code
  if (code === 'OK') return { state: 'sent' }
  if (code === undefined) {
    const byStatus = readStatus(answer)
    return byStatus.state === 'sent' ? { state: 'busy', code: 'answer_unreadable' } : byStatus
  }
  return { state: BUSY.test(code) ? 'busy' : 'refused', code }
}

/** Reads the answer to a call whose end is reported: {@link readAliyun}, and Aliyun’s own name of the call. */
export function readAliyunCall(answer: ChannelAnswer): Delivery {
  const delivery = readAliyun(answer)
  const rings = answerOf(answer.body)?.CallId
  return delivery.state === 'sent' && rings !== undefined ? { state: 'sent', rings } : delivery
}

const answerSchema = z.object({ Code: z.string().max(100), CallId: z.string().max(128).optional().catch(undefined) })

function answerOf(body: string): z.infer<typeof answerSchema> | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}
