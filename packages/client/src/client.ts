import { startedPaymentSchema } from '../../../shared/api/payments.ts'
import { readOrderPageSchema, readOrderSchema } from '../../../shared/api/read-orders.ts'
import { LaidanError } from './error.ts'
import { type EventStream, type EventsOptions, streamEvents } from './events.ts'
import type {
  NewOrder,
  NewPayment,
  Order,
  OrderPage,
  OrderQuery,
  PaidNotice,
  Payment,
  StartedPayment,
} from './order.ts'
import { type Call, createSend, type ServerOptions } from './send.ts'
import { signWebhook } from './sign-webhook.ts'

/** How one call is made. */
export interface CallOptions {
  /**
   * The key under which the server does this once. Attempts of one call share a key anyway; give your own, such as
   * `order-4711`, where your program may end before the answer and call again: for 24 hours it gets the first answer.
   */
  idempotencyKey?: string
  signal?: AbortSignal
}

/**
 * An ordering system's way to the server. Every method is sent again, with pauses, where the answer says that nothing was
 * decided, and rejects with a {@link LaidanError} otherwise.
 */
export interface Client {
  /** Places an order that waits for its payment. */
  placeOrder(order: NewOrder, options?: CallOptions): Promise<Order>
  getOrder(id: number, options?: CallOptions): Promise<Order>
  /** Searches orders, newest first. */
  listOrders(query?: OrderQuery, options?: CallOptions): Promise<OrderPage>
  /** Starts a payment; `params` of the answer is what the shop's page hands on to the provider. */
  startPayment(orderId: number, payment: NewPayment, options?: CallOptions): Promise<StartedPayment>
  /** Lists the payments of an order, oldest first. */
  listPayments(orderId: number, options?: CallOptions): Promise<Payment[]>
  /**
   * Reports a payment as the provider, signed with the server's secret: for a provider of your own. Resolves when payment
   * and reminder are on disk.
   */
  recordPayment(paid: PaidNotice, secret: string, options?: Pick<CallOptions, 'signal'>): Promise<void>
  /** The customer urges (催单): once a minute at most, else `urged_too_soon`. */
  urge(orderId: number, options?: CallOptions): Promise<Order>
  /** The customer calls the order off; paid money goes back. */
  cancel(orderId: number, reason: string, options?: CallOptions): Promise<Order>
  /** Reads the events, for ever. */
  events(options?: EventsOptions): EventStream
  /** Makes any other call of the server, for what has no method here; resolves to the answer's JSON. */
  call(
    method: Call['method'],
    path: string,
    body?: unknown,
    options?: CallOptions & { attempts?: number },
  ): Promise<unknown>
}

/** Where a provider of one's own calls back. */
const NOTIFY_PATH = '/notify/standard-webhooks'

/** Makes the client of one server and one key. Throws a TypeError for an address that is none. */
export function createClient(options: ServerOptions): Client {
  const send = createSend(options)
  const call: Client['call'] = (method, path, body, more = {}) => send({ method, path, body, ...more })

  async function order(method: Call['method'], path: string, body: unknown, more?: CallOptions): Promise<Order> {
    return parsed(readOrderSchema, await call(method, path, body, more))
  }

  return {
    call,
    placeOrder: (body, more) => order('POST', '/v1/orders', body, more),
    getOrder: (id, more) => order('GET', `/v1/orders/${id}`, undefined, more),
    listOrders: async (query = {}, more) =>
      parsed(readOrderPageSchema, await call('GET', `/v1/orders?${asQuery(query)}`, undefined, more)),
    startPayment: async (id, payment, more) =>
      parsed(startedPaymentSchema, await call('POST', `/v1/orders/${id}/payments`, payment, more)),
    async listPayments(id, more) {
      const answer: { payments?: Payment[] } = Object(await call('GET', `/v1/orders/${id}/payments`, undefined, more))
      if (!Array.isArray(answer.payments))
        throw new LaidanError('answer_unreadable', 'the answer is no list of payments')
      return answer.payments
    },
    async recordPayment(paid, secret, { signal } = {}) {
      const now = Date.now()
      const data = { paidAt: now, ...paid }
      const raw = JSON.stringify({ type: 'payment.succeeded', timestamp: new Date(now).toISOString(), data })
      const id = `msg_${Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('')}`
      const headers = await signWebhook(secret, { id, now, body: raw })
      await send({ method: 'POST', path: NOTIFY_PATH, raw, headers, signal })
    },
    urge: (id, more) => order('POST', `/v1/orders/${id}/urge`, {}, more),
    cancel: (id, reason, more) => order('POST', `/v1/orders/${id}/cancel`, { reason }, more),
    events: (more) => streamEvents(send, more),
  }
}

/** Reads an answer by a schema of the server. Throws `answer_unreadable`. */
function parsed<T>(schema: { safeParse(value: unknown): { data?: T | undefined } }, answer: unknown): T {
  const { data } = schema.safeParse(answer)
  if (data === undefined) throw new LaidanError('answer_unreadable', 'the answer has another form than expected')
  return data
}

function asQuery(query: OrderQuery): string {
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, String(value))
  return asked.toString()
}
