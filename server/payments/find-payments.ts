import {
  type OrderPayments,
  type Payment,
  type PaymentQuery,
  type PaymentState,
  type Provider,
  paymentStateSchema,
  type Refund,
  type RefundFault,
  type ReviewReason,
} from '../../shared/api/payments.ts'
import type { AnsweredBy } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Sql } from '../db/database.ts'
import { newestFirst } from '../db/paging.ts'
import { appError } from '../lib/app-error.ts'
import type { RefundRow } from './refunds/refund-row.ts'
import { returnedMinor } from './refunds/returned-minor.ts'
import { REVIEW_TEXT } from './review-text.ts'

/** A payment as the database keeps it. Times are milliseconds. */
export interface PaymentRow {
  id: string
  provider: Provider
  transaction_id: string
  order_number: string
  order_id: number | null
  amount_minor: number
  currency: string
  state: PaymentState
  review_reason: ReviewReason | null
  refund_fault: RefundFault | null
  returned_minor: number
  refund_unknown: number
  paid_at: number
  recorded_at: number
}

const RECORDED_AT = { column: 'recorded_at', field: 'recorded_at', type: 'number' } as const
const ID = { column: 'id', field: 'id', type: 'text' } as const

/** The condition of the partial indexes on `payments`, in their words. */
export const IS_NOT_APPLIED = `state <> '${paymentStateSchema.enum.applied}'`

/** The condition that a payment is about an order, whose id is bound twice: two partial indexes share the payments. */
export const OF_ORDER = `((order_id = ? AND state = '${paymentStateSchema.enum.applied}') OR (order_id = ? AND ${IS_NOT_APPLIED}))`

/**
 * Finds payments by state, newest first: `review` and `refund_due` are the operator's lists of money that waits for a
 * human. Throws `cursor_invalid`.
 */
export async function findPayments(
  ctx: Context,
  query: PaymentQuery,
): Promise<{ payments: Payment[]; next: string | null }> {
  const search = ctx.db.query<PaymentRow>('payments')
  const waiting = query.state !== undefined && query.state !== 'applied'
  if (query.state !== undefined) search.where('state', query.state)
  // Nearly every payment is applied: the index holds the others.
  if (waiting) search.whereRaw(IS_NOT_APPLIED)
  // A literal, because the partial index is used for it alone.
  if (query.refundUnknown !== undefined) search.whereRaw('refund_unknown = 1')
  const page = await newestFirst<PaymentRow>(search, {
    // Ids begin with the time.
    by: waiting || query.refundUnknown !== undefined ? [RECORDED_AT, ID] : [ID],
    limit: query.limit,
    cursor: query.cursor,
  })
  return { payments: await withRefunds(ctx, page.rows), next: page.next }
}

/**
 * Reads the payments of an order, oldest first, those included that came under its number before the order did. Throws
 * `order_unknown`.
 */
export async function findOrderPayments(ctx: Context, orderId: number): Promise<OrderPayments> {
  const order = await ctx.db.read.get<{ number: string }>('SELECT number FROM orders WHERE id = ?', [orderId])
  if (order === undefined) throw appError('order_unknown')
  const rows = await ctx.db.read.all<PaymentRow>(
    `SELECT * FROM payments WHERE ${OF_ORDER}
      UNION ALL SELECT * FROM payments WHERE order_id IS NULL AND order_number = ? ORDER BY recorded_at, id`,
    [orderId, orderId, order.number],
  )
  const payments = await withRefunds(ctx, rows)
  return {
    payments: payments.map((payment) => ({
      ...payment,
      reviewText: payment.reviewReason === null ? null : REVIEW_TEXT[payment.reviewReason],
    })),
  }
}

/** Converts the rows of payments, each with its refunds. */
export async function withRefunds(ctx: Context, rows: readonly PaymentRow[]): Promise<Payment[]> {
  if (rows.length === 0) return []
  const refunds: RefundRow[] = await ctx.db
    .query<RefundRow>('refunds')
    .whereIn(
      'payment_id',
      rows.map(({ id }) => id),
    )
    .orderBy([{ column: 'created_at' }, { column: 'number' }])
  return rows.map((row) =>
    toPayment(
      row,
      refunds.filter(({ payment_id }) => payment_id === row.id),
    ),
  )
}

/** Reads one payment with its refunds. Throws `payment_unknown`. */
export async function getPayment(sql: Sql, id: string): Promise<Payment> {
  const row = await getPaymentRow(sql, id)
  const refunds = await sql.all<RefundRow>('SELECT * FROM refunds WHERE payment_id = ? ORDER BY created_at, number', [
    id,
  ])
  return toPayment(row, refunds)
}

/** Throws `payment_unknown`. */
export async function getPaymentRow(sql: Sql, id: string): Promise<PaymentRow> {
  const row = await sql.get<PaymentRow>('SELECT * FROM payments WHERE id = ?', [id])
  if (row === undefined) throw appError('payment_unknown')
  return row
}

function toPayment(row: PaymentRow, refunds: readonly RefundRow[]): Payment {
  return {
    id: row.id,
    provider: row.provider,
    transactionId: row.transaction_id,
    orderNumber: row.order_number,
    orderId: row.order_id,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state,
    reviewReason: row.review_reason,
    refundFault: row.refund_fault,
    refundedMinor: returnedMinor(row, refunds),
    refundUnknown: row.refund_unknown !== 0,
    paidAt: row.paid_at,
    recordedAt: row.recorded_at,
    refunds: refunds.map(toRefund),
  }
}

function toRefund(row: RefundRow): Refund {
  return {
    number: row.provider_number ?? row.number,
    amountMinor: row.amount_minor,
    reason: row.reason,
    note: row.note,
    notedBy: row.noted_by === null ? null : (JSON.parse(row.noted_by) as AnsweredBy),
    state: row.state,
    attempts: row.attempts,
    nextAt: row.next_at,
    code: row.code,
    createdAt: row.created_at,
    settledAt: row.settled_at,
  }
}
