import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Payment, ReviewReason } from '../../../shared/api/payments.ts'
import type { Reminder } from '../../../shared/api/reminders.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { signed, type TestApi } from '../../support/test-api.ts'
import { startTestServer } from '../../support/test-server.ts'

async function payments(api: TestApi, query = ''): Promise<Payment[]> {
  const { body } = await api.call('GET', `/v1/payments?limit=200&${query}`, { as: api.operatorKey })
  return (body as { payments: Payment[] }).payments
}

async function reminders(api: TestApi): Promise<Reminder[]> {
  const { body } = await api.call('GET', '/v1/reminders?limit=200', { as: api.operatorKey })
  return (body as { reminders: Reminder[] }).reminders
}

it('I1: a payment moves its order, is recorded as applied, and reminds the shop', async () => {
  const clock = createManualClock()
  const { api } = await startTestServer({ clock })
  const order = await api.place()
  const transactionId = 'tx-1'
  const notice = { transactionId, orderNumber: order.number, amountMinor: order.amountMinor }
  expect(await api.notify(notice)).toMatchObject({ status: 204, body: undefined })
  const { body } = await api.call('GET', `/v1/orders/${order.id}`, { as: api.operatorKey })
  expect(body).toMatchObject({ status: 2, payStatus: 1, paidAt: clock.now() })
  expect(await payments(api)).toMatchObject([
    {
      provider: 'standard-webhooks',
      ...notice,
      orderId: order.id,
      currency: 'CNY',
      state: 'applied',
      reviewReason: null,
    },
  ])
  expect(await reminders(api)).toMatchObject([{ orderId: order.id, kind: 'new_order', state: 'open', n: 1 }])
})

it('I4: the same callback twenty times at once is one payment, one reminder and twenty equal answers', async () => {
  const { api, running } = await startTestServer()
  const order = await api.place()
  const raw = JSON.stringify({
    type: 'payment.succeeded',
    timestamp: new Date().toISOString(),
    data: { transactionId: 'tx-1', orderNumber: order.number, amountMinor: 3850, currency: 'CNY', paidAt: Date.now() },
  })
  const headers = signed(running, raw)
  const send = () => api.call('POST', '/notify/standard-webhooks', { raw, headers })
  const replies = await Promise.all(Array.from({ length: 20 }, send))
  expect(replies.map(({ status, body }) => ({ status, body }))).toEqual(
    Array(20).fill({ status: 204, body: undefined }),
  )
  expect(await payments(api)).toHaveLength(1)
  expect(await reminders(api)).toHaveLength(1)
  const unchanged = await watchDatabase(running.ctx)
  expect((await send()).status).toBe(204)
  await unchanged('once more')
})

it('I4: a provider’s retry is wrapped anew, and is the same payment still', async () => {
  const clock = createManualClock()
  const { api, running } = await startTestServer({ clock })
  const order = await api.placePaid()
  const [first] = await payments(api)
  const unchanged = await watchDatabase(running.ctx)
  clock.jumpWall(60 * 60_000)
  const { transactionId, amountMinor } = first ?? { transactionId: '', amountMinor: 0 }
  expect((await api.notify({ transactionId, orderNumber: order.number, amountMinor })).status).toBe(204)
  await unchanged('retried')
})

it('I4: of twenty different transactions for one order, one is applied and the others wait for a decision', async () => {
  const { api } = await startTestServer()
  const { number: orderNumber, amountMinor } = await api.place()
  const replies = await Promise.all(Array.from({ length: 20 }, () => api.notify({ orderNumber, amountMinor })))
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([204]))
  expect(await payments(api, 'state=applied')).toHaveLength(1)
  const review = await payments(api, 'state=review')
  expect(review.map(({ reviewReason }) => reviewReason)).toEqual(Array(19).fill('order_already_paid'))
  expect(await reminders(api)).toHaveLength(1)
})

/** The reasons of money that a callback brings. */
type CallbackReason = Exclude<ReviewReason, 'already_refunded'>

const REASONS: Record<
  CallbackReason,
  (api: TestApi) => Promise<{ orderNumber: string; amountMinor: number; currency?: string }>
