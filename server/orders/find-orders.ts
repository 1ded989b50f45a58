import type { OrderPage, OrderQuery } from '../../shared/api/orders.ts'
import type { Context } from '../context/context.ts'
import { newestFirst } from '../db/paging.ts'
import { type OrderRow, toOrder } from './order-row.ts'
import { IS_UNDER_WAY, UNDER_WAY } from './under-way.ts'

/** Searches orders by filters, newest first, a page at a time by keyset. Throws `cursor_invalid`. */
export async function findOrders(ctx: Context, query: OrderQuery): Promise<OrderPage> {
  const search = ctx.db.query<OrderRow>('orders')
  if (query.storeId !== undefined) search.where('store_id', query.storeId)
  if (query.status !== undefined) {
    search.whereIn('status', query.status)
    // The index of orders under way is small, whatever the length of the store's history.
    if (query.status.every((status) => UNDER_WAY.includes(status))) search.whereRaw(IS_UNDER_WAY)
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

/** Escapes LIKE's wildcards, and replaces NUL, which ends a pattern in SQLite and is refused by PostgreSQL. */
function literal(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(/[\\%_]/g, '\\$&')
}
