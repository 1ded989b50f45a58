import { createHash } from 'node:crypto'
import type { PaymentState, Provider, ReviewReason } from '../../shared/api/payments.ts'
import type { Context } from '../context/context.ts'
import { rowsOf } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'

/** Money that a provider says has arrived, already verified. */
export interface PaidNotice {
  provider: Provider
  /** The provider's own number of the transaction; with `provider`, what makes a notice unique. */
  transactionId: string
  orderNumber: string
  amountMinor: number
  currency: string
  paidAt: number
}

/** Where the money went. */
interface Placed {
  orderId: number | null
  state: PaymentState
  reviewReason: ReviewReason | null
}

const PAYMENTS = rowsOf({
  id: 'TEXT',
  provider: 'TEXT',
  transaction_id: 'TEXT',
  order_number: 'TEXT',
  order_id: 'BIGINT',
  amount_minor: 'BIGINT',
  currency: 'TEXT',
  state: 'TEXT',
  review_reason: 'TEXT',
  body_hash: 'TEXT',
  paid_at: 'BIGINT',
  recorded_at: 'BIGINT',
})

/** Stores payments, and resolves to the ids of those that are new. A transaction that is known already is left as it is. */
export async function storePayments(
  tx: Tx,
  ctx: Context,
  payments: readonly (Placed & { notice: PaidNotice })[],
): Promise<string[]> {
  const rows = payments.map(({ notice, orderId, state, reviewReason }) => ({
    id: ctx.random.id('py'),
    provider: notice.provider,
    transaction_id: notice.transactionId,
    order_number: notice.orderNumber,
    order_id: orderId,
    amount_minor: notice.amountMinor,
    currency: notice.currency,
    state,
    review_reason: reviewReason,
    body_hash: factsHash(notice),
    paid_at: notice.paidAt,
    recorded_at: ctx.clock.now(),
  }))
  const stored = await tx.all<{ id: string }>(
    `INSERT INTO payments (${PAYMENTS.names}) SELECT ${PAYMENTS.names} FROM ${PAYMENTS.table} AS paid WHERE TRUE
     ON CONFLICT (provider, transaction_id) DO NOTHING RETURNING id`,
    [PAYMENTS.values(rows)],
  )
  return stored.map(({ id }) => id)
}

/**
 * What a notice says, apart from how it was wrapped: providers sign and encrypt every retry anew, so the raw body
 * differs between retries of one fact.
 */
export function factsHash({ orderNumber, amountMinor, currency }: PaidNotice): string {
  return createHash('sha256')
    .update(JSON.stringify([orderNumber, amountMinor, currency]))
    .digest('hex')
}
