import type { Knex } from 'knex'
import type { OrderHistory } from '../../shared/api/order-history.ts'
import type { OrderPage, OrderQuery } from '../../shared/api/orders.ts'
import type { Context } from '../context/context.ts'
import { newestFirst } from '../db/paging.ts'
import { findRefundsOf } from '../payments/refunds/find-store-refunds.ts'
import { findAnswers } from './find-answers.ts'
import { type OrderRow, toOrder } from './order-row.ts'
import { totalsOf } from './order-totals.ts'
import { phoneCondition } from './phone-condition.ts'
import { IS_UNDER_WAY, UNDER_WAY } from './under-way.ts'

const CREATED_AT = { column: 'created_at', field: 'created_at', type: 'number' } as const
const ID = { column: 'id', field: 'id', type: 'number' } as const

/** Searches orders by filters, newest first, a page at a time by keyset. Throws `cursor_invalid`. */
export async function findOrders(ctx: Context, query: OrderQuery): Promise<OrderPage> {
  const page = await newestFirst<OrderRow>(filteredOrders(ctx, query), {
    // The history of all stores by its ids, which were given in the same order: no index has all of it by time.
    by: query.storeId === undefined && !isUnderWay(query) ? [ID] : [CREATED_AT, ID],
    limit: query.limit,
    cursor: query.cursor,
  })
  const found = { orders: page.rows.map(toOrder), next: page.next }
  return query.history === undefined ? found : { ...found, history: await readHistory(ctx, query, page.rows) }
}

/** Reads what `history=true` adds to a page. */
async function readHistory(ctx: Context, query: OrderQuery, rows: readonly OrderRow[]): Promise<OrderHistory> {
  return {
    answers: await findAnswers(ctx, rows),
    refunds: await findRefundsOf(ctx, rows),
    totals: query.cursor === undefined ? await totalsOf(filteredOrders(ctx, query)) : null,
  }
}

/** Begins a search with every filter of a query, for pages and for sums. */
function filteredOrders(ctx: Context, query: OrderQuery): Knex.QueryBuilder {
  const search = ctx.db.query<OrderRow>('orders')
  if (query.storeId !== undefined) search.where('store_id', query.storeId)
  if (query.status !== undefined) search.whereIn('status', query.status)
  // The index of orders under way is small, whatever the length of the history.
  if (isUnderWay(query)) search.whereRaw(IS_UNDER_WAY)
  if (query.from !== undefined) search.where('created_at', '>=', query.from)
  if (query.to !== undefined) search.where('created_at', '<', query.to)
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
