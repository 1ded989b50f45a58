import * as z from 'zod'
import { isWebAddress } from '../../lib/web-address.ts'
import type { PlatformApi, PlatformReply, ShopNews } from '../kit/port.ts'
import { readJson } from '../kit/read-json.ts'

/** The version of the API; Shopify keeps each for a year at least, and answers an older one as the oldest it has. */
const VERSION = '2025-07'

const apiSchema = z.strictObject({
  /** The shop’s own address at Shopify: `https://noodles.myshopify.com`. */
  url: z
    .string()
    .max(1_000)
    .refine(isWebAddress, 'must be the address of the shop, such as https://noodles.myshopify.com'),
  accessToken: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be the token as Shopify shows it'),
  /** Whether an order that the shop refuses or calls off is cancelled and paid back there. */
  cancels: z.boolean().default(false),
})

type ShopifyApi = z.infer<typeof apiSchema>

const TAG = `mutation ($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) { userErrors { message } }
}`

const CANCEL = `mutation ($id: ID!) {
  orderCancel(orderId: $id, reason: OTHER, refund: true, restock: false, notifyCustomer: true) {
    orderCancelUserErrors { message }
  }
}`

/** The parts of an answer that say that a call was refused, though its status is 200. */
const answerSchema = z.looseObject({
  errors: z.unknown().optional(),
  data: z
    .looseObject({
      tagsAdd: z.looseObject({ userErrors: z.array(z.unknown()) }).nullish(),
      orderCancel: z.looseObject({ orderCancelUserErrors: z.array(z.unknown()) }).nullish(),
    })
    .nullish(),
})

/**
 * The Admin API of Shopify in GraphQL (shopify.dev/docs/api/admin-graphql, `tagsAdd` and `orderCancel`): an order is tagged
 * with what became of it, and cancelled where the operator wants that.
 */
export const api: PlatformApi<ShopifyApi> = {
  settings: apiSchema,
  url: ({ url }) => url,
  tell(news, externalId, settings) {
    const id = `gid://shopify/Order/${externalId}`
    const over = news.what === 'rejected' || news.what === 'cancelled'
    return [
      request(settings, TAG, { id, tags: [tagOf(news)] }),
      ...(over && settings.cancels ? [request(settings, CANCEL, { id })] : []),
    ]
  },
  readBody,
}

function tagOf({ what, promisedAt }: ShopNews): string {
  return promisedAt === undefined
    ? `laidan ${what}`
    : `laidan ${what} ${new Date(promisedAt).toISOString().slice(0, 16)}Z`
}

function request({ url, accessToken }: ShopifyApi, query: string, variables: object) {
  return {
    url: `${url.replace(/\/+$/, '')}/admin/api/${VERSION}/graphql.json`,
    method: 'POST' as const,
    headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': accessToken },
    body: JSON.stringify({ query, variables }),
  }
}

function readBody(body: string): PlatformReply {
  const result = answerSchema.safeParse(parsed(body))
  if (!result.success) return { later: 'answer_unread' }
  const { errors, data } = result.data
  // Throttled answers are `errors` with status 200.
  if (errors !== undefined) return /THROTTLED/.test(body) ? { later: 'throttled' } : { refused: 'graphql_errors' }
  const faults = [...(data?.tagsAdd?.userErrors ?? []), ...(data?.orderCancel?.orderCancelUserErrors ?? [])]
  return faults.length > 0 ? { refused: 'user_errors' } : 'done'
}

function parsed(body: string): unknown {
  try {
    return readJson(Buffer.from(body))
  } catch {
    return undefined
  }
}
