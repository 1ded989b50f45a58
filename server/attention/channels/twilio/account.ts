import * as z from 'zod'
import { e164 } from '../phone-number.ts'
import type { ChannelAnswer, Delivery, HttpRequest } from '../port.ts'
import { readStatus } from '../read-answer.ts'

export const HOST = 'api.twilio.com'

export const accountSchema = z.strictObject({
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, 'must be the Account SID: AC and 32 hexadecimal digits'),
  authToken: z.string().regex(/^[\x21-\x7e]{1,200}$/),
  /** A number of the account, with its country. */
  from: z.string().regex(/^\+\d{5,15}$/, 'must be a number of the account, such as +8613800138000'),
})
export type Account = z.infer<typeof accountSchema>

/** Makes a call to the account’s interface of 2010 (twilio.com/docs/usage/requests-to-twilio): a form, with Basic authentication. */
export function callTwilio(
  { accountSid, authToken }: Account,
  path: string,
  form: Record<string, string>,
): HttpRequest {
  return {
    url: `https://${HOST}/2010-04-01/Accounts/${accountSid}/${path}.json`,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
    },
    body: new URLSearchParams(form).toString(),
  }
}

/** Names the two ends of a call or a text. */
export function ends({ from }: Account, mobile: string | null): { From: string; To: string } {
  return { From: from, To: e164(mobile ?? '') }
}

/** Reads what Twilio said: 429 and 5xx are for now, another refusal carries a number of its own (twilio.com/docs/api/errors). */
export function readTwilio(answer: ChannelAnswer): Delivery {
  const byStatus = readStatus(answer)
  const { sid, code } = parse(answer.body)
  if (byStatus.state === 'sent') return sid === undefined ? byStatus : { state: 'sent', rings: sid }
  return byStatus.state === 'refused' && code !== undefined ? { state: 'refused', code: `twilio_${code}` } : byStatus
}

const answerSchema = z.object({
  sid: z.string().max(64).optional().catch(undefined),
  code: z.int().optional().catch(undefined),
})

function parse(body: string): z.infer<typeof answerSchema> {
  try {
    return answerSchema.catch({}).parse(JSON.parse(body))
  } catch {
    return {}
  }
}
