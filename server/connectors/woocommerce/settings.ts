import * as z from 'zod'
import { fulfilmentSchema } from '../../../shared/order.ts'

/** The settings of a connector of this kind, as the operator gives them. */
export const settingsSchema = z.strictObject({
  /** How an order without a shipping line leaves the shop. */
  fulfilment: fulfilmentSchema.default('delivery'),
  /** Fields of an order, as its `meta_data` names them, that the kitchen must read: those of a checkout plugin. */
  orderFields: z.array(z.string().min(1).max(100)).max(20).default([]),
})

export type WooCommerceSettings = z.infer<typeof settingsSchema>