> = {
  order_unknown: async () => ({ orderNumber: 'nobody', amountMinor: 3850 }),
  order_ambiguous: async (api) => {
    const { body } = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '分店' } })
    await api.place({ number: '7', storeId: (body as { id: string }).id })
    return { orderNumber: (await api.place({ number: '7' })).number, amountMinor: 3850 }
  },
  order_not_online: async (api) => ({ orderNumber: (await api.place({ payment: 'cash' })).number, amountMinor: 3850 }),
  amount_mismatch: async (api) => ({ orderNumber: (await api.place()).number, amountMinor: 3849 }),
  currency_mismatch: async (api) => ({ orderNumber: (await api.place()).number, amountMinor: 3850, currency: 'XTS' }),
  order_already_paid: async (api) => ({ orderNumber: (await api.placePaid()).number, amountMinor: 3850 }),
  order_cancelled: async (api) => {
    const { id, number } = await api.place()
    await api.call('POST', `/v1/orders/${id}/cancel`, { as: api.orderingKey, body: { reason: 'x' } })
    return { orderNumber: number, amountMinor: 3850 }
  },
}

it.each(Object.keys(REASONS) as CallbackReason[])(
  'money that cannot be applied (%s) is recorded, and changes nothing else',
  async (reason) => {
    const { api, running } = await startTestServer()
    const notice = { transactionId: randomUUID(), currency: 'CNY', ...(await REASONS[reason](api)) }
    const { body: before } = await api.call('GET', '/v1/orders', { as: api.operatorKey })
    const rung = await reminders(api)
    const paid = await payments(api)
    expect((await api.notify(notice)).status).toBe(204)

    expect(await payments(api, 'state=review')).toMatchObject([{ ...notice, state: 'review', reviewReason: reason }])
    expect((await payments(api)).filter(({ state }) => state !== 'review')).toEqual(paid)
    expect((await api.call('GET', '/v1/orders', { as: api.operatorKey })).body).toEqual(before)
    expect(await reminders(api)).toEqual(rung)
    const unchanged = await watchDatabase(running.ctx)
    expect((await api.notify(notice)).status).toBe(204)
    await unchanged('the same again')
  },
)

it.each([
  [{ amountMinor: 0 }, 'amount_mismatch'],
  [{ amountMinor: 385 }, 'amount_mismatch'],
  [{ amountMinor: 3851 }, 'amount_mismatch'],
  [{ amountMinor: 1, currency: 'USD' }, 'currency_mismatch'],
  [{ currency: 'HKD' }, 'currency_mismatch'],
])('a payment of %o for an order of 38.50 CNY waits for a decision', async (facts, reviewReason) => {
  const { api } = await startTestServer()
  const { number: orderNumber, amountMinor } = await api.place()
  await api.notify({ orderNumber, amountMinor, ...facts })
  expect(await payments(api)).toMatchObject([{ state: 'review', reviewReason }])
  await api.notify({ orderNumber, amountMinor })
  expect(await payments(api, 'state=applied')).toHaveLength(1)
})

it('money for an order that was paid, rejected and must be refunded waits for a decision of its own', async () => {
  const { api } = await startTestServer()
  const { token } = await api.pair()
  const { id, number: orderNumber, amountMinor } = await api.placePaid()
  await api.move(token, id, 'reject', '卖完了')
  await api.notify({ orderNumber, amountMinor })
  expect((await payments(api)).map(({ state }) => state).toSorted()).toEqual(['refund_due', 'review'])
})

it('the list of payments is paged, newest first, and filtered by state', async () => {
  const clock = createManualClock()
  const { api } = await startTestServer({ clock })
  for (let i = 0; i < 7; i++) {
    if (i % 3 === 0) clock.jumpWall(1)
    await api.notify({ transactionId: `tx-${i}`, orderNumber: 'nobody', amountMinor: 1 })
  }
  await api.placePaid()
  const seen: Payment[] = []
  for (let cursor = ''; ; ) {
    const query = `state=review&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`
    const { body } = await api.call('GET', `/v1/payments?${query}`, { as: api.operatorKey })
    const page = body as { payments: Payment[]; next: string | null }
    seen.push(...page.payments)
    await api.notify({ orderNumber: 'nobody', amountMinor: 1 })
    clock.jumpWall(1)
    if (page.next === null) break
    cursor = page.next
  }
  expect(seen.map(({ transactionId }) => transactionId).toSorted()).toEqual(
    Array.from({ length: 7 }, (_, i) => `tx-${i}`),
  )
  expect(seen.map(({ recordedAt }) => recordedAt)).toEqual(
    seen.map(({ recordedAt }) => recordedAt).toSorted((a, b) => b - a),
  )
})
