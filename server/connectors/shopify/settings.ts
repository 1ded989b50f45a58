import * as z from 'zod'

/** The settings of a connector of this kind, as the operator gives them. */
export const settingsSchema = z.strictObject({
  /** The names of the payment methods whose orders are made before they are paid, as the shop has named them. */
  paidAtTheDoor: z
    .array(z.string().min(1).max(100))
    .max(20)
    .default(['Cash on Delivery (COD)', 'Cash on Delivery', '货到付款']),
})

export type ShopifySettings = z.infer<typeof settingsSchema>
