import type { ReviewReason } from '../../shared/api/payments.ts'
import { ORDER_STATUS, PAY_STATUS } from '../../shared/order.ts'
import type { OrderRow } from './order-row.ts'

/** The change of an order that its payment moves; bind the time of payment, milliseconds. */
export const SET_PAID = `status = ${ORDER_STATUS.to_be_confirmed}, pay_status = ${PAY_STATUS.paid}, paid_at = ?`

/**
 * The one condition under which money moves an order, between `orders` and a row `paid` with `amount_minor` and
 * `currency`: the order waits for exactly this amount (I4). {@link whyUnpayable} names the part that does not hold.
 * The states are literals: a bound value for a column that a partial index asks about would make SQLite plan anew at
 * each binding.
 */
export const PAYS_ORDER = `orders.status = ${ORDER_STATUS.pending_payment} AND orders.pay_status = ${PAY_STATUS.unpaid}
        AND orders.amount_minor = paid.amount_minor AND orders.currency = paid.currency`

/** Names why money does not move an order, given that {@link PAYS_ORDER} does not hold. */
export function whyUnpayable(
  order: Pick<OrderRow, 'status' | 'pay_status' | 'currency'> | undefined,
  paid: { currency: string },
): ReviewReason {
  if (order === undefined) return 'order_unknown'
  if (order.pay_status !== PAY_STATUS.unpaid) return 'order_already_paid'
  if (order.status === ORDER_STATUS.cancelled) return 'order_cancelled'
  return order.currency === paid.currency ? 'amount_mismatch' : 'currency_mismatch'
}
