import { matchHmac } from '../kit/match-hmac.ts'
import type { ConnectorModule, Delivery } from '../kit/port.ts'
import { readAs, readJson } from '../kit/read-json.ts'
import { api } from './api.ts'
import { deletedBodySchema, orderBodySchema } from './order-body.ts'
import { readOrder } from './read-order.ts'
import { settingsSchema, type WooCommerceSettings } from './settings.ts'

const SIGNATURE = 'x-wc-webhook-signature'
const TOPICS = ['order.created', 'order.updated', 'order.restored']

/**
 * WooCommerce. Its webhooks are signed as `WC_Webhook::generate_signature` does (github.com/woocommerce/woocommerce,
 * plugins/woocommerce/includes/class-wc-webhook.php): the base64 HMAC-SHA256 of the body. A delivery that fails is not
 * repeated, and after six in a row the webhook is switched off; so what is genuine is taken.
 */
export const woocommerce: ConnectorModule<WooCommerceSettings> = {
  kind: 'woocommerce',
  settings: settingsSchema,
  acknowledged: 200,
  takesUnfit: true,
  // `deliver_ping`, sent as the webhook is saved: a form, unsigned; only 200 satisfies it.
  isPing: ({ body, header }: Delivery) =>
    header(SIGNATURE) === undefined && body.length <= 32 && /^webhook_id=\d{1,20}$/.test(body.toString('latin1')),
  isSigned: ({ header }) => header(SIGNATURE) !== undefined,
  verify: ({ body, header }, secret) =>
    matchHmac(header(SIGNATURE) ?? '', secret, body, { algorithm: 'sha256', encoding: 'base64' }),
  read({ body, header }, settings) {
    const topic = header('x-wc-webhook-topic') ?? ''
    if (topic === 'order.deleted') {
      const { id } = readAs(deletedBodySchema, readJson(body))
      return { kind: 'called_off', externalId: String(id), at: undefined, returnedMinor: 0 }
    }
    if (!TOPICS.includes(topic)) return { kind: 'ignored', why: 'another topic' }
    return readOrder(readAs(orderBodySchema, readJson(body)), settings)
  },
  api,
}
