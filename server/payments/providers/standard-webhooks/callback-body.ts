import * as z from 'zod'
import { amountMinorSchema } from '../../../../shared/money.ts'

/** The body of a callback. Other `type`s are answered 204 and ignored. */
export const callbackBodySchema = z.object({
  type: z.literal('payment.succeeded'),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.object({
    transactionId: z.string().min(1).max(128),
    orderNumber: z.string().min(1).max(64),
    amountMinor: amountMinorSchema,
    currency: z.string().regex(/^[A-Z]{3}$/),
    paidAt: z.int().min(0),
  }),
})
