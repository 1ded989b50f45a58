import * as z from 'zod'
import type { ChannelAnswer, Delivery, Message } from '../port.ts'
import { readStatus } from '../read-answer.ts'

export const keys = {
  secretId: z.string().regex(/^[A-Za-z0-9]{1,128}$/),
  secretKey: z.string().regex(/^[\x21-\x7e]{1,200}$/),
  /** The application (SdkAppId) of the console. */
  appId: z.string().regex(/^\d{1,20}$/, 'must be the digits of the application'),
  /** The approved template, with two variables: the shop, and what has happened. */
  templateId: z.string().regex(/^\d{1,20}$/, 'must be the digits of a template'),
}

/** The region of both services (cloud.tencent.com, common parameters). */
export const REGION = 'ap-guangzhou'

const BUSY =
  /^(RequestLimitExceeded.*|InternalError.*|LimitExceeded.*|ResourceInsufficient.*|FailedOperation\.(CallFailed|Timeout).*)$/

/** The values of the template, in its order. */
export function templateOf({ facts, short }: Pick<Message, 'facts' | 'short'>): string[] {
  return [facts.store, short]
}

const answerSchema = z.object({
  Response: z.object({
    Error: z.object({ Code: z.string().max(100) }).optional(),
    /** Of texts: one for each number, `Ok` where it was taken. */
    SendStatusSet: z.array(z.object({ Code: z.string().max(100) })).optional(),
    /** Of calls. */
    SendStatus: z.object({ CallId: z.string() }).optional(),
  }),
})

/** Reads an answer, which has HTTP 200 for refusals as well. */
export function readTencent(answer: ChannelAnswer): Delivery {
  const byStatus = readStatus(answer)
  if (byStatus.state !== 'sent') return byStatus
  const response = parse(answer.body)
  if (response === undefined) return { state: 'busy', code: 'answer_unreadable' }
  const code = response.Error?.Code ?? response.SendStatusSet?.find(({ Code }) => Code !== 'Ok')?.Code
  if (code === undefined) return { state: 'sent' }
  return { state: BUSY.test(code) ? 'busy' : 'refused', code }
}

function parse(body: string): z.infer<typeof answerSchema>['Response'] | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(body)).data?.Response
  } catch {
    return undefined
  }
}
