import type { OrderPage, OrderQuery } from '../../shared/api/orders.ts'
import type { Context } from '../context/context.ts'
import { newestFirst, type Search } from '../db/paging.ts'
import { type OrderRow, toOrder } from './order-row.ts'
import { phoneCondition } from './phone-condition.ts'
import { IS_UNDER_WAY, UNDER_WAY } from './under-way.ts'

const CREATED_AT = { column: 'created_at', field: 'created_at', type: 'number' } as const
const ID = { column: 'id', field: 'id', type: 'number' } as const

/** The columns that say when an order has changed. There is no index of changes: each payment would pay for it. */
const CHANGED_AT = [
  ...['created_at', 'paid_at', 'confirmed_at', 'dispatched_at', 'completed_at', 'cancelled_at'],
  ...['revived_at', 'missed_at', 'last_urged_at'],
] as const satisfies readonly string[]
/** The age up to which an order's changes are found, milliseconds: it bounds the rows that are read. */
const LONGEST_CHANGE_MS = 31 * 86_400_000

/** Searches orders by filters, newest first, a page at a time by keyset. Throws `cursor_invalid`. */
export async function findOrders(ctx: Context, query: OrderQuery): Promise<OrderPage> {
  const page = await newestFirst<OrderRow>(filteredOrders(ctx, query), {
    // The history of all stores by its ids, which were given in the same order: no index has all of it by time.
    by: query.storeId === undefined && !isUnderWay(query) ? [ID] : [CREATED_AT, ID],
    limit: query.limit,
    cursor: query.cursor,
  })
  return { orders: page.rows.map(toOrder), next: page.next }
}

/** Begins a search with every filter of a query, for pages and for sums. */
export function filteredOrders(ctx: Context, query: OrderQuery): Search {
  const search = ctx.db.query<OrderRow>('orders')
  if (query.storeId !== undefined) search.where('store_id', query.storeId)
  if (query.status !== undefined) search.whereIn('status', query.status)
  // The index of orders under way is small, whatever the length of the history.
  if (isUnderWay(query)) search.whereRaw(IS_UNDER_WAY)
  if (query.from !== undefined) search.where('created_at', '>=', query.from)
  if (query.to !== undefined) search.where('created_at', '<', query.to)
  if (query.updatedAfter !== undefined) {
    const since = query.updatedAfter
    search.where('created_at', '>=', since - LONGEST_CHANGE_MS)
    search.where((any) => {
      for (const column of CHANGED_AT) any.orWhere(column, '>=', since)
    })
  }
  const { number, phone } = query
  if (number !== undefined) {
    search.where((either) =>
      either.whereRaw(like('number'), [`${literal(number)}%`]).orWhereRaw(like('number'), [`%${literal(number)}`]),
    )
  }
  if (phone !== undefined) {
    const written = phoneCondition(phone)
    search.where((either) => {
      either.whereRaw(like('customer_phone'), [`%${literal(phone)}`])
      if (written !== undefined) either.orWhereRaw(written.sql, written.values)
    })
  }
  return search
}

function isUnderWay({ status }: OrderQuery): boolean {
  return status?.every((one) => UNDER_WAY.includes(one)) ?? false
}

/** Compares without regard to the case of letters: SQLite's LIKE does so by itself, PostgreSQL's does not. */
function like(column: string): string {
  return `lower(${column}) LIKE lower(?) ESCAPE '\\'`
}

/** Escapes LIKE's wildcards, and replaces NUL, which ends a pattern in SQLite and is refused by PostgreSQL. */
function literal(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(/[\\%_]/g, '\\$&')
}
