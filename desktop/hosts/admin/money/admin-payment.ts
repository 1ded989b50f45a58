import * as z from 'zod'
import { paymentSchema } from '../../../../shared/api/payments.ts'

/** A payment with codes that a newer server may have. */
export const readPaymentSchema = paymentSchema
  .pick({ id: true, transactionId: true, orderNumber: true, orderId: true, amountMinor: true, currency: true })
  .extend({
    provider: z.string(),
    state: z.string(),
    reviewReason: z.string().nullable(),
    refundFault: z.string().nullable(),
    refundedMinor: paymentSchema.shape.refundedMinor,
    paidAt: paymentSchema.shape.paidAt,
  })
export type AdminPayment = z.infer<typeof readPaymentSchema>
