import type { OrderHistory } from '../../shared/api/order-history.ts'
import type { Order, OrderPage, OrderQuery } from '../../shared/api/orders.ts'
import type { Context } from '../context/context.ts'
import { findAnswers } from '../orders/find-answers.ts'
import { filteredOrders, findOrders } from '../orders/find-orders.ts'
import { totalsOf } from '../orders/order-totals.ts'
import { findRefundsOf } from '../payments/find-store-refunds.ts'

/** Searches orders, and tells of each page what its query asks for beyond them. Throws `cursor_invalid`. */
export async function readOrderPage(ctx: Context, query: OrderQuery): Promise<OrderPage> {
  const page = await findOrders(ctx, query)
  return query.history === undefined ? page : { ...page, history: await readHistory(ctx, query, page.orders) }
}

async function readHistory(ctx: Context, query: OrderQuery, orders: readonly Order[]): Promise<OrderHistory> {
  return {
    answers: await findAnswers(ctx, orders),
    refunds: await findRefundsOf(
      ctx,
      orders.map(({ id, number, cancelledAt }) => ({ id, number, cancelled_at: cancelledAt })),
    ),
    // The sums are those of all pages: the first one tells them.
    totals: query.cursor === undefined ? await totalsOf(filteredOrders(ctx, query)) : null,
  }
}
