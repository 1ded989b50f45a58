import type { PaymentState, ReviewReason } from '../../shared/api/payments.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { tellEvents } from '../events/tell-events.ts'
import { type AppError, appError } from '../lib/app-error.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import type { OrderRow } from '../orders/order-row.ts'
import { PAYS_ORDER, reviveOrder, SET_PAID, whyUnpayable } from '../orders/pay-order.ts'
import type { PaymentContext, VerifiedPayment } from '../payments/providers/port.ts'
import { refundMisfit } from '../payments/refunds/queue-refund.ts'
import { raiseReminders } from '../reminders/raise-reminder.ts'
import { REMINDER_ORDER_COLUMNS, type ReminderOrder } from '../reminders/reminder-order.ts'

/** The state of a recorded payment. `duplicate`: the provider's transaction had been recorded before. */
export interface RecordedPayment {
  state: PaymentState
  reviewReason: ReviewReason | null
  duplicate: boolean
}

/**
 * Makes a function that records a payment through the single writer; payments that wait at the same moment cost little
 * more than one. Rejects with `payment_conflict` when a recorded transaction comes again with other facts, and with
 * `storage_unavailable`.
 */
export function createPaymentRecorder(ctx: PaymentContext): (payment: VerifiedPayment) => Promise<RecordedPayment> {
  return ctx.db.batched<VerifiedPayment, RecordedPayment>((tx, payments) => recordPayments(tx, ctx, payments))
}

type Result = RecordedPayment | AppError

/**
 * Records payments in the one transaction that this project exists for: move the order, store the payment, raise the
 * reminder and append it to the log; or none of it (I1). Money that moves no order is stored for review; it is never
 * dropped and never confirms an order. A repeated payment changes nothing (I4); a recorded transaction with other facts
 * is a `payment_conflict`.
 *
 * Orders and payments come first and reminders last, for all payments together: so rows are locked in the order in which
 * every command locks them (docs/decisions/0026).
 */
export async function recordPayments(
  tx: Tx,
  ctx: PaymentContext,
  payments: readonly VerifiedPayment[],
): Promise<(RecordedPayment | AppError)[]> {
  const results: Result[] = []
  const paid: ReminderOrder[] = []
  let waiting = payments.map((payment, index) => ({ payment, index }))
  while (waiting.length > 0) {
    const { round, rest } = firstOfEach(waiting)
    const applied = await applyPayments(
      tx,
      ctx,
      round.map(({ payment }) => payment),
    )
    for (const { payment, index } of round) {
      const order = applied.get(payment)
      const outcome: Outcome = order === undefined ? await recordMisfit(tx, ctx, payment) : { result: APPLIED, order }
      results[index] = outcome.result
      if (outcome.order !== undefined) paid.push(outcome.order)
    }
    waiting = rest
  }
  const reminders = paid.map((order) => ({ order, kind: 'new_order', dedupe: '' }) as const)
  if (reminders.length > 0) await raiseReminders(tx, ctx, reminders)
  return results
}

/** The result for a payment, and the order that it has paid. */
interface Outcome {
  result: Result
  order?: ReminderOrder
}

const APPLIED: RecordedPayment = { state: 'applied', reviewReason: null, duplicate: false }

/**
 * Splits off one payment for each transaction and each order, the oldest: the meaning of a second one depends on the
 * result of the first.
 */
function firstOfEach<Waiting extends { payment: VerifiedPayment }>(waiting: readonly Waiting[]) {
  const seen = new Set<string>()
  const round: Waiting[] = []
  const rest: Waiting[] = []
  for (const one of waiting) {
    const { provider, transactionId, orderNumber } = one.payment
    const names = [`order ${orderNumber}`, `transaction ${provider} ${transactionId}`]
    const first = names.every((name) => !seen.has(name))
    ;(first ? round : rest).push(one)
    for (const name of names) seen.add(name)
  }
  return { round, rest }
}

/**
 * Moves the orders that `payments` pay for exactly, and stores these payments. Resolves to them and their orders. One
 * statement a table, for one payment or a hundred; no two of `payments` may be about the same order.
 */
