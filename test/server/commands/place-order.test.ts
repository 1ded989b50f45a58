import { describe, expect, it } from 'vitest'
import type { AttentionReport } from '../../../shared/api/attention-report.ts'
import type { CreateOrder, Order, Statistics } from '../../../shared/api/orders.ts'
import { isClosed, isReminder } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer } from '../../support/test-server.ts'

const MINUTE = 60_000

async function shop() {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api } = server
  const { token } = await api.pair()
  const device = await server.connect({ token, autoAck: true, announces: true })
  await device.synced()
  const read = async <T>(path: string) => (await api.call('GET', path, { as: api.orderingKey })).body as T
  /** Waits for the next reminder; news may travel by the feed of a database that servers share. */
  const rings = async (from = 0) => {
    const rang = device.until(isReminder, from)
    await pass(server, clock, 1_000)
    return await rang
  }
  return { clock, server, api, token, device, read, rings }
}

describe('an order that waits for no payment rings at once', () => {
  it.each([
    ['in cash', { payment: 'cash' }, 'cash'],
    ['in cash, in the shop', { payment: 'cash', fulfilment: 'pickup' }, 'cash'],
    ['that costs nothing', { amountMinor: 0 }, 'none'],
    ['in cash that costs nothing', { payment: 'cash', amountMinor: 0 }, 'cash'],
  ] as [string, Partial<CreateOrder>, string][])('%s', async (_, more, payment) => {
    const { api, rings, read, clock } = await shop()
    const order = await api.place(more)
    expect(order).toMatchObject({ status: 2, payStatus: 0, payment, paidAt: null })
    const frame = await rings()
    expect(frame).toMatchObject({ type: 1, orderId: order.id, order: { acceptBy: order.createdAt + 10 * MINUTE } })
    expect('type' in frame && frame.order.payment).toBe(payment === 'cash' ? 'cash' : undefined)
    expect('type' in frame && frame.order.paidAt).toBeUndefined()
    expect(await read(`/v1/orders/${order.id}`)).toMatchObject({ status: 2, payment })
    expect(clock.now()).toBeGreaterThan(order.createdAt)
  })
})

it('it is accepted, made and completed as any other, and counted', async () => {
  const { api, token, read, rings } = await shop()
  const order = await api.place({ payment: 'cash', fulfilment: 'pickup' })
  await rings()
  expect(await read<Statistics>(`/v1/stores/${api.storeId}/statistics`)).toMatchObject({ toBeConfirmed: 1 })
  for (const move of ['confirm', 'complete']) expect((await api.move(token, order.id, move)).status).toBe(200)
  expect(await read<Order>(`/v1/orders/${order.id}`)).toMatchObject({ status: 5, payStatus: 0 })
  const statistics = await read<Statistics>(`/v1/stores/${api.storeId}/statistics`)
  expect(statistics.today).toMatchObject({ paid: 0, completed: 1, turnover: [] })
  const path = `/v1/stores/${api.storeId}/reports/attention`
  const report = (await api.call('GET', path, { as: api.operatorKey })).body as AttentionReport
  expect(report).toMatchObject({ inLimit: 1 })
})

it('it is not cancelled as unpaid, and comes back until somebody answers', async () => {
  const { api, server, clock, device, read, rings } = await shop()
  const order = await api.place({ payment: 'cash' })
  await rings()
  await pass(server, clock, 16 * MINUTE, 60_000)
  expect(await read<Order>(`/v1/orders/${order.id}`)).toMatchObject({ status: 2 })
  expect(device.frames.filter(isReminder).length).toBeGreaterThan(2)
})

it('the customer’s cancellation stops the kitchen, and no money moves', async () => {
  const { api, server, clock, device, rings } = await shop()
  const order = await api.place({ payment: 'cash' })
  await rings()
  const body = { reason: '点错了' }
  const reply = await api.call('POST', `/v1/orders/${order.id}/cancel`, { as: api.orderingKey, body })
  expect(reply).toMatchObject({ status: 200, body: { status: 6, payStatus: 0 } })
  await pass(server, clock, 1_000)
  await expect.poll(() => device.frames.filter(isClosed).length).toBe(1)
  await device.until((frame) => 'type' in frame && frame.type === 3)
  expect((await api.call('GET', '/v1/payments', { as: api.operatorKey })).body).toMatchObject({ payments: [] })
})

it('I4: money that comes all the same is kept for a human, and rings nobody twice', async () => {
  const { api, server } = await shop()
  const order = await api.place({ payment: 'cash' })
  expect((await api.notify({ orderNumber: order.number, amountMinor: order.amountMinor })).status).toBe(204)
  const { body } = await api.call('GET', '/v1/payments?state=review', { as: api.operatorKey })
  expect(body).toMatchObject({ payments: [{ reviewReason: 'order_not_online', orderId: order.id }] })
  expect(await server.running.ctx.db.read.all('SELECT kind, n FROM reminders')).toEqual([{ kind: 'new_order', n: 1 }])
  const start = { as: api.orderingKey, body: { provider: 'standard-webhooks' } }
  const started = await api.call('POST', `/v1/orders/${order.id}/payments`, start)
  expect(started).toMatchObject({ status: 409, body: { code: 'order_not_payable' } })
})

it('a paused store takes none of them', async () => {
  const { api, token } = await shop()
  const path = `/v1/stores/${api.storeId}/intake`
  await api.call('PATCH', path, { as: token, body: { state: 'paused', forMinutes: 5 } })
  await expect(api.place({ payment: 'cash' })).rejects.toThrow(/store_paused/)
})

it('the same with the same key is placed and rings once (I11)', async () => {
  const { api, server } = await shop()
  const body = { storeId: api.storeId, items: [{ name: '面', quantity: 1 }], amountMinor: 1, payment: 'cash' }
  const place = () => api.call('POST', '/v1/orders', { as: api.orderingKey, body, headers: { 'idempotency-key': 'k' } })
  const [first, second] = await Promise.all([place(), place()])
  expect([first.status, second.body]).toEqual([201, first.body])
  expect(await server.running.ctx.db.read.all('SELECT kind FROM reminders')).toHaveLength(1)
})
