import type { Sql } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import type { OrderRow } from './order-row.ts'

/**
 * The order, provided the caller may see it: a device sees its own store's only, and another store's is as unknown
 * to it as one that does not exist (I12). Throws `order_unknown`.
 */
export async function getOrder(sql: Sql, orderId: number, storeId?: string): Promise<OrderRow> {
  const row = await sql.get<OrderRow>('SELECT * FROM orders WHERE id = ?', [orderId])
  if (row === undefined || (storeId !== undefined && row.store_id !== storeId)) throw appError('order_unknown')
  return row
}
