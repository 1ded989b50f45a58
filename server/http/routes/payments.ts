import * as z from 'zod'
import { orAbsent } from '../../../shared/api/or-absent.ts'
import {
  applyPaymentSchema,
  orderPaymentsSchema,
  paymentPageSchema,
  paymentQuerySchema,
  paymentSchema,
  refundByHandSchema,
  startedPaymentSchema,
  startPaymentSchema,
} from '../../../shared/api/payments.ts'
import { applyReviewed, refundByHand, refundPayment } from '../../commands/review-payment.ts'
import { startPayment } from '../../commands/start-payment.ts'
import { ALL_PROVIDERS } from '../../payments/all-providers.ts'
import { findOrderPayments, findPayments, getPayment } from '../../payments/find-payments.ts'
import type { PaymentContext } from '../../payments/providers/port.ts'
import { byOrderId, byPaymentId } from '../routing/params.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Payments'

/** The start of a payment, with the providers and methods that this server has. */
const knownStartSchema = startPaymentSchema.extend({
  provider: z.enum(ALL_PROVIDERS.map(({ name }) => name)),
  method: orAbsent(z.enum(ALL_PROVIDERS.flatMap(({ methods }): readonly string[] => methods))),
})

/** Lists the routes of payments and refunds. */
export function paymentRoutes(ctx: PaymentContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/orders/{id}/payments',
      tag,
      summary:
        'The payments of an order, oldest first: what paid it, what waits for the operator and why, what went back.',
      callers: ['ordering', 'operator'],
      params: byOrderId,
      reply: { status: 200, schema: orderPaymentsSchema },
      problems: ['order_unknown'],
      handle: ({ params }) => findOrderPayments(ctx, params.id),
    }),
    route({
      method: 'post',
      path: '/v1/orders/{id}/payments',
      tag,
      summary: 'Start a payment. Only the provider’s signed callback can finish it.',
      callers: ['ordering', 'operator'],
      params: byOrderId,
      body: knownStartSchema,
      reply: { status: 201, schema: startedPaymentSchema },
      problems: ['provider_unknown', 'order_unknown', 'order_not_payable', 'provider_refused', 'provider_unavailable'],
      idempotent: true,
      handle: ({ params, body, writeAfter }) =>
        writeAfter(
          () => startPayment(ctx, { orderId: params.id, ...body }),
          async (_tx, started) => started,
        ),
    }),
    route({
      method: 'get',
      path: '/v1/payments',
      tag,
      summary:
        'Payments, newest first; `state=review` is money that waits for a decision, `state=refund_due` money that must go back by hand.',
      callers: ['operator'],
      query: paymentQuerySchema,
      reply: { status: 200, schema: paymentPageSchema },
      problems: ['cursor_invalid'],
      handle: ({ query }) => findPayments(ctx, query),
    }),
    route({
      method: 'get',
      path: '/v1/payments/{id}',
      tag,
      summary: 'One payment, with its refunds.',
      callers: ['operator'],
      params: byPaymentId,
      reply: { status: 200, schema: paymentSchema },
      problems: ['payment_unknown'],
      handle: ({ params }) => getPayment(ctx.db.read, params.id),
    }),
    route({
      method: 'post',
      path: '/v1/payments/{id}/refund',
      tag,
      summary: 'Send money back that waits for a decision, through its provider.',
      callers: ['operator'],
      audit: 'payment.refund',
      params: byPaymentId,
      reply: { status: 200, schema: paymentSchema },
      problems: ['payment_unknown', 'payment_decided', 'refund_by_hand'],
      idempotent: true,
      handle: ({ params, write }) => write((tx) => refundPayment(tx, ctx, params.id)),
    }),
    route({
      method: 'post',
      path: '/v1/payments/{id}/refunded-by-hand',
      tag,
      summary: 'Note that money was returned by other means, and how.',
      callers: ['operator'],
      audit: 'payment.note',
      params: byPaymentId,
      body: refundByHandSchema,
      reply: { status: 200, schema: paymentSchema },
      problems: ['payment_unknown', 'payment_decided', 'refund_too_large'],
      idempotent: true,
      handle: ({ params, body, write }) => write((tx) => refundByHand(tx, ctx, params.id, body)),
    }),
    route({
      method: 'post',
      path: '/v1/payments/{id}/apply',
      tag,
      summary: 'Let money that waits in review pay an order that waits for exactly this amount; the bell rings.',
      callers: ['operator'],
      audit: 'payment.apply',
      params: byPaymentId,
      body: applyPaymentSchema,
      reply: { status: 200, schema: paymentSchema },
      problems: ['payment_unknown', 'order_unknown', 'payment_decided', 'payment_not_applicable'],
      idempotent: true,
      handle: ({ params, body, write }) => write((tx) => applyReviewed(tx, ctx, params.id, body.orderId)),
    }),
  ]
}
