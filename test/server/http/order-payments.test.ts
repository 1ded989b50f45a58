import { expect, it } from 'vitest'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer } from '../../support/test-server.ts'

it('the ordering system sees what paid an order, what waits for the operator, and why', async () => {
  const clock = createManualClock()
  const { api } = await startTestServer({ clock })
  const number = 'A-1'
  await api.notify({ orderNumber: number, amountMinor: 5, transactionId: 'early' })
  clock.jumpWall(1_000)
  const order = await api.place({ number })
  const of = async (as: string) => (await api.call('GET', `/v1/orders/${order.id}/payments`, { as })).body
  const pay = async (transactionId: string, amountMinor: number) => {
    clock.jumpWall(1_000)
    await api.notify({ orderNumber: number, amountMinor, transactionId })
  }
  await pay('wrong', 1)
  await pay('right', order.amountMinor)
  await pay('twice', order.amountMinor)
  await api.notify({ orderNumber: 'another', amountMinor: 7, transactionId: 'not-this-one' })
  const common = { provider: 'standard-webhooks', currency: 'CNY', orderNumber: number, refundedMinor: 0, refunds: [] }
  const review = { ...common, state: 'review' }
  const payments = [
    { ...review, transactionId: 'early', amountMinor: 5, reviewReason: 'order_unknown', orderId: null },
    { ...review, transactionId: 'wrong', amountMinor: 1, reviewReason: 'amount_mismatch', orderId: order.id },
    { ...common, state: 'applied', transactionId: 'right', amountMinor: 3_850, reviewReason: null, reviewText: null },
    {
      ...review,
      transactionId: 'twice',
      reviewReason: 'order_already_paid',
      reviewText: expect.stringContaining('paid'),
    },
  ]
  expect(await of(api.orderingKey)).toMatchObject({ payments })
  expect(await of(api.operatorKey)).toEqual(await of(api.orderingKey))
  expect((await of(api.orderingKey)) as { payments: { recordedAt: number }[] }).toMatchObject({
    payments: [{ paidAt: expect.any(Number), recordedAt: expect.any(Number) }, {}, {}, {}],
  })
})

it('an order that nobody has paid has no payments', async () => {
  const { api } = await startTestServer()
  const { id } = await api.place()
  expect((await api.call('GET', `/v1/orders/${id}/payments`, { as: api.orderingKey })).body).toEqual({ payments: [] })
})
