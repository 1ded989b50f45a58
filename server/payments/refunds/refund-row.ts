import type { Provider, RefundReason, RefundState, ReviewReason } from '../../../shared/api/payments.ts'
import type { Sql } from '../../db/database.ts'

/** A refund as the database keeps it. Times are milliseconds. */
export interface RefundRow {
  number: string
  payment_id: string
  amount_minor: number
  reason: RefundReason
  note: string | null
  /** The person or device that noted a refund as made by hand, as JSON. */
  noted_by: string | null
  state: RefundState
  attempts: number
  next_at: number | null
  code: string | null
  created_at: number
  settled_at: number | null
  /** The provider's own number, for a refund that was made elsewhere. */
  provider_number: string | null
}

/** A refund with the columns of its payment that a call to the provider needs. */
export interface RefundOfPayment extends RefundRow {
  provider: Provider
  transaction_id: string
  order_number: string
  order_id: number | null
  currency: string
  total_minor: number
  review_reason: ReviewReason | null
}

export const REFUND_OF_PAYMENT = `
  SELECT r.*, p.provider, p.transaction_id, p.order_number, p.order_id, p.currency, p.amount_minor AS total_minor,
         p.review_reason
    FROM refunds r JOIN payments p ON p.id = r.payment_id`

/** Reads a refund by the number that its provider knows; `undefined` when there is none. */
export async function getRefund(sql: Sql, number: string): Promise<RefundOfPayment | undefined> {
  return await sql.get<RefundOfPayment>(`${REFUND_OF_PAYMENT} WHERE r.number = ?`, [number])
}
