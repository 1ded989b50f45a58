import { expect, it } from 'vitest'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer } from '../../support/test-server.ts'

const MINUTE = 60_000

/** An order that the time-out has just cancelled. */
async function timedOut(settings: Record<string, number> = {}) {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api } = server
  if (Object.keys(settings).length > 0)
    await server.running.ctx.db.write((tx) => tx.run('UPDATE stores SET settings = ?', [JSON.stringify(settings)]))
  const order = await api.place()
  await server.running.ctx.db.write((tx) => tx.run('UPDATE orders SET created_at = created_at - ?', [16 * MINUTE]))
  await pass(server, clock, 6_000)
  const look = async () => (await api.call('GET', `/v1/orders/${order.id}`, { as: api.orderingKey })).body
  expect(await look()).toMatchObject({ status: 6, reason: 'not paid in time' })
  const money = { orderNumber: order.number, amountMinor: order.amountMinor }
  const { read } = server.running.ctx.db
  const payments = () => read.all('SELECT state, review_reason FROM payments ORDER BY recorded_at, id')
  const reminders = () => read.all<{ kind: string; details: string }>('SELECT kind, details FROM reminders')
  return { clock, server, api, order, look, money, payments, reminders }
}

it('I4: money for an order that the time-out has just cancelled revives it and rings, saying so', async () => {
  const { clock, api, look, money, payments, reminders } = await timedOut()
  expect((await api.notify(money)).status).toBe(204)
  expect(await look()).toMatchObject({
    status: 2,
    payStatus: 1,
    paidAt: clock.now(),
    revivedAt: clock.now(),
    cancelledAt: null,
    reason: null,
  })
  expect(await payments()).toEqual([{ state: 'applied', review_reason: null }])
  const [reminder, ...others] = await reminders()
  expect(others).toEqual([])
  expect([reminder?.kind, JSON.parse(reminder?.details ?? '{}').revived]).toEqual(['new_order', true])
})

it('the same late callback again changes nothing; a second payment goes to review', async () => {
  const { api, money, payments, reminders } = await timedOut()
  expect((await api.notify({ ...money, transactionId: 'one' })).status).toBe(204)
  expect((await api.notify({ ...money, transactionId: 'one' })).status).toBe(204)
  expect((await api.notify({ ...money, transactionId: 'two' })).status).toBe(204)
  expect(await payments()).toEqual([
    { state: 'applied', review_reason: null },
    { state: 'review', review_reason: 'order_already_paid' },
  ])
  expect(await reminders()).toHaveLength(1)
})

it.each([
  ['after the time of the store', {}, 31 * MINUTE, {}],
  ['when the store allows none', { reviveWithinMinutes: 0 }, 1_000, {}],
  ['with another amount', {}, 0, { amountMinor: 1 }],
])('%s it stays cancelled, and the money waits for the operator', async (_when, settings, later, other) => {
  const { clock, api, look, money, payments, reminders } = await timedOut(settings)
  clock.advance(later)
  expect((await api.notify({ ...money, ...other })).status).toBe(204)
  expect(await look()).toMatchObject({ status: 6, payStatus: 0, revivedAt: null })
  expect(await payments()).toEqual([{ state: 'review', review_reason: 'order_cancelled' }])
  expect(await reminders()).toEqual([])
})

it('an order that a human cancelled is never revived', async () => {
  const server = await startTestServer()
  const { api } = server
  const order = await api.place()
  const cancelled = await api.call('POST', `/v1/orders/${order.id}/cancel`, {
    as: api.orderingKey,
    body: { reason: 'changed my mind' },
  })
  expect(cancelled.status).toBe(200)
  expect((await api.notify({ orderNumber: order.number, amountMinor: order.amountMinor })).status).toBe(204)
  expect(await server.running.ctx.db.read.all('SELECT state, review_reason FROM payments')).toEqual([
    { state: 'review', review_reason: 'order_cancelled' },
  ])
})
