import * as z from 'zod'
import { loose, looseList } from '../kit/tolerant.ts'

const metaSchema = looseList(z.looseObject({ key: loose, value: z.unknown().optional(), display_key: loose }))

const addressSchema = z
  .looseObject({
    ...{ first_name: loose, last_name: loose, company: loose, phone: loose },
    ...{ address_1: loose, address_2: loose, city: loose, state: loose, postcode: loose },
  })
  .optional()
  .catch(undefined)

/**
 * The part of an order that is read of WooCommerce’s webhooks, which carry what `GET /wp-json/wc/v3/orders/{id}` answers
 * (woocommerce.github.io/woocommerce-rest-api-docs, order properties). Only what an order cannot be without is required:
 * shops have plugins that change the rest.
 */
export const orderBodySchema = z.looseObject({
  id: z.int().min(1),
  number: loose,
  status: z.string().max(64),
  currency: z.string().max(16),
  total: z.union([z.string().max(40), z.number()]).transform(String),
  date_modified_gmt: loose,
  date_paid_gmt: loose,
  date_paid: loose,
  customer_note: loose,
  billing: addressSchema,
  shipping: addressSchema,
  meta_data: metaSchema,
  line_items: z
    .array(
      z.looseObject({
        name: loose,
        quantity: z.coerce.number().catch(1),
        total: loose,
        total_tax: loose,
        meta_data: metaSchema,
      }),
    )
    .max(5_000),
  shipping_lines: looseList(z.looseObject({ method_id: loose })),
  refunds: looseList(z.looseObject({ total: loose })),
})

export type OrderBody = z.infer<typeof orderBodySchema>

/** The body of `order.deleted`, which names the order alone. */
export const deletedBodySchema = z.looseObject({ id: z.int().min(1) })
