import * as z from 'zod'
import { loose, looseList } from '../kit/tolerant.ts'

/** Pairs that a customer or an app has filled in; the value may be anything. */
const pairsSchema = looseList(z.looseObject({ name: loose, value: z.unknown().optional() }))

const addressSchema = z
  .looseObject({
    ...{ name: loose, company: loose, phone: loose },
    ...{ address1: loose, address2: loose, city: loose, province: loose, zip: loose },
  })
  .optional()
  .catch(undefined)

/**
 * The part of an order that is read of Shopify’s webhooks `orders/…`, which carry the order of the REST Admin API
 * (shopify.dev/docs/api/admin-rest, the Order resource). Only what an order cannot be without is required.
 */
export const orderBodySchema = z.looseObject({
  /** `gid://shopify/Order/…`: the id as text, which no parser of JSON rounds. */
  admin_graphql_api_id: loose,
  id: z
    .union([z.int().min(1), z.string().regex(/^\d{1,32}$/)])
    .transform(String)
    .optional()
    .catch(undefined),
  /** As people say it: `#1001`. */
  name: loose,
  order_number: loose,
  currency: z.string().max(16),
  total_price: z.union([z.string().max(40), z.number()]).transform(String),
  financial_status: loose,
  payment_gateway_names: looseList(z.string()),
  updated_at: loose,
  cancelled_at: loose,
  cancel_reason: loose,
  note: loose,
  note_attributes: pairsSchema,
  phone: loose,
  customer: z.looseObject({ first_name: loose, last_name: loose, phone: loose }).optional().catch(undefined),
  billing_address: addressSchema,
  shipping_address: addressSchema,
  line_items: z
    .array(
      z.looseObject({
        name: loose,
        title: loose,
        variant_title: loose,
        quantity: z.coerce.number().catch(1),
        /** The part of `quantity` that is left after edits and refunds. */
        current_quantity: z.coerce.number().optional().catch(undefined),
        price: loose,
        properties: pairsSchema,
      }),
    )
    .max(5_000),
  refunds: looseList(
    z.looseObject({ transactions: looseList(z.looseObject({ kind: loose, status: loose, amount: loose })) }),
  ),
})

export type OrderBody = z.infer<typeof orderBodySchema>
