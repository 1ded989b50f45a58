import type { Provider } from '../../../shared/api/payments.ts'
import type { RefundPlan } from '../../../shared/api/store-refunds.ts'
import { PAY_STATUS, type PayStatus } from '../../../shared/order.ts'
import type { Sql } from '../../db/database.ts'
import type { PaymentContext } from '../providers/port.ts'
import { balanceOf } from './note-returned.ts'

/** The facts of a payment that its refund needs. */
export interface RefundablePayment {
  id: string
  provider: Provider
  transactionId: string
  amountMinor: number
}

/** The columns of an order by which its refund is planned. */
export interface PaidOrder {
  id: number
  pay_status: PayStatus
  currency: string
}

/** A plan, and the payment that it is about; absent: there is no money to send back. */
interface PlannedRefund extends RefundPlan {
  payment?: RefundablePayment
}

/**
 * Plans what calling an order off does to its money: the one rule, by which the server moves the money
 * (queue-refund.ts, `refundOrder`) and tells people beforehand what it will do.
 */
export async function planRefund(
  sql: Sql,
  ctx: Pick<PaymentContext, 'clients'>,
  order: PaidOrder,
): Promise<PlannedRefund> {
  const nothing = { amountMinor: 0, currency: order.currency, refundUnknown: false }
  if (order.pay_status === PAY_STATUS.unpaid) return { way: 'unpaid', ...nothing }
  if (order.pay_status === PAY_STATUS.refunded) return { way: 'returned', ...nothing }
  const payment = await sql.get<RefundablePayment>(
    `SELECT id, provider, transaction_id AS "transactionId", amount_minor AS "amountMinor"
       FROM payments WHERE order_id = ? AND state = 'applied'`,
    [order.id],
  )
  if (payment === undefined) return { way: 'unrecorded', ...nothing }
  const { amount_minor: amount, back, refund_unknown: unknown } = await balanceOf(sql, payment.id)
  if (amount - back < 1) return { way: 'returned', ...nothing }
  return {
    way: canSendBack(ctx, payment.provider) ? 'automatic' : 'by_hand',
    amountMinor: amount - back,
    currency: order.currency,
    refundUnknown: unknown !== 0,
    payment,
  }
}

/** Tells whether the server can send a provider's money back by itself: a client for it is set up. */
export function canSendBack({ clients }: Pick<PaymentContext, 'clients'>, provider: Provider): boolean {
  return clients.has(provider)
}
