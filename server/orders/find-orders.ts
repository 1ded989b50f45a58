import type { OrderPage, OrderQuery } from '../../shared/api/orders.ts'
import { appError } from '../app-error.ts'
import type { Context } from '../context.ts'
import { parsePageKey, toPage } from '../paging.ts'
import { type OrderRow, toOrder } from './order-row.ts'

/** Orders by filters, newest first, a page at a time by keyset. Throws `cursor_invalid`. */
export async function findOrders(ctx: Context, query: OrderQuery): Promise<OrderPage> {
  const search = ctx.db.query<OrderRow>('orders').orderBy([
    { column: 'created_at', order: 'desc' },
    { column: 'id', order: 'desc' },
  ])
  if (query.storeId !== undefined) search.where('store_id', query.storeId)
  if (query.status !== undefined) search.whereIn('status', query.status)
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
  if (query.cursor !== undefined) {
    const after = parsePageKey(query.cursor)
    const id = Number(after.id)
    // The cursor of another list has letters in it.
    if (!Number.isSafeInteger(id)) throw appError('cursor_invalid')
    search.whereRaw('(created_at, id) < (?, ?)', [after.at, id])
  }
  const rows: OrderRow[] = await search.limit(query.limit + 1)
  const page = toPage(rows, query.limit, (row) => ({ at: row.created_at, id: String(row.id) }))
  return { orders: page.rows.map(toOrder), next: page.next }
}

/** Makes LIKE's wildcards mean themselves. NUL, which ends a pattern in SQLite and is refused by PostgreSQL, means nothing. */
function literal(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(/[\\%_]/g, '\\$&')
}
