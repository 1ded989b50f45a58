import * as z from 'zod'

/** A text that may be absent, `null` or, as PHP writes an empty field, a number or `false`. */
const loose = z
  .unknown()
  .transform((value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : ''))

const metaSchema = z
  .array(z.looseObject({ key: loose, value: z.unknown(), display_key: loose, display_value: z.unknown() }))
  .nullish()
  .catch(undefined)

const addressSchema = z
  .looseObject({
    ...{ first_name: loose, last_name: loose, company: loose, phone: loose },
    ...{ address_1: loose, address_2: loose, city: loose, state: loose, postcode: loose },
  })
  .nullish()
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
  shipping_lines: z
    .array(z.looseObject({ method_id: loose, method_title: loose }))
    .nullish()
    .catch(undefined),
  refunds: z
    .array(z.looseObject({ total: loose }))
    .nullish()
    .catch(undefined),
})

export type OrderBody = z.infer<typeof orderBodySchema>

/** The body of `order.deleted`, which names the order alone. */
export const deletedBodySchema = z.looseObject({ id: z.int().min(1) })