async function applyPayments(
  tx: Tx,
  ctx: PaymentContext,
  payments: readonly VerifiedPayment[],
): Promise<Map<VerifiedPayment, ReminderOrder>> {
  const orders = await moveOrders(tx, ctx, payments)
  const applied = payments.flatMap((payment) => {
    const order = orders.get(payment.orderNumber)
    return order === undefined ? [] : [{ payment, order }]
  })
  if (applied.length > 0) await storeApplied(tx, ctx, applied)
  return new Map(applied.map(({ payment, order }) => [payment, order]))
}

/** Revives an order that the time-out has cancelled, and stores its late payment. Resolves to `undefined` if it may not. */
async function reviveFor(tx: Tx, ctx: PaymentContext, payment: VerifiedPayment): Promise<ReminderOrder | undefined> {
  const order = await reviveOrder(tx, ctx.clock.now(), payment)
  if (order === undefined) return undefined
  await storeApplied(tx, ctx, [{ payment, order }])
  ctx.logger.info({ orderId: order.id, storeId: order.store_id }, 'an order was revived by its late payment')
  return order
}

/** Stores payments that have moved their orders. Throws an Error when one is not new. */
async function storeApplied(
  tx: Tx,
  ctx: PaymentContext,
  applied: readonly { payment: VerifiedPayment; order: ReminderOrder }[],
): Promise<void> {
  const { inserted } = await insertPayments(
    tx,
    ctx,
    applied.map(({ payment, order }) => ({ payment, orderId: order.id, state: 'applied', reviewReason: null })),
  )
  if (inserted !== applied.length) throw new Error('an order was moved by a payment that was known before')
}

const PAID = bulkRows({
  provider: 'TEXT',
  transaction_id: 'TEXT',
  order_number: 'TEXT',
  amount_minor: 'BIGINT',
  currency: 'TEXT',
})

/** Moves orders with every condition in one statement: of all payments that could move an order, one does (I4). */
async function moveOrders(
  tx: Tx,
  ctx: PaymentContext,
  payments: readonly VerifiedPayment[],
): Promise<Map<string, ReminderOrder>> {
  const paid = PAID.of(
    sortedBy(payments, ({ orderNumber }) => orderNumber).map(
      ({ provider, transactionId, orderNumber, amountMinor, currency }) => {
        return {
          provider,
          transaction_id: transactionId,
          order_number: orderNumber,
          amount_minor: amountMinor,
          currency,
        }
      },
    ),
  )
  const orders = await tx.all<ReminderOrder>(
    `UPDATE orders SET ${SET_PAID} FROM ${paid.table} AS paid
      WHERE orders.number = paid.order_number AND ${PAYS_ORDER}
        AND NOT EXISTS (SELECT 1 FROM payments AS known
              WHERE known.provider = paid.provider AND known.transaction_id = paid.transaction_id)
     RETURNING ${REMINDER_ORDER_COLUMNS}`,
    [ctx.clock.now(), ...paid.values],
  )
  return new Map(orders.map((order) => [order.number, order]))
}

const PAYMENTS = bulkRows({
  id: 'TEXT',
  provider: 'TEXT',
  transaction_id: 'TEXT',
  order_number: 'TEXT',
  order_id: 'BIGINT',
  amount_minor: 'BIGINT',
  currency: 'TEXT',
  state: 'TEXT',
  review_reason: 'TEXT',
  paid_at: 'BIGINT',
  recorded_at: 'BIGINT',
})

interface NewPayment {
  payment: VerifiedPayment
  orderId: number | null
  state: PaymentState
  reviewReason: ReviewReason | null
}

/** Stores a payment. Resolves to its id, or to `undefined` when its transaction was recorded before, and stays as it is. */
export async function storePayment(tx: Tx, ctx: PaymentContext, payment: NewPayment): Promise<string | undefined> {
  const { ids, inserted } = await insertPayments(tx, ctx, [payment])
  return inserted === 1 ? ids[0] : undefined
}

