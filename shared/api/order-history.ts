import * as z from 'zod'
import { answeredBySchema } from '../reminder.ts'
import { storeRefundSchema } from './store-refunds.ts'

/** A human's answer to an order: who gave it, and when. */
const orderAnswerSchema = z.object({ orderId: z.int(), by: answeredBySchema, at: z.int() })

/** The sums of all orders that a search finds, not of one page. */
const orderTotalsSchema = z.object({
  orders: z.int(),
  /** Minor units, by currency. */
  sums: z.array(
    z.object({
      currency: z.string(),
      /** Paid by orders that were not called off, less what went back. */
      takenMinor: z.int(),
      refundedMinor: z.int(),
      /** Paid by orders that were called off, and not back yet. */
      owedMinor: z.int(),
    }),
  ),
})

/** The part of a page of orders beyond the orders themselves, with `history=true`. */
export const orderHistorySchema = z.object({
  /** The latest answer to each order of the page that somebody answered. */
  answers: z.array(orderAnswerSchema),
  /** The money of the page's orders that goes back, or has gone. */
  refunds: z.array(storeRefundSchema),
  /** On the first page alone. */
  totals: orderTotalsSchema.nullable(),
})

export type OrderHistory = z.infer<typeof orderHistorySchema>
export type OrderTotals = z.infer<typeof orderTotalsSchema>
