import type { Provider, StartedPayment } from '../../shared/api/payments.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getOrder } from '../orders/get-order.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { firstLookAt } from './poll-payments.ts'

/** A payment that its provider does not know of yet. */
export type NotedPayment = Omit<StartedPayment, 'params'>

/** Notes that a customer is about to pay, and says what the provider must call back with. Throws `order_unknown`, `order_not_payable`. */
export async function startPayment(
  tx: Tx,
  ctx: PaymentContext,
  input: { orderId: number; provider: Provider },
): Promise<NotedPayment> {
  const order = await getOrder(tx, input.orderId)
  if (order.status !== ORDER_STATUS.pending_payment) throw appError('order_not_payable')
  const id = ctx.random.id('pa')
  await tx.run('INSERT INTO payment_attempts (id, order_id, provider, created_at, next_at) VALUES (?, ?, ?, ?, ?)', [
    id,
    order.id,
    input.provider,
    ctx.clock.now(),
    firstLookAt(ctx, input.provider),
  ])
  return {
    id,
    orderId: order.id,
    provider: input.provider,
    orderNumber: order.number,
    amountMinor: order.amount_minor,
    currency: order.currency,
    notifyPath: `/notify/${input.provider}`,
  }
}