/** Inserts payments, but for known transactions. Resolves to the ids that they were given, and to how many are new. */
async function insertPayments(
  tx: Tx,
  ctx: PaymentContext,
  payments: readonly NewPayment[],
): Promise<{ ids: string[]; inserted: number }> {
  const recorded = payments.map(({ payment, orderId, state, reviewReason }) => ({
    id: ctx.random.id('py'),
    provider: payment.provider,
    transaction_id: payment.transactionId,
    order_number: payment.orderNumber,
    order_id: orderId,
    amount_minor: payment.amountMinor,
    currency: payment.currency,
    state,
    review_reason: reviewReason,
    paid_at: payment.paidAt,
    recorded_at: ctx.clock.now(),
  }))
  // Two servers that insert the same transactions wait for each other in one order.
  const rows = PAYMENTS.of(sortedBy(recorded, ({ provider, transaction_id }) => `${provider} ${transaction_id}`))
  const inserted = await tx.run(
    `INSERT INTO payments (${PAYMENTS.names}) SELECT ${PAYMENTS.names} FROM ${rows.table} AS paid WHERE TRUE
     ON CONFLICT (provider, transaction_id) DO NOTHING`,
    rows.values,
  )
  return { ids: recorded.map(({ id }) => id), inserted }
}

/**
 * Records money that fitted no order when orders were moved: it pays one that another server has placed since, revives one,
 * was recorded before, is refunded, or waits for the operator.
 */
async function recordMisfit(tx: Tx, ctx: PaymentContext, payment: VerifiedPayment): Promise<Outcome> {
  const { provider, transactionId, orderNumber, amountMinor, currency } = payment
  const order = await tx.get<OrderRow>('SELECT * FROM orders WHERE number = ?', [orderNumber])
  const reviewReason = whyUnpayable(order, payment)
  // The order waits for its money now, and there may be nothing wrong with this amount.
  const late = reviewReason === 'amount_mismatch' ? await applyPayments(tx, ctx, [payment]) : undefined
  const paid = late?.get(payment)
  if (paid !== undefined) return { result: APPLIED, order: paid }
  const revived = reviewReason === 'order_cancelled' ? await reviveFor(tx, ctx, payment) : undefined
  if (revived !== undefined) return { result: APPLIED, order: revived }
  const id = await storePayment(tx, ctx, { payment, orderId: order?.id ?? null, state: 'review', reviewReason })
  if (id === undefined) return { result: await recordedBefore(tx, payment) }
  const state = await refundMisfit(tx, ctx, { id, provider, transactionId, amountMinor }, reviewReason)
  if (state === 'review' && order !== undefined) {
    const data = { paymentId: id, reason: reviewReason, provider, amountMinor, currency }
    tellEvents(tx, ctx, [{ type: 'payment.review', storeId: order.store_id, order, data }])
  }
  return { result: { state, reviewReason, duplicate: false } }
}

/** Reads what became of a transaction that was recorded before; `payment_conflict`: with other facts. Throws an Error when it was not. */
export async function recordedBefore(tx: Tx, payment: VerifiedPayment): Promise<Result> {
  const row = await tx.get<PaymentFacts & { state: PaymentState; review_reason: ReviewReason | null }>(
    `SELECT state, review_reason, order_number, amount_minor, currency FROM payments
      WHERE provider = ? AND transaction_id = ?`,
    [payment.provider, payment.transactionId],
  )
  if (row === undefined) throw new Error('a payment conflicts with one that is not there')
  if (!hasFacts(row, payment)) return appError('payment_conflict')
  return { state: row.state, reviewReason: row.review_reason, duplicate: true }
}

interface PaymentFacts {
  order_number: string
  amount_minor: number
  currency: string
}

/** Compares facts and not bodies: providers sign and encrypt every retry anew, so the bodies of one payment differ. */
function hasFacts(row: PaymentFacts, { orderNumber, amountMinor, currency }: VerifiedPayment): boolean {
  return row.order_number === orderNumber && row.amount_minor === amountMinor && row.currency === currency
}
