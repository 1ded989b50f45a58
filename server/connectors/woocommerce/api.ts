import * as z from 'zod'
import { isWebAddress } from '../../lib/web-address.ts'
import type { PlatformApi, PlatformRequest } from '../kit/port.ts'

const key = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be a key as WooCommerce shows it')
const status = z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be a status, without wc-')

const apiSchema = z.strictObject({
  /** The address of the shop: what stands before `/wp-json`. */
  url: z.string().max(1_000).refine(isWebAddress, 'must be the address of the shop, such as https://shop.example'),
  consumerKey: key,
  consumerSecret: key,
  /** Whether the customer is mailed what the shop says of an order that goes on. */
  mailsCustomer: z.boolean().default(false),
  /** The status that an order gets; left out, it keeps its own and gets a note. */
  statuses: z
    .strictObject({
      accepted: status.optional(),
      ready: status.optional(),
      dispatched: status.optional(),
      completed: status.default('completed'),
      rejected: status.default('cancelled'),
      cancelled: status.default('cancelled'),
    })
    .prefault({}),
})

type WooCommerceApi = z.infer<typeof apiSchema>

/**
 * The REST API of WooCommerce, version 3 (woocommerce.github.io/woocommerce-rest-api-docs): `PUT orders/{id}` changes the
 * status, `POST orders/{id}/notes` adds a note.
 */
export const api: PlatformApi<WooCommerceApi> = {
  settings: apiSchema,
  url: ({ url }) => url,
  tell({ what, words }, externalId, settings) {
    const next = settings.statuses[what]
    return [
      ...(next === undefined ? [] : [request(settings, 'PUT', externalId, '', { status: next })]),
      request(settings, 'POST', externalId, '/notes', { note: words, customer_note: settings.mailsCustomer }),
    ]
  },
}

function request(
  { url, consumerKey, consumerSecret }: WooCommerceApi,
  method: 'POST' | 'PUT',
  id: string,
  more: string,
  body: object,
): PlatformRequest {
  return {
    url: `${url.replace(/\/+$/, '')}/wp-json/wc/v3/orders/${id}${more}`,
    method,
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}`,
    },
    body: JSON.stringify(body),
  }
}
