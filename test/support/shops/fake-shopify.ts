import { createHmac, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type FakeShop, openShop, type ShopAnswer } from './fake-shop.ts'

/** The version of Shopify’s API that is imitated. */
const VERSION = '2025-07'

export interface FakeShopify extends FakeShop {
  /** Subscribes an address to the webhooks of orders, as the shop’s settings do. */
  subscribe(deliveryUrl: string, secret: string): void
  /** Delivers a webhook; resolves to the status of the answer. */
  deliver(topic: string, order: object): Promise<number>
  /** Delivers the made-up order of “Send test notification”. */
  sendTest(order: object): Promise<number>
  /** The tags that an API client has put on each order, by the order’s id. */
  tags: Map<string, string[]>
  /** The ids of orders that an API client has cancelled. */
  cancelled: string[]
  /** Writes a delivery as Shopify would, without sending it. */
  write(topic: string, payload: object, secret: string): { body: string; headers: Record<string, string> }
}

/**
 * Opens an imitated Shopify shop: it delivers webhooks as Shopify does, and answers the GraphQL mutations `tagsAdd` and
 * `orderCancel` of the Admin API to those who have the access token.
 */
export async function openFakeShopify({ accessToken }: { accessToken: string }): Promise<FakeShopify> {
  const tags: FakeShopify['tags'] = new Map()
  const cancelled: string[] = []
  let subscription: { deliveryUrl: string; secret: string } | undefined
  const shop = await openShop(answer)

  async function send(topic: string, order: object, more: Record<string, string> = {}): Promise<number> {
    if (subscription === undefined) return 0
    const { body, headers } = write(topic, order, subscription.secret)
    const init = { method: 'POST', headers: { ...headers, ...more }, body, redirect: 'manual' } as const
    return (await fetch(subscription.deliveryUrl, init)).status
  }

  function answer(request: IncomingMessage, body: string): ShopAnswer {
    if (request.headers['x-shopify-access-token'] !== accessToken)
      return { status: 401, body: { errors: '[API] Invalid API key or access token' } }
    if (request.method !== 'POST' || request.url !== `/admin/api/${VERSION}/graphql.json`)
      return { status: 404, body: { errors: 'Not Found' } }
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> }
    const id = String(variables['id']).replace('gid://shopify/Order/', '')
    if (/\btagsAdd\b/.test(query)) {
      tags.set(id, [...new Set([...(tags.get(id) ?? []), ...(variables['tags'] as string[])])])
      return { status: 200, body: { data: { tagsAdd: { userErrors: [] } } } }
    }
    if (/\borderCancel\b/.test(query)) {
      cancelled.push(id)
      return { status: 200, body: { data: { orderCancel: { orderCancelUserErrors: [] } } } }
    }
    return { status: 200, body: { errors: [{ message: 'undefined field' }] } }
  }

  return {
    ...shop,
    tags,
    cancelled,
    write,
    subscribe(deliveryUrl, secret) {
      subscription = { deliveryUrl, secret }
    },
    deliver: (topic, order) => send(topic, order),
    sendTest: (order) => send('orders/paid', order, { 'X-Shopify-Test': 'true' }),
  }
}

function write(topic: string, payload: object, secret: string): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify(payload)
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Shopify-Captain-Hook',
      'X-Shopify-Topic': topic,
      'X-Shopify-Hmac-Sha256': createHmac('sha256', secret).update(body, 'utf8').digest('base64'),
      'X-Shopify-Shop-Domain': 'noodles.myshopify.com',
      'X-Shopify-API-Version': VERSION,
      'X-Shopify-Webhook-Id': randomUUID(),
      'X-Shopify-Event-Id': randomUUID(),
      'X-Shopify-Triggered-At': new Date().toISOString(),
    },
  }
}
