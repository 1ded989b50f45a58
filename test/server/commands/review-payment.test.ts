import { expect, it } from 'vitest'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import type { Payment } from '../../../shared/api/payments.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { createFakeProvider } from '../../support/fake-provider.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import type { Reply } from '../../support/test-api.ts'
import { startTestServer } from '../../support/test-server.ts'
import { paymentsOf } from '../payments/books.ts'

/** `clients: false`: money goes back by hand only. */
async function rig({ clients = true } = {}) {
  const clock = createManualClock()
  const fake = createFakeProvider('standard-webhooks')
  const server = await startTestServer({ clock, clients: clients ? [fake] : [] })
  const { api, running } = server
  return {
    ...server,
    clock,
    fake,
    /** Money for an order that nobody knows. */
    async unknown(amountMinor = 3_850): Promise<Payment> {
      await api.notify({ orderNumber: 'nobody', amountMinor })
      const [payment] = await paymentsOf(server, 'state=review')
      if (payment === undefined) throw new Error('nothing is in review')
      return payment
    },
    post(id: string, what: string, body?: object, key?: string): Promise<Reply> {
      const headers = key === undefined ? {} : { 'idempotency-key': key }
      return api.call('POST', `/v1/payments/${id}/${what}`, { as: api.operatorKey, body, headers })
    },
    get: (id: string) => api.call('GET', `/v1/payments/${id}`, { as: api.operatorKey }),
    work: () => sendRefunds(running.ctx),
    rung: () => running.ctx.db.read.all('SELECT order_id, kind, state FROM reminders'),
  }
}

it('money for an order that nobody knows waits, until the operator sends it back', async () => {
  const { unknown, post, get, work, fake, running } = await rig()
  const { id } = await unknown()
  expect(await work()).toBe(0)
  const reply = await post(id, 'refund', undefined, 'k1')
  expect(reply).toMatchObject({
    status: 200,
    body: { state: 'refunding', reviewReason: 'order_unknown', refunds: [{ state: 'queued', reason: 'operator' }] },
  })
  const unchanged = await watchDatabase(running.ctx)
  expect((await post(id, 'refund', undefined, 'k1')).body).toEqual(reply.body)
  expect(await post(id, 'refund')).toMatchObject({ status: 409, body: { code: 'payment_decided' } })
  await unchanged('again')
  await work()
  expect(await get(id)).toMatchObject({ status: 200, body: { state: 'refunded', reviewReason: 'order_unknown' } })
  expect(fake.paidOut()).toBe(3_850)
})

it('I1, I4: money in review pays the order that the operator names, and the bell rings once', async () => {
  const { api, unknown, post, rung } = await rig()
  const { token } = await api.pair()
  const order = await api.place()
  const { id } = await unknown()
  const replies = await Promise.all(Array.from({ length: 5 }, () => post(id, 'apply', { orderId: order.id })))
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409])
  expect((await api.call('GET', `/v1/payments/${id}`, { as: api.operatorKey })).body).toMatchObject({
    state: 'applied',
    reviewReason: null,
    orderId: order.id,
    orderNumber: 'nobody',
  })
  expect(await rung()).toEqual([{ order_id: order.id, kind: 'new_order', state: 'open' }])
  const { body } = await api.call('GET', `/v1/orders/${order.id}`, { as: api.operatorKey })
  expect(body).toMatchObject({ status: 2, payStatus: 1 })
  // From here on it is as if it had been paid in the ordinary way.
  await api.move(token, order.id, 'reject', '卖完了')
  expect((await api.call('GET', `/v1/payments/${id}`, { as: api.operatorKey })).body).toMatchObject({
    state: 'refunding',
    reviewReason: null,
  })
})

it.each([
  ['of another amount', { amountMinor: 3_851 }],
  ['of another currency', { currency: 'HKD' as const }],
])('an order %s is not paid by it', async (_what, order) => {
  const { api, unknown, post, running } = await rig()
  const { id: orderId } = await api.place(order)
  const { id } = await unknown()
  const unchanged = await watchDatabase(running.ctx)
  expect(await post(id, 'apply', { orderId })).toMatchObject({
    status: 409,
    body: { code: 'payment_not_applicable', detail: expect.stringContaining('3850 CNY') },
  })
  await unchanged('apply')
})

it('an order that is paid, cancelled, or not there is not paid by it', async () => {
  const { api, unknown, post, running } = await rig()
  const paid = await api.placePaid()
  const cancelled = await api.place()
  await api.call('POST', `/v1/orders/${cancelled.id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } })
  const { id } = await unknown()
  const unchanged = await watchDatabase(running.ctx)
  for (const orderId of [paid.id, cancelled.id])
    expect(await post(id, 'apply', { orderId })).toMatchObject({
      status: 409,
      body: { code: 'payment_not_applicable' },
    })
  expect(await post(id, 'apply', { orderId: 999 })).toMatchObject({ status: 404, body: { code: 'order_unknown' } })
  await unchanged('apply')
})

it('what the operator has returned by hand is noted, and neither sent nor applied again', async () => {
  const { api, post, running, unknown } = await rig({ clients: false })
  const { token } = await api.pair()
  const order = await api.placePaid()
  await api.move(token, order.id, 'reject', '卖完了')
  const review = await unknown()
  expect(await post(review.id, 'refund')).toMatchObject({ status: 409, body: { code: 'refund_by_hand' } })
  const { body } = await api.call('GET', '/v1/payments?state=refund_due', { as: api.operatorKey })
  const [due] = (body as { payments: Payment[] }).payments
  expect(due).toMatchObject({ refundFault: 'by_hand' })
  const reply = await post(due?.id ?? '', 'refunded-by-hand', { note: '现金退回' }, 'k1')
  expect(reply).toMatchObject({
    status: 200,
    body: { state: 'refunded', refundFault: null, refunds: [{ state: 'succeeded', note: '现金退回' }] },
  })
  const { body: after } = await api.call('GET', `/v1/orders/${order.id}`, { as: api.operatorKey })
  expect(after).toMatchObject({ status: 6, payStatus: 2 })
  const unchanged = await watchDatabase(running.ctx)
  expect((await post(due?.id ?? '', 'refunded-by-hand', { note: '现金退回' }, 'k1')).body).toEqual(reply.body)
  for (const [what, said] of [
    ['refund', undefined],
    ['refunded-by-hand', { note: '再退' }],
    ['apply', { orderId: order.id }],
  ] as const)
    expect(await post(due?.id ?? '', what, said), what).toMatchObject({
      status: 409,
      body: { code: 'payment_decided' },
    })
  await unchanged('decided')
})

it('money on its way back, and money that pays an order, is not for the operator to decide', async () => {
  const { api, post, running, fake } = await rig()
  const { token } = await api.pair()
  fake.behave = () => 'pends'
  await api.placePaid()
  await api.move(token, (await api.placePaid()).id, 'reject', '卖完了')
  const { body } = await api.call('GET', '/v1/payments', { as: api.operatorKey })
  const unchanged = await watchDatabase(running.ctx)
  for (const { id, state } of (body as { payments: Payment[] }).payments)
    for (const [what, said] of [
      ['refund', undefined],
      ['refunded-by-hand', { note: 'x' }],
      ['apply', { orderId: 1 }],
    ] as const)
      expect(await post(id, what, said), `${what} of ${state}`).toMatchObject({ status: 409 })
  await unchanged('refused')
})

it('nothing cannot be sent back', async () => {
  const { unknown, post } = await rig()
  const { id } = await unknown(0)
  expect(await post(id, 'refund')).toMatchObject({ status: 409, body: { code: 'refund_by_hand' } })
})
