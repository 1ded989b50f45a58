import { createHash } from 'node:crypto'
import type { PaymentState, Provider, ReviewReason } from '../../../shared/api/payments.ts'
import { PAY_STATUS } from '../../../shared/order.ts'
import type { RefundNotice } from '../../../shared/reminder.ts'
import type { Sql, Tx } from '../../db/database.ts'
import type { PaymentContext, RefundReport } from '../providers/port.ts'
import { isOwnNumber } from './own-number.ts'
import { returnedMinor } from './returned-minor.ts'
import { tellRefund } from './tell-refund.ts'

/** A payment and the part of it that is back, in minor units. */
export interface Balance {
  id: string
  provider: Provider
  transaction_id: string
  order_id: number | null
  amount_minor: number
  state: PaymentState
  review_reason: ReviewReason | null
  returned_minor: number
  refund_unknown: number
  back: number
}

/** Reads how much of a payment is back. Throws an Error when there is no such payment. */
export async function balanceOf(sql: Sql, paymentId: string): Promise<Balance> {
  const row = await sql.get<Omit<Balance, 'back'>>(
    `SELECT id, provider, transaction_id, order_id, amount_minor, state, review_reason, returned_minor, refund_unknown
       FROM payments WHERE id = ?`,
    [paymentId],
  )
  if (row === undefined) throw new Error(`payment ${paymentId} vanished`)
  const refunds = await sql.all<{ state: string; amount_minor: number }>(
    'SELECT state, amount_minor FROM refunds WHERE payment_id = ?',
    [paymentId],
  )
  return { ...row, back: returnedMinor(row, refunds) }
}

/**
 * Notes money that went back at the provider and not through this server, in the caller's transaction. The same report
 * again changes nothing. Resolves to the news for the shop; `undefined`: there is none.
 */
export async function noteReturned(
  tx: Tx,
  ctx: PaymentContext,
  paymentId: string,
  report: RefundReport,
): Promise<RefundNotice | undefined> {
  const before = await balanceOf(tx, paymentId)
  if (report.amountMinor === undefined && report.returnedMinor === undefined) return await noteUnknown(tx, before)
  await insertElsewhere(tx, ctx, before, report)
  await tx.run('UPDATE payments SET returned_minor = ? WHERE id = ? AND returned_minor < ?', [
    report.returnedMinor ?? 0,
    paymentId,
    report.returnedMinor ?? 0,
  ])
  const after = await settleBalance(tx, ctx, paymentId)
  if (after.back === before.back) return undefined
  await tellRefund(tx, ctx, paymentId, { type: 'refund.settled', amountMinor: after.back - before.back })
  return { state: after.back >= after.amount_minor ? 'whole' : 'part', amountMinor: after.back }
}

async function noteUnknown(tx: Tx, { id, state, refund_unknown }: Balance): Promise<RefundNotice | undefined> {
  if (state === 'refunded' || refund_unknown !== 0) return undefined
  await tx.run('UPDATE payments SET refund_unknown = 1 WHERE id = ?', [id])
  return { state: 'unknown' }
}

/** Inserts a refund that was made elsewhere, once for its number at the provider. */
async function insertElsewhere(
  tx: Tx,
  ctx: PaymentContext,
  payment: Balance,
  { refundNumber, amountMinor }: RefundReport,
): Promise<void> {
  if (refundNumber === undefined || amountMinor === undefined) return
  const at = ctx.clock.now()
  // A number of ours that we do not know was made before the database was restored from a backup.
  const own = isOwnNumber(refundNumber)
  await tx.run(
    `INSERT INTO refunds (number, provider_number, payment_id, amount_minor, reason, state, created_at, settled_at)
     VALUES (?, ?, ?, ?, 'at_provider', 'succeeded', ?, ?) ON CONFLICT (number) DO NOTHING`,
    [
      own ? refundNumber : numberElsewhere(payment, refundNumber),
      own ? null : refundNumber,
      payment.id,
      amountMinor,
      at,
      at,
    ],
  )
}

/** Makes the key of a refund made elsewhere: numbers of two providers, or of two payments, may be the same. */
function numberElsewhere({ provider, transaction_id }: Balance, refundNumber: string): string {
  const facts = JSON.stringify([provider, transaction_id, refundNumber])
  return `at_${createHash('sha256').update(facts).digest('hex').slice(0, 40)}`
}

/**
 * Brings a payment, its waiting refunds and its order in line with the money that is back. The whole is back for good
 * only when no refund of ours is at the provider: its answer may be about the same money.
 */
export async function settleBalance(tx: Tx, ctx: PaymentContext, paymentId: string): Promise<Balance> {
  const balance = await balanceOf(tx, paymentId)
  const { back, amount_minor: amount } = balance
  const whole = back >= amount && !(await isAtProvider(tx, paymentId))
  if (whole) await markReturned(tx, ctx, paymentId)
  else if (back < amount) {
    // What has not been sent yet must not ask for more than is left.
    await tx.run(`UPDATE refunds SET amount_minor = ? WHERE payment_id = ? AND state = 'queued' AND attempts = 0`, [
      amount - back,
      paymentId,
    ])
  }
  if (balance.review_reason === null && balance.order_id !== null) {
    await tx.run(
      `UPDATE orders SET refunded_minor = ?, pay_status = CASE WHEN ? = 1 THEN ${PAY_STATUS.refunded} ELSE pay_status END WHERE id = ?`,
      [back, whole ? 1 : 0, balance.order_id],
    )
  }
  return balance
}

async function isAtProvider(tx: Tx, paymentId: string): Promise<boolean> {
  const sent = await tx.get(
    `SELECT number FROM refunds WHERE payment_id = ? AND (state = 'pending' OR (state = 'queued' AND attempts > 0)) LIMIT 1`,
    [paymentId],
  )
  return sent !== undefined
}

/** Marks a payment as returned, and calls off a refund of it that has not been sent. */
async function markReturned(tx: Tx, ctx: PaymentContext, paymentId: string): Promise<void> {
  await tx.run(
    `UPDATE payments SET state = 'refunded', refund_fault = NULL, refund_unknown = 0 WHERE id = ? AND state <> 'refunded'`,
    [paymentId],
  )
  await tx.run(
    `UPDATE refunds SET state = 'closed', next_at = NULL, code = 'returned_elsewhere', settled_at = ?
      WHERE payment_id = ? AND state = 'queued'`,
    [ctx.clock.now(), paymentId],
  )
}
