import type { StoreRefund, StoreRefundPage, StoreRefundQuery } from '../../shared/api/store-refunds.ts'
import type { Context } from '../context/context.ts'
import type { Sql } from '../db/database.ts'
import { newestFirst } from '../db/paging.ts'
import { getPayment, IS_NOT_APPLIED, type PaymentRow, withRefunds } from './find-payments.ts'
import { type CalledOffOrder, toStoreRefund } from './store-refund.ts'

const RECORDED_AT = { column: 'recorded_at', field: 'recorded_at', type: 'number' } as const
const ID = { column: 'id', field: 'id', type: 'text' } as const

const STATES = { open: ['review', 'refunding', 'refund_due'], done: ['refunded'] } as const

/** Finds the money of a store that goes back, or has gone, the latest payment first. Throws `cursor_invalid`. */
export async function findStoreRefunds(
  ctx: Context,
  storeId: string,
  { state, limit, cursor }: StoreRefundQuery,
): Promise<Pick<StoreRefundPage, 'refunds' | 'next'>> {
  const search = ctx.db
    .query<PaymentRow>('payments')
    .whereIn('state', [...STATES[state]])
    .whereRaw(IS_NOT_APPLIED)
    .whereRaw('EXISTS (SELECT 1 FROM orders WHERE orders.id = payments.order_id AND orders.store_id = ?)', [storeId])
  const page = await newestFirst<PaymentRow>(search, { by: [RECORDED_AT, ID], limit, cursor })
  const payments = await withRefunds(ctx, page.rows)
  const orders = await findOrders(
    ctx,
    page.rows.flatMap(({ order_id: id }) => id ?? []),
  )
  return {
    refunds: payments.flatMap((payment) => toStoreRefund(payment, orders.get(payment.orderId ?? 0)) ?? []),
    next: page.next,
  }
}

/** Finds the money of given orders that goes back, or has gone. */
export async function findRefundsOf(ctx: Context, orders: readonly CalledOffOrder[]): Promise<StoreRefund[]> {
  if (orders.length === 0) return []
  const byId = new Map(orders.map((order) => [order.id, order]))
  const rows: PaymentRow[] = await ctx.db
    .query<PaymentRow>('payments')
    .whereIn('order_id', [...byId.keys()])
    .whereRaw(IS_NOT_APPLIED)
    .orderBy(['recorded_at', 'id'])
  const payments = await withRefunds(ctx, rows)
  return payments.flatMap((payment) => toStoreRefund(payment, byId.get(payment.orderId ?? 0)) ?? [])
}

async function findOrders(ctx: Context, ids: readonly number[]): Promise<Map<number, CalledOffOrder>> {
  if (ids.length === 0) return new Map()
  const rows: CalledOffOrder[] = await ctx.db
    .query<CalledOffOrder>('orders')
    .whereIn('id', [...ids])
    .select('id', 'number', 'cancelled_at')
  return new Map(rows.map((row) => [row.id, row]))
}

/** Reads a payment's money as {@link findStoreRefunds} lists it; `undefined`: it stays. Throws `payment_unknown`. */
export async function getStoreRefund(sql: Sql, paymentId: string): Promise<StoreRefund | undefined> {
  const payment = await getPayment(sql, paymentId)
  const order = await sql.get<CalledOffOrder>('SELECT id, number, cancelled_at FROM orders WHERE id = ?', [
    payment.orderId,
  ])
  return toStoreRefund(payment, order)
}
