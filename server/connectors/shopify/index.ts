import { matchHmac } from '../kit/match-hmac.ts'
import type { ConnectorModule } from '../kit/port.ts'
import { readAs, readJson } from '../kit/read-json.ts'
import { api } from './api.ts'
import { orderBodySchema } from './order-body.ts'
import { readOrder } from './read-order.ts'
import { type ShopifySettings, settingsSchema } from './settings.ts'

const SIGNATURE = 'x-shopify-hmac-sha256'
const TOPICS = ['orders/create', 'orders/paid', 'orders/updated', 'orders/cancelled']

/**
 * Shopify. Its webhooks are signed with the base64 HMAC-SHA256 of the body (shopify.dev/docs/apps/build/webhooks, verify
 * deliveries), and repeated for hours when the answer is not 2xx within five seconds; a subscription that keeps failing
 * is removed, so that what is genuine and can never be read is taken.
 */
export const shopify: ConnectorModule<ShopifySettings> = {
  kind: 'shopify',
  settings: settingsSchema,
  bringsSecret: true,
  acknowledged: 200,
  takesUnfit: true,
  isSigned: ({ header }) => header(SIGNATURE) !== undefined,
  verify: ({ body, header }, secret) =>
    matchHmac(header(SIGNATURE) ?? '', secret, body, { algorithm: 'sha256', encoding: 'base64' }),
  read({ body, header }, settings) {
    const topic = header('x-shopify-topic') ?? ''
    if (!TOPICS.includes(topic)) return { kind: 'ignored', why: 'another topic' }
    // “Send test notification” of the shop's settings: a made-up order of a made-up customer.
    if (header('x-shopify-test') === 'true') return { kind: 'ignored', why: 'a test' }
    return readOrder(readAs(orderBodySchema, readJson(body)), topic, settings)
  },
  api,
}
