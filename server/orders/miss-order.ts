import { ORDER_STATUS } from '../../shared/order.ts'
import type { Tx } from '../db/database.ts'
import type { OrderRow } from './order-row.ts'

/**
 * Marks an order as missed (漏单): its reminder has expired, and it still waits for acceptance. `now` is in milliseconds;
 * an order that was missed before keeps that time. Resolves to `undefined` when the order has moved on.
 */
export async function missOrder(tx: Tx, now: number, orderId: number): Promise<OrderRow | undefined> {
  return await tx.get<OrderRow>(
    `UPDATE orders SET missed_at = COALESCE(missed_at, ?)
      WHERE id = ? AND status = ${ORDER_STATUS.to_be_confirmed} RETURNING *`,
    [now, orderId],
  )
}
