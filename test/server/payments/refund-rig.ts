import type { RefundOutcome } from '../../../server/payments/providers/port.ts'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import { settleRefund } from '../../../server/payments/refunds/settle-refund.ts'
import type { Order } from '../../../shared/api/orders.ts'
import type { Payment } from '../../../shared/api/payments.ts'
import { createFakeProvider, type FakeProvider } from '../../support/fake-provider.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { paymentsOf } from './books.ts'

export interface RefundRig extends TestServer {
  clock: ManualClock
  fake: FakeProvider
  /** An order that was paid and then called off by its customer. */
  calledOff(): Promise<Order>
  /** Lets time pass and the worker run; resolves to the number of its calls. */
  work(ms?: number): Promise<number>
  /** The only payment. */
  payment(): Promise<Payment>
  payStatus(order: Order): Promise<number>
  /** The provider's notice. */
  told(refundNumber: string, state: RefundOutcome): Promise<void>
}

/** A server whose provider can be asked for refunds; time stands still. */
export async function refundRig(): Promise<RefundRig> {
  const clock = createManualClock()
  const fake = createFakeProvider('standard-webhooks')
  const server = await startTestServer({ clock, clients: [fake] })
  const { api, running } = server
  return {
    ...server,
    clock,
    fake,
    async calledOff() {
      const order = await api.placePaid()
      await api.call('POST', `/v1/orders/${order.id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } })
      return order
    },
    work(ms = 0) {
      clock.jumpWall(ms)
      return sendRefunds(running.ctx)
    },
    async payment() {
      const [payment, ...more] = await paymentsOf(server)
      if (payment === undefined || more.length > 0) throw new Error(`${more.length + 1} payments`)
      return payment
    },
    async payStatus({ id }) {
      const { body } = await api.call('GET', `/v1/orders/${id}`, { as: api.operatorKey })
      return (body as Order).payStatus
    },
    told: (refundNumber, state) =>
      running.ctx.db.write(async (tx) => {
        await settleRefund(tx, running.ctx, { provider: 'standard-webhooks', refundNumber, state })
      }),
  }
}
