import type { Tx } from '../../db/database.ts'
import { tellEvents } from '../../events/tell-events.ts'
import type { PaymentContext } from '../providers/port.ts'

/** News of money that goes back, as ordering systems are told it; `amountMinor` in minor units. */
type RefundEvent =
  | { type: 'refund.due'; amountMinor: number; way: 'automatic' | 'by_hand'; fault?: string }
  | { type: 'refund.sent' | 'refund.settled'; amountMinor: number }

/** Tells ordering systems of money that goes back, in the caller's transaction. Money of no known order is nobody's news. */
export async function tellRefund(tx: Tx, ctx: PaymentContext, paymentId: string, news: RefundEvent): Promise<void> {
  const order = await tx.get<{ id: number; number: string; store_id: string; currency: string }>(
    `SELECT orders.id, orders.number, orders.store_id, payments.currency
       FROM payments JOIN orders ON orders.id = payments.order_id WHERE payments.id = ?`,
    [paymentId],
  )
  if (order === undefined) return
  const { store_id: storeId, currency } = order
  const data = { paymentId, amountMinor: news.amountMinor, currency }
  tellEvents(tx, ctx, [
    news.type === 'refund.due'
      ? { type: news.type, storeId, order, data: { ...data, way: news.way, fault: news.fault ?? null } }
      : { type: news.type, storeId, order, data },
  ])
}
