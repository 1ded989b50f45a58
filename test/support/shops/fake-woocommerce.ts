import { createHmac, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type FakeShop, openShop, type ShopAnswer } from './fake-shop.ts'

/** An order as WooCommerce keeps it; only what the imitation itself needs has a name. */
export interface WooOrder {
  id: number
  status: string
  date_modified_gmt: string
  [field: string]: unknown
}

export interface FakeWooCommerce extends FakeShop {
  /** Saves the webhooks `order.created` and `order.updated`; resolves to whether the address took the ping, as WooCommerce does. */
  saveWebhooks(deliveryUrl: string, secret: string): Promise<boolean>
  /** Places an order; resolves to the status of the delivery’s answer. */
  place(order: WooOrder): Promise<number>
  /** Changes an order; resolves to the status of the delivery’s answer. */
  update(id: number, change: Partial<WooOrder>): Promise<number>
  /** Finds an order as the shop has it now. */
  order(id: number): WooOrder | undefined
  /** The notes that an API client has added, oldest first. */
  notes: { orderId: number; note: string; customerNote: boolean }[]
  /** Writes a delivery as WooCommerce would, without sending it. */
  write(topic: string, payload: object, secret: string): { body: string; headers: Record<string, string> }
}

/**
 * Opens an imitated WooCommerce shop: it delivers webhooks as `WC_Webhook` does, and answers
 * `PUT /wp-json/wc/v3/orders/{id}` and `POST …/notes` to those who have the consumer key and its secret.
 */
export async function openFakeWooCommerce(keys: {
  consumerKey: string
  consumerSecret: string
}): Promise<FakeWooCommerce> {
  const orders = new Map<number, WooOrder>()
  const notes: FakeWooCommerce['notes'] = []
  let webhook: { deliveryUrl: string; secret: string } | undefined
  const shop = await openShop(answer)

  async function deliver(topic: string, payload: object): Promise<number> {
    if (webhook === undefined) return 0
    const { body, headers } = write(topic, payload, webhook.secret)
    return (await fetch(webhook.deliveryUrl, { method: 'POST', headers, body, redirect: 'manual' })).status
  }

  function update(id: number, change: Partial<WooOrder>): Promise<number> {
    const order = { ...orders.get(id), ...change, id } as WooOrder
    orders.set(id, order)
    return deliver('order.updated', order)
  }

  function answer(request: IncomingMessage, body: string): ShopAnswer {
    if (!mayCall(request.headers.authorization, keys))
      return { status: 401, body: { code: 'woocommerce_rest_cannot_edit' } }
    const [, id, notesOf] = /^\/wp-json\/wc\/v3\/orders\/(\d+)(\/notes)?$/.exec(request.url ?? '') ?? []
    const order = orders.get(Number(id))
    if (order === undefined) return { status: 404, body: { code: 'woocommerce_rest_shop_order_invalid_id' } }
    const sent = JSON.parse(body) as Record<string, unknown>
    if (request.method === 'POST' && notesOf !== undefined) {
      const { note, customer_note: customerNote } = sent
      notes.push({ orderId: order.id, note: String(note), customerNote: customerNote === true })
      return { status: 201, body: { id: notes.length, note } }
    }
    if (request.method !== 'PUT') return { status: 404, body: { code: 'rest_no_route' } }
    // Its own webhook tells of the change, as it does of every other.
    void update(order.id, sent).catch(() => {})
    return { status: 200, body: orders.get(order.id) ?? {} }
  }

  return {
    ...shop,
    notes,
    write,
    update,
    order: (id) => orders.get(id),
    async saveWebhooks(deliveryUrl, secret) {
      webhook = { deliveryUrl, secret }
      const body = new URLSearchParams({ webhook_id: '7' })
      return (await fetch(deliveryUrl, { method: 'POST', body, redirect: 'manual' })).status === 200
    },
    place(order) {
      orders.set(order.id, order)
      return deliver('order.created', order)
    },
  }
}

/** Writes a delivery: the body as PHP’s `json_encode` does, ASCII alone and `/` escaped, and its HMAC. */
function write(topic: string, payload: object, secret: string): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify(payload)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const [resource = '', event = ''] = topic.split('.')
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'WooCommerce/9.9.5 Hookshot (WordPress/6.8.1)',
      'X-WC-Webhook-Source': 'https://shop.example/',
      'X-WC-Webhook-Topic': topic,
      'X-WC-Webhook-Resource': resource,
      'X-WC-Webhook-Event': event,
      'X-WC-Webhook-Signature': createHmac('sha256', secret).update(body).digest('base64'),
      'X-WC-Webhook-ID': '7',
      'X-WC-Webhook-Delivery-ID': randomUUID().replaceAll('-', ''),
    },
  }
}

function mayCall(authorization: string | undefined, keys: { consumerKey: string; consumerSecret: string }): boolean {
  const pair = Buffer.from(`${keys.consumerKey}:${keys.consumerSecret}`).toString('base64')
  return authorization === `Basic ${pair}`
}
