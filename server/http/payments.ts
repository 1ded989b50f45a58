import express, { type RequestHandler } from 'express'
import * as z from 'zod'
import {
  paymentPageSchema,
  paymentQuerySchema,
  standardWebhookSchema,
  startedPaymentSchema,
  startPaymentSchema,
} from '../../shared/api/payments.ts'
import { appError } from '../app-error.ts'
import type { Context } from '../context.ts'
import { findPayments } from '../payments/find-payments.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { verifyWebhook } from '../payments/standard-webhooks.ts'
import { startPayment } from '../payments/start-payment.ts'
import { byOrderId } from './params.ts'
import { type Route, route } from './route.ts'

const tag = 'Payments'

export function paymentRoutes(ctx: Context): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/orders/{id}/payments',
      tag,
      summary: 'Start a payment. Only the provider’s signed callback can finish it.',
      callers: ['ordering', 'operator'],
      params: byOrderId,
      body: startPaymentSchema,
      reply: { status: 201, schema: startedPaymentSchema },
      problems: ['order_unknown', 'order_not_payable'],
      idempotent: true,
      handle: ({ params, body, write }) =>
        write((tx) => startPayment(tx, ctx, { orderId: params.id, provider: body.provider })),
    }),
    route({
      method: 'get',
      path: '/v1/payments',
      tag,
      summary: 'Payments, newest first; `state=review` is money that waits for a decision.',
      callers: ['operator'],
      query: paymentQuerySchema,
      reply: { status: 200, schema: paymentPageSchema },
      problems: ['cursor_invalid'],
      handle: ({ query }) => findPayments(ctx, query),
    }),
  ]
}

export const MAX_NOTICE_BYTES = 256 * 1024

/**
 * `POST /notify/standard-webhooks`. The raw bytes are what was signed, so this stands in front of every body parser.
 * It is not rate-limited: a provider's callback must never be turned away for being one of many.
 */
export function standardWebhooksHandlers(ctx: Context, secret: string): RequestHandler[] {
  return [
    express.raw({ type: () => true, limit: MAX_NOTICE_BYTES, inflate: false }),
    async (request, response) => {
      const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      verifyWebhook(secret, { header: (name) => request.get(name), body, receivedAt: ctx.clock.now() })
      const notice = parseNotice(body)
      if (notice !== undefined) {
        await ctx.db.write((tx) => recordPayment(tx, ctx, { provider: 'standard-webhooks', ...notice.data }))
      }
      response.status(204).end()
    },
  ]
}

const otherNoticeSchema = z.object({ type: z.string().refine((type) => type !== 'payment.succeeded') })

/** `undefined` for a notice about something else than a payment: it is acknowledged, and nothing is done. */
function parseNotice(body: Buffer): z.infer<typeof standardWebhookSchema> | undefined {
  const json = parseJson(body)
  const result = standardWebhookSchema.safeParse(json)
  if (result.success) return result.data
  if (otherNoticeSchema.safeParse(json).success) return undefined
  const faults = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  throw appError('body_invalid', { faults })
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw appError('body_not_json')
  }
}
