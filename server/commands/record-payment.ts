import type { PaymentState, ReviewReason } from '../../shared/api/payments.ts'
import { ORDER_STATUS, PAY_STATUS } from '../../shared/order.ts'
import type { Gathered, Tx } from '../db/database.ts'
import { type AppError, appError } from '../lib/app-error.ts'
import type { OrderRow } from '../orders/order-row.ts'
import { factsHash, type PaidNotice, storePayments } from '../payments/payment-row.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { refundMisfit } from '../payments/refunds/queue-refund.ts'
import { applyPayments } from './apply-payments.ts'

/** `duplicate`: this transaction is already recorded, in the state it says. */
export interface RecordedPayment {
  state: PaymentState
  reviewReason: ReviewReason | null
  duplicate: boolean
}

/** Records payments through the single writer; notices that wait at the same moment cost little more than one. */
export function createPaymentRecorder(ctx: PaymentContext): (notice: PaidNotice) => Promise<RecordedPayment> {
  const record: Gathered<PaidNotice, RecordedPayment> = (tx, notices) => recordPayments(tx, ctx, notices)
  return (notice) => ctx.db.gather(record, notice)
}

/** {@link recordPayments} for one. Throws `payment_conflict` when the same transaction comes with other facts. */
export async function recordPayment(tx: Tx, ctx: PaymentContext, notice: PaidNotice): Promise<RecordedPayment> {
  const [recorded] = await recordPayments(tx, ctx, [notice])
  if (recorded === undefined || recorded instanceof Error) throw recorded
  return recorded
}

/**
 * The transaction this project exists for: keep the payment, move the order, append the reminder — or none of it
 * (I1). Money that cannot be applied is kept for review; it is never dropped and never confirms an order.
 * A repeated notice changes nothing (I4); the same transaction with other facts is a `payment_conflict`.
 */
async function recordPayments(
  tx: Tx,
  ctx: PaymentContext,
  notices: readonly PaidNotice[],
): Promise<(RecordedPayment | AppError)[]> {
  const results: (RecordedPayment | AppError)[] = []
  let waiting = notices.map((notice, index) => ({ notice, index }))
  while (waiting.length > 0) {
    const { round, rest } = firstOfEach(waiting)
    const applied = await applyPayments(
      tx,
      ctx,
      round.map(({ notice }) => notice),
    )
    for (const { notice, index } of round) {
      results[index] = applied.has(notice)
        ? { state: 'applied', reviewReason: null, duplicate: false }
        : await keepForReview(tx, ctx, notice)
    }
    waiting = rest
  }
  return results
}

/** One for each transaction and each order, the oldest first: what two of them mean depends on which one is first. */
function firstOfEach<Waiting extends { notice: PaidNotice }>(waiting: readonly Waiting[]) {
  const seen = new Set<string>()
  const round: Waiting[] = []
  const rest: Waiting[] = []
  for (const one of waiting) {
    const { provider, transactionId, orderNumber } = one.notice
    const names = [`order ${orderNumber}`, `transaction ${provider} ${transactionId}`]
    const first = names.every((name) => !seen.has(name))
    ;(first ? round : rest).push(one)
    for (const name of names) seen.add(name)
  }
  return { round, rest }
}

/** Money that moves no order: it is known already, goes back by itself, or somebody has to decide. */
async function keepForReview(tx: Tx, ctx: PaymentContext, notice: PaidNotice): Promise<RecordedPayment | AppError> {
  const order = await tx.get<OrderRow>('SELECT * FROM orders WHERE number = ?', [notice.orderNumber])
  const reason = reviewReason(order, notice)
  const payment = { notice, orderId: order?.id ?? null, state: 'review', reviewReason: reason } as const
  const [stored] = await storePayments(tx, ctx, [payment])
  if (stored === undefined) return await recordedBefore(tx, notice)
  const { provider, transactionId, amountMinor } = notice
  const state = await refundMisfit(tx, ctx, { id: stored, provider, transactionId, amountMinor }, reason)
  return { state, reviewReason: reason, duplicate: false }
}

async function recordedBefore(tx: Tx, notice: PaidNotice): Promise<RecordedPayment | AppError> {
  const row = await tx.get<{ state: PaymentState; review_reason: ReviewReason | null; body_hash: string }>(
    'SELECT state, review_reason, body_hash FROM payments WHERE provider = ? AND transaction_id = ?',
    [notice.provider, notice.transactionId],
  )
  if (row === undefined) throw new Error('a payment conflicts with one that is not there')
  if (row.body_hash !== factsHash(notice)) return appError('payment_conflict')
  return { state: row.state, reviewReason: row.review_reason, duplicate: true }
}

function reviewReason(order: OrderRow | undefined, notice: PaidNotice): ReviewReason {
  if (order === undefined) return 'order_unknown'
  if (order.pay_status !== PAY_STATUS.unpaid) return 'order_already_paid'
  if (order.status === ORDER_STATUS.cancelled) return 'order_cancelled'
  return order.currency === notice.currency ? 'amount_mismatch' : 'currency_mismatch'
}
