import type { Payment, PaymentQuery, PaymentState, Provider, ReviewReason } from '../../shared/api/payments.ts'
import type { Currency } from '../../shared/money.ts'
import type { Context } from '../context.ts'
import { newestFirst } from '../paging.ts'

interface PaymentRow {
  id: string
  provider: Provider
  transaction_id: string
  order_number: string
  order_id: number | null
  amount_minor: number
  currency: Currency
  state: PaymentState
  review_reason: ReviewReason | null
  paid_at: number
  recorded_at: number
}

/** Payments by state, newest first: `state=review` is the operator's list of money that waits for a decision. */
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
  return { payments: page.rows.map(toPayment), next: page.next }
}

function toPayment(row: PaymentRow): Payment {
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
    paidAt: row.paid_at,
    recordedAt: row.recorded_at,
  }
}
