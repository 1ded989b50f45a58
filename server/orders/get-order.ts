import type { Sql } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import type { OrderRow } from './order-row.ts'

/**
 * Reads an order. With `storeId`, only an order of that store: to a device, another store's order is as unknown as one
 * that does not exist (I12). Throws `order_unknown`.
 */
export async function getOrder(sql: Sql, orderId: number, storeId?: string): Promise<OrderRow> {
  const row = await sql.get<OrderRow>('SELECT * FROM orders WHERE id = ?', [orderId])
  if (row === undefined || (storeId !== undefined && row.store_id !== storeId)) throw appError('order_unknown')
  return row
}
