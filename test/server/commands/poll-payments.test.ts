import { expect, it } from 'vitest'
import { pollPayments } from '../../../server/commands/poll-payments.ts'
import type { PaymentAnswer } from '../../../server/payments/providers/port.ts'
import type { Order } from '../../../shared/api/orders.ts'
import { createFakeProvider } from '../../support/fake-provider.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer } from '../../support/test-server.ts'
import { paymentsOf } from '../payments/books.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

async function rig() {
  const clock = createManualClock()
  const fake = createFakeProvider('standard-webhooks')
  const server = await startTestServer({ clock, clients: [fake] })
  const { api, running } = server
  return {
    ...server,
    clock,
    fake,
    /** An order whose payment was started, and of which no callback has come. */
    async started(): Promise<Order> {
      const order = await api.place()
      const body = { provider: 'standard-webhooks' }
      const { status } = await api.call('POST', `/v1/orders/${order.id}/payments`, { as: api.orderingKey, body })
      expect(status).toBe(201)
      return order
    },
    look(ms = 0): Promise<number> {
      clock.jumpWall(ms)
      return pollPayments(running.ctx)
    },
    orders: () => running.ctx.db.read.all('SELECT status, pay_status FROM orders ORDER BY id'),
    attempts: () => running.ctx.db.read.all('SELECT polls, next_at FROM payment_attempts'),
    cancel: ({ id }: Order) =>
      api.call('POST', `/v1/orders/${id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } }),
  }
}

function paid(order: Order, now: number, more: Partial<PaymentAnswer> = {}): PaymentAnswer {
  const { amountMinor, currency } = order
  return { state: 'paid', transactionId: `tx-${order.number}`, amountMinor, currency, paidAt: now, ...more } as never
}

it('I1, I4: a payment whose callback never came is found, and rings once, also when the callback comes after all', async () => {
  const { started, look, fake, clock, orders, api, running } = await rig()
  const order = await started()
  expect(await look()).toBe(0)
  expect(await look(MINUTE)).toBe(1)
  fake.payments.set(order.number, paid(order, clock.now()))
  await look(5 * MINUTE)
  expect(await orders()).toEqual([{ status: 2, pay_status: 1 }])
  const { number: orderNumber, amountMinor } = order
  await api.notify({ transactionId: `tx-${orderNumber}`, orderNumber, amountMinor })
  expect(await running.ctx.db.read.all('SELECT kind, n FROM reminders')).toEqual([{ kind: 'new_order', n: 1 }])
  expect(await look(HOUR)).toBe(0)
})

it('the server looks by itself', async () => {
  const { started, fake, clock, orders } = await rig()
  const order = await started()
  fake.payments.set(order.number, paid(order, clock.now()))
  clock.jumpWall(MINUTE)
  clock.advance(4_000)
  await expect.poll(orders).toEqual([{ status: 2, pay_status: 1 }])
})

it('what was called back is not asked about', async () => {
  const { started, look, api, fake, attempts } = await rig()
  const { number: orderNumber, amountMinor } = await started()
  await api.notify({ orderNumber, amountMinor })
  expect(await look(HOUR)).toBe(0)
  expect(fake.calls).toEqual([])
  expect(await attempts()).toEqual([{ polls: 0, next_at: null }])
})

it('asks after pauses that double, a dozen times and a day at most', async () => {
  const { started, look, attempts, clock } = await rig()
  await started()
  const began = clock.now()
  let calls = 0
  for (; clock.now() < began + 48 * HOUR; ) calls += await look(10 * MINUTE)
  expect(calls).toBeGreaterThan(7)
  expect(calls).toBeLessThan(16)
  expect(await attempts()).toEqual([{ polls: calls, next_at: null }])
})

it('looks once more, and for the last time, after having been away for days', async () => {
  const { started, look, fake, clock, attempts, cancel } = await rig()
  const order = await started()
  await cancel(order)
  fake.payments.set(order.number, paid(order, clock.now()))
  expect(await look(72 * HOUR)).toBe(1)
  expect(await attempts()).toMatchObject([{ next_at: null }])
})

it('a provider that does not answer is asked again; one that says the payment is closed is not', async () => {
  const { started, look, fake, attempts } = await rig()
  const order = await started()
  const { queryPayment } = fake
  fake.queryPayment = () => Promise.reject(new Error('ECONNRESET'))
  expect(await look(MINUTE)).toBe(1)
  fake.queryPayment = queryPayment
  fake.payments.set(order.number, { state: 'closed' })
  expect(await look(2 * MINUTE)).toBe(1)
  expect(await attempts()).toEqual([{ polls: 2, next_at: null }])
})

it('money found for a cancelled order goes back', async () => {
  const server = await rig()
  const { started, look, fake, clock, cancel, orders } = server
  const order = await started()
  await cancel(order)
  fake.payments.set(order.number, paid(order, clock.now()))
  await look(MINUTE)
  expect(await paymentsOf(server)).toMatchObject([{ state: 'refunding', reviewReason: 'order_cancelled' }])
  expect(await orders()).toEqual([{ status: 6, pay_status: 0 }])
})

it('a payment that contradicts its callback is left to a human, and to nobody’s endless asking', async () => {
  const { started, look, fake, clock, api, orders } = await rig()
  const order = await started()
  await api.notify({ transactionId: `tx-${order.number}`, orderNumber: 'another', amountMinor: 1 })
  fake.payments.set(order.number, paid(order, clock.now()))
  expect(await look(MINUTE)).toBe(1)
  expect(await orders()).toEqual([{ status: 1, pay_status: 0 }])
})

it('without a client for the provider, nothing is noted to be asked', async () => {
  const server = await startTestServer({ clients: [] })
  const { api, running } = server
  const { id } = await api.place()
  await api.call('POST', `/v1/orders/${id}/payments`, { as: api.orderingKey, body: { provider: 'standard-webhooks' } })
  expect(await running.ctx.db.read.all('SELECT next_at FROM payment_attempts')).toEqual([{ next_at: null }])
})
