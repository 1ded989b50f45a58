import type {
  Payment,
  PaymentQuery,
  PaymentState,
  Provider,
  Refund,
  RefundFault,
  ReviewReason,
} from '../../shared/api/payments.ts'
import type { Context } from '../context/context.ts'
import type { Sql } from '../db/database.ts'
import { newestFirst } from '../db/paging.ts'
import { appError } from '../lib/app-error.ts'
import type { RefundRow } from './refunds/refund-row.ts'

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
  paid_at: number
  recorded_at: number
}

/**
 * Finds payments by state, newest first: `review` and `refund_due` are the operator's lists of money that waits for a
 * human. Throws `cursor_invalid`.
 */
export async function findPayments(
  ctx: Context,
  query: PaymentQuery,
): Promise<{ payments: Payment[]; next: string | null }> {
  const search = ctx.db.query<PaymentRow>('payments')
  if (query.state !== undefined) search.where('state', query.state)
  const page = await newestFirst<PaymentRow>(search, {
    at: 'recorded_at',
    limit: query.limit,
    cursor: query.cursor,
    ids: 'text',
  })
  const refunds: RefundRow[] = await ctx.db
    .query<RefundRow>('refunds')
    .whereIn(
      'payment_id',
      page.rows.map(({ id }) => id),
    )
    .orderBy([{ column: 'created_at' }, { column: 'number' }])
  return {
    payments: page.rows.map((row) =>
      toPayment(
        row,
        refunds.filter(({ payment_id }) => payment_id === row.id),
      ),
    ),
    next: page.next,
  }
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
    paidAt: row.paid_at,
    recordedAt: row.recorded_at,
    refunds: refunds.map(toRefund),
  }
}

function toRefund(row: RefundRow): Refund {
  return {
    number: row.number,
    amountMinor: row.amount_minor,
    reason: row.reason,
    note: row.note,
    state: row.state,
    attempts: row.attempts,
    nextAt: row.next_at,
    code: row.code,
    createdAt: row.created_at,
    settledAt: row.settled_at,
  }
}
