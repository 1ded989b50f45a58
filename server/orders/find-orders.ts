import type { OrderPage, OrderQuery } from '../../shared/api/orders.ts'
import { ORDER_STATUS, type OrderStatus } from '../../shared/order.ts'
import type { Context } from '../context/context.ts'
import { newestFirst } from '../db/paging.ts'
import { type OrderRow, toOrder } from './order-row.ts'

/** In the words of the index `orders_under_way`, these are found without looking through a store's history. */
const UNDER_WAY: readonly OrderStatus[] = [
  ORDER_STATUS.to_be_confirmed,
  ORDER_STATUS.confirmed,
  ORDER_STATUS.delivering,
]

/** Orders by filters, newest first, a page at a time by keyset. Throws `cursor_invalid`. */
export async function findOrders(ctx: Context, query: OrderQuery): Promise<OrderPage> {
  const search = ctx.db.query<OrderRow>('orders')
  if (query.storeId !== undefined) search.where('store_id', query.storeId)
  if (query.status !== undefined) {
    search.whereIn('status', query.status)
    if (query.status.every((status) => UNDER_WAY.includes(status))) search.whereRaw('status IN (2, 3, 4)')
  }
  if (query.from !== undefined) search.where('created_at', '>=', query.from)
  if (query.to !== undefined) search.where('created_at', '<', query.to)
  const { number, phone } = query
  if (number !== undefined) {
    search.where((either) =>
      either
        .whereRaw(`number LIKE ? ESCAPE '\\'`, [`${literal(number)}%`])
        .orWhereRaw(`number LIKE ? ESCAPE '\\'`, [`%${literal(number)}`]),
    )
  }
  if (phone !== undefined) search.whereRaw(`customer_phone LIKE ? ESCAPE '\\'`, [`%${literal(phone)}`])
  const page = await newestFirst<OrderRow>(search, {
    at: 'created_at',
    limit: query.limit,
    cursor: query.cursor,
    ids: 'number',
  })
  return { orders: page.rows.map(toOrder), next: page.next }
}

/** Makes LIKE's wildcards mean themselves. NUL, which ends a pattern in SQLite and is refused by PostgreSQL, means nothing. */
function literal(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(/[\\%_]/g, '\\$&')
}
