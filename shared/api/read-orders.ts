import * as z from 'zod'
import { orderPageSchema, orderSchema, statisticsSchema } from './orders.ts'

/**
 * Orders as a client reads them from a server that may be newer: a status, a currency or a fulfilment that came after
 * this client is taken as its number or its code, as protocol/frames.ts rules for reminders.
 */
const readOrderSchema = orderSchema.extend({
  status: z.int(),
  payStatus: z.int(),
  currency: z.string(),
  fulfilment: z.string(),
})

export const readOrderPageSchema = orderPageSchema.extend({ orders: z.array(readOrderSchema) })

const { today } = statisticsSchema.shape
export const readStatisticsSchema = statisticsSchema.extend({
  today: today.extend({ turnover: z.array(today.shape.turnover.element.extend({ currency: z.string() })) }),
})

export type ReadOrder = z.infer<typeof readOrderSchema>
export type ReadOrderPage = z.infer<typeof readOrderPageSchema>
export type ReadStatistics = z.infer<typeof readStatisticsSchema>
