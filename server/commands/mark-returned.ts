import type { MarkReturned, StoreRefund } from '../../shared/api/store-refunds.ts'
import type { AnsweredBy } from '../../shared/reminder.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getPaymentRow } from '../payments/find-payments.ts'
import { getStoreRefund } from '../payments/find-store-refunds.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { lockPayment } from '../payments/refunds/lock-payment.ts'
import { balanceOf } from '../payments/refunds/note-returned.ts'
import { insertHandRefund } from '../payments/refunds/queue-refund.ts'
import { getStore, toStore } from '../stores/stores.ts'
import { refundable } from './review-payment.ts'

export interface MarkedReturn extends MarkReturned {
  paymentId: string
  /** The one store whose money the caller may see. */
  storeId: string
  by: AnsweredBy
}

/**
 * Notes that the shop has returned by hand all that was owed of a payment, where its store allows that; the server does not
 * check it. What a shop has noted before stays as it was noted first. Throws `payment_unknown`,
 * `refund_mark_not_allowed`, `payment_decided`, `refund_amount_changed`.
 */
export async function markReturned(tx: Tx, ctx: PaymentContext, input: MarkedReturn): Promise<StoreRefund> {
  const { paymentId, storeId, amountMinor, note, by } = input
  await requireOwn(tx, paymentId, storeId)
  if (!toStore(await getStore(tx, storeId)).settings.shopMayMarkRefunds) throw appError('refund_mark_not_allowed')
  await lockPayment(tx, paymentId)
  const noted = await notedByShop(tx, paymentId, amountMinor)
  if (noted !== undefined) return noted
  const row = await getPaymentRow(tx, paymentId)
  if (row.state !== 'refund_due') throw appError('payment_decided', { detail: `It is ${row.state}.` })
  if (row.refund_unknown !== 0) {
    throw appError('refund_amount_changed', { detail: 'Nobody knows how much is left; the operator looks it up.' })
  }
  const { amount_minor: amount, back } = await balanceOf(tx, paymentId)
  const left = amount - back
  if (amountMinor !== left) throw appError('refund_amount_changed', { detail: `${left} are left.` })
  await insertHandRefund(tx, ctx, refundable(row), { note: note ?? null, amountMinor, by })
  const refund = await getStoreRefund(tx, paymentId)
  if (refund === undefined) throw new Error(`payment ${paymentId} was returned and is not`)
  return refund
}

/** Throws `payment_unknown` for another store's payment as for one that does not exist (I12). */
async function requireOwn(tx: Tx, paymentId: string, storeId: string): Promise<void> {
  const own = await tx.get(
    `SELECT payments.id FROM payments JOIN orders ON orders.id = payments.order_id
      WHERE payments.id = ? AND orders.store_id = ?`,
    [paymentId, storeId],
  )
  if (own === undefined) throw appError('payment_unknown')
}

/** Reads a payment of which the shop has noted this amount before; `undefined`: it has not. */
async function notedByShop(tx: Tx, paymentId: string, amountMinor: number): Promise<StoreRefund | undefined> {
  const refund = await getStoreRefund(tx, paymentId)
  if (refund?.state !== 'done' || refund.notedBy === null) return undefined
  const noted = await tx.get(
    `SELECT number FROM refunds WHERE payment_id = ? AND reason = 'shop' AND amount_minor = ?`,
    [paymentId, amountMinor],
  )
  return noted === undefined ? undefined : refund
}
