import type { ReviewReason } from '../../shared/api/payments.ts'
import { storeSettingsSchema } from '../../shared/api/stores.ts'
import { type Actor, ORDER_STATUS, PAY_STATUS } from '../../shared/order.ts'
import type { Tx } from '../db/database.ts'
import type { OrderRow } from './order-row.ts'

/** The SET of a statement that marks an order as paid; bind the time of payment, milliseconds. */
export const SET_PAID = `status = ${ORDER_STATUS.to_be_confirmed}, pay_status = ${PAY_STATUS.paid}, paid_at = ?`

/**
 * The one condition under which money moves an order, between `orders` and a row `paid` with `amount_minor` and
 * `currency`: the order waits for exactly this amount (I4). {@link whyUnpayable} names the part that does not hold.
 * The states are literals: a bound value for a column that a partial index asks about would make SQLite plan anew at
 * each binding.
 */
export const PAYS_ORDER = `orders.status = ${ORDER_STATUS.pending_payment} AND orders.pay_status = ${PAY_STATUS.unpaid}
        AND orders.amount_minor = paid.amount_minor AND orders.currency = paid.currency`

/** The actor of a cancellation by the time-out. */
const TIME_OUT: Actor = 'system'

/** Longest time, milliseconds, for which a store may let cancelled orders be revived (`reviveWithinMinutes`). */
export const REVIVABLE_MS = 24 * 60 * 60_000

/**
 * The one condition under which a number names an order, between `orders` and a row `paid`: with the store; or alone, where it
 * was given for a reference, or no other store has it. `orders.number = paid.order_number` stands before it.
 */
export const IS_NAMED = `(orders.store_id = paid.store_id OR (paid.store_id IS NULL AND (orders.reference = paid.order_number
        OR NOT EXISTS (SELECT 1 FROM orders AS twin WHERE twin.number = orders.number AND twin.store_id <> orders.store_id))))`

/** Names why money does not move an order, given that {@link PAYS_ORDER} does not hold. */
export function whyUnpayable(
  order: Pick<OrderRow, 'status' | 'pay_status' | 'currency'> | 'ambiguous' | undefined,
  paid: { currency: string },
): ReviewReason {
  if (order === undefined) return 'order_unknown'
  if (order === 'ambiguous') return 'order_ambiguous'
  if (order.pay_status !== PAY_STATUS.unpaid) return 'order_already_paid'
  if (order.status === ORDER_STATUS.cancelled) return 'order_cancelled'
  if (order.status !== ORDER_STATUS.pending_payment) return 'order_not_online'
  return order.currency === paid.currency ? 'amount_mismatch' : 'currency_mismatch'
}

/**
 * Revives an order that the time-out has cancelled, for exactly the amount that it waited for, within the time that its
 * store allows; never an order that a human cancelled (I4). `now` is in milliseconds. Resolves to `undefined` when the
 * order stays as it is.
 */
export async function reviveOrder(
  tx: Tx,
  now: number,
  order: Pick<OrderRow, 'id' | 'store_id'>,
  paid: { provider: string; transactionId: string; amountMinor: number; currency: string },
): Promise<OrderRow | undefined> {
  const store = await tx.get<{ settings: string }>('SELECT settings FROM stores WHERE id = ?', [order.store_id])
  if (store === undefined) return undefined
  const { reviveWithinMinutes } = storeSettingsSchema.parse(JSON.parse(store.settings))
  return await tx.get<OrderRow>(
    `UPDATE orders SET ${SET_PAID}, revived_at = ?, cancelled_at = NULL, cancelled_by = NULL, reason = NULL
      WHERE id = ? AND status = ${ORDER_STATUS.cancelled} AND pay_status = ${PAY_STATUS.unpaid}
        AND cancelled_by = '${TIME_OUT}' AND cancelled_at >= ? AND amount_minor = ? AND currency = ?
        AND NOT EXISTS (SELECT 1 FROM payments AS known WHERE known.provider = ? AND known.transaction_id = ?)
     RETURNING *`,
    [
      now,
      now,
      order.id,
      now - reviveWithinMinutes * 60_000,
      paid.amountMinor,
      paid.currency,
      paid.provider,
      paid.transactionId,
    ],
  )
}

/**
 * Dates cancellations by the time-out anew after the wall clock has jumped by `jumpMs` to `now`, milliseconds, where they
 * may still be revived: an order stays revivable for as long as its store says by the time that passes. `createdAfter`
 * bounds what is read: no order that was placed earlier waited until the last day.
 */
export async function redateTimeOuts(
  tx: Tx,
  { jumpMs, now, createdAfter }: { jumpMs: number; now: number; createdAfter: number },
): Promise<void> {
  await tx.run(
    // The stores lead to the index on their orders' `created_at`.
    `UPDATE orders SET cancelled_at = cancelled_at + ?
      WHERE store_id IN (SELECT id FROM stores) AND created_at >= ? AND status = ${ORDER_STATUS.cancelled}
        AND pay_status = ${PAY_STATUS.unpaid} AND cancelled_by = '${TIME_OUT}' AND cancelled_at >= ?`,
    [jumpMs, createdAfter - REVIVABLE_MS, now - jumpMs - REVIVABLE_MS],
  )
}
