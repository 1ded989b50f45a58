import type { PaymentState } from '../../../shared/api/payments.ts'

/**
 * Adds up the money of a payment that is back, in minor units: the sum of its refunds or the provider's own sum,
 * whichever is more, because providers tell the same refund in both ways.
 */
export function returnedMinor(
  payment: { state: PaymentState; amount_minor: number; returned_minor: number },
  refunds: readonly { state: string; amount_minor: number }[],
): number {
  if (payment.state === 'refunded') return payment.amount_minor
  const itemised = refunds.reduce((sum, { state, amount_minor }) => sum + (state === 'succeeded' ? amount_minor : 0), 0)
  return Math.min(payment.amount_minor, Math.max(itemised, payment.returned_minor))
}
