import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { signWebhook } from '../server/lib/sign-webhook.ts'
import type { LocalKeys } from '../shared/api/local-keys.ts'
import { type CreateOrder, createOrderSchema, type Order, orderSchema } from '../shared/api/orders.ts'
import { type Provider, type StartedPayment, startedPaymentSchema } from '../shared/api/payments.ts'
import { problemSchema } from '../shared/problem.ts'

/** An ordering system. Every method rejects with an Error that names the server's problem. */
export interface OrderingSystem {
  /** Makes one REST call with the ordering key; resolves to the answer's JSON. */
  call(method: string, path: string, body?: unknown): Promise<unknown>
  /** Places an unpaid order. */
  place(order: z.input<typeof createOrderSchema>): Promise<Order>
  /** Starts a payment at a provider; resolves to the parameters for the shop's page. */
  start(order: Order, provider: Provider): Promise<StartedPayment>
  /** Starts the payment and then acts as the provider: sends a signed callback. */
  pay(order: Order, transactionId: string): Promise<void>
}

/** Makes a minimal ordering system, with a payment provider behind it. */
export function createOrderingSystem(keys: Omit<LocalKeys, 'storeId' | 'operatorKey'>): OrderingSystem {
  async function send(path: string, init: RequestInit): Promise<unknown> {
    const response = await fetch(new URL(path, keys.url), init).catch((error: unknown) => {
      throw new Error(`${keys.url} does not answer; is the server running?`, { cause: error })
    })
    const text = await response.text()
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    if (response.ok) return body
    const problem = problemSchema.safeParse(body).data
    throw new Error(
      problem === undefined ? `HTTP ${response.status}` : `${problem.code}: ${problem.detail ?? problem.title}`,
    )
  }

  const call: OrderingSystem['call'] = (method, path, body) =>
    send(path, {
      method,
      headers: {
        authorization: `Bearer ${keys.orderingKey}`,
        ...(body !== undefined && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  const start: OrderingSystem['start'] = async (order, provider) =>
    startedPaymentSchema.parse(await call('POST', `/v1/orders/${order.id}/payments`, { provider }))

  return {
    call,
    place: async (order) =>
      orderSchema.parse(await call('POST', '/v1/orders', createOrderSchema.parse(order) satisfies CreateOrder)),
    start,
    async pay(order, transactionId) {
      await start(order, 'standard-webhooks')
      const now = Date.now()
      const body = JSON.stringify({
        type: 'payment.succeeded',
        timestamp: new Date(now).toISOString(),
        data: {
          transactionId,
          orderNumber: order.number,
          amountMinor: order.amountMinor,
          currency: order.currency,
          paidAt: now,
        },
      })
      const id = `msg_${randomUUID()}`
      const seconds = Math.floor(now / 1000)
      await send('/notify/standard-webhooks', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(seconds),
          'webhook-signature': signWebhook(keys.standardWebhooksSecret, id, seconds, body),
        },
        body,
      })
    },
  }
}
