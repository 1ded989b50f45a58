import type { Payment } from '../../shared/api/payments.ts'
import type { StoreRefund, StoreRefundState } from '../../shared/api/store-refunds.ts'

/** The order of a payment, as its refund tells of it. */
export interface CalledOffOrder {
  id: number
  number: string
  cancelled_at: number | null
}

/** Names the state of a payment's money that goes back; `undefined`: it pays its order, and stays. */
function storeRefundState({
  state,
  refundFault,
}: Pick<Payment, 'state' | 'refundFault'>): StoreRefundState | undefined {
  if (state === 'applied') return undefined
  if (state === 'review') return 'in_review'
  if (state === 'refunding') return 'under_way'
  if (state === 'refunded') return 'done'
  return refundFault === 'by_hand' ? 'by_hand' : 'failed'
}

/** Writes what a shop may know of money that goes back, without what names it at its provider; `undefined`: it stays. */
export function toStoreRefund(payment: Payment, order: CalledOffOrder | undefined): StoreRefund | undefined {
  const state = storeRefundState(payment)
  if (state === undefined) return undefined
  const { id, amountMinor, refundedMinor, currency, refundUnknown, paidAt, refunds } = payment
  const settled = refunds.filter((refund) => refund.state === 'succeeded')
  return {
    id,
    orderId: order?.id ?? null,
    orderNumber: order?.number ?? payment.orderNumber,
    state,
    paidMinor: amountMinor,
    refundedMinor,
    owedMinor: amountMinor - refundedMinor,
    currency,
    refundUnknown,
    paidAt,
    calledOffAt: order?.cancelled_at ?? null,
    doneAt: state === 'done' ? (settled.at(-1)?.settledAt ?? null) : null,
    notedBy: settled.findLast(({ notedBy }) => notedBy !== null)?.notedBy ?? null,
  }
}
