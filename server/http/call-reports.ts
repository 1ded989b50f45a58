import type { RequestHandler } from 'express'
import * as z from 'zod'
import { LINK_PATH } from '../attention/links.ts'
import { hearCall } from '../commands/hear-call.ts'
import { appError } from '../lib/app-error.ts'
import type { PaymentContext } from '../payments/providers/port.ts'

const fieldsSchema = z.record(z.string().max(200), z.string().max(4_096))

/**
 * Makes the handler of what a telephone service reports about a call: a key that was pressed, or its end. Each report is
 * verified by the keys of its channel before it is believed, and may come twice. Answers 403 to what is not signed so.
 */
export function callReports(ctx: PaymentContext, publicUrl: string): RequestHandler<{ token: string }> {
  const base = publicUrl.replace(/\/$/, '')
  return async (request, response) => {
    const fields = fieldsSchema.safeParse(request.body)
    if (!fields.success) throw appError('body_invalid')
    const { token } = request.params
    const signature = request.headers['x-twilio-signature']
    const reply = await hearCall(ctx, token, {
      url: `${base}${LINK_PATH}/${token}/call`,
      headers: { 'x-twilio-signature': typeof signature === 'string' ? signature : undefined },
      fields: fields.data,
    })
    if (reply === undefined) throw appError('forbidden')
    response.type(reply.type).send(reply.body)
  }
}
