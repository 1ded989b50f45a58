import * as z from 'zod'
import { amountMinorSchema } from '../../../../shared/money.ts'
import { codePointLength } from '../../../../shared/text.ts'

/** The body of a callback. Other `type`s are answered 204 and ignored. */
export const callbackBodySchema = z.object({
  type: z.literal('payment.succeeded'),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.object({
    transactionId: z.string().min(1).max(128),
    /** The reference that starting the payment gave, or the order's number: alone, where one store has it. */
    orderNumber: z
      .string()
      .min(1)
      .max(128)
      .refine((name) => codePointLength(name) <= 64, 'must have 64 characters at most'),
    /** The store of an order that is named by its number. */
    storeId: z.string().min(1).max(64).optional(),
    amountMinor: amountMinorSchema,
    currency: z.string().regex(/^[A-Z]{3}$/),
    paidAt: z.int().min(0),
  }),
})
