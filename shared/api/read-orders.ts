import * as z from 'zod'
import { answeredBySchema } from '../reminder.ts'
import { NOTHING_STRUCK, struckSchema } from '../struck.ts'
import { orderHistorySchema } from './order-history.ts'
import { orderPageSchema, orderSchema, statisticsSchema } from './orders.ts'
import { readStoreRefundSchema } from './store-refunds.ts'

/**
 * An order as a client reads it from a server that may be newer: an unknown status, currency or fulfilment stays as its
 * number or its code, by the rule of protocol/frames.ts.
 */
export const readOrderSchema = orderSchema.extend({
  status: z.int(),
  payStatus: z.int(),
  payment: z.string().default('online'),
  currency: z.string(),
  fulfilment: z.string(),
  // A note among cooks: it never keeps an order from being shown.
  struck: struckSchema.catch(NOTHING_STRUCK),
})

const { answers } = orderHistorySchema.shape
export const readOrderPageSchema = orderPageSchema.extend({
  orders: z.array(readOrderSchema),
  history: orderHistorySchema
    .extend({
      answers: z.array(answers.element.extend({ by: answeredBySchema.extend({ kind: z.string() }) })),
      refunds: z.array(readStoreRefundSchema),
    })
    .optional(),
})

const { today } = statisticsSchema.shape
export const readStatisticsSchema = statisticsSchema.extend({
  today: today.extend({ turnover: z.array(today.shape.turnover.element.extend({ currency: z.string() })) }),
})

export type ReadOrder = z.infer<typeof readOrderSchema>
export type ReadOrderPage = z.infer<typeof readOrderPageSchema>
export type ReadStatistics = z.infer<typeof readStatisticsSchema>
export type ReadOrderHistory = NonNullable<ReadOrderPage['history']>
