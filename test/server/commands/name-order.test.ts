import { describe, expect, it } from 'vitest'
import type { CreateOrder, Order } from '../../../shared/api/orders.ts'
import type { Payment, StartedPayment } from '../../../shared/api/payments.ts'
import type { Notice } from '../../support/test-api.ts'
import { startTestServer } from '../../support/test-server.ts'

const MONEY = { amountMinor: 3850, currency: 'CNY' }

/** Two stores whose systems count their orders alike. */
async function twoStores() {
  const server = await startTestServer()
  const { api } = server
  const opened = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '分店' } })
  const stores = [server.storeId, (opened.body as { id: string }).id] as const
  const place = (store: 0 | 1, more: Partial<CreateOrder> = {}) =>
    api.place({ number: '外带 7 号', storeId: stores[store], ...more })
  const start = async ({ id }: Order) =>
    (
      await api.call('POST', `/v1/orders/${id}/payments`, {
        as: api.orderingKey,
        body: { provider: 'standard-webhooks' },
      })
    ).body as StartedPayment
  const pay = async (data: Partial<Notice> & { orderNumber: string; storeId?: string }) =>
    (await api.notify({ ...MONEY, ...data })).status
  const statusOf = async ({ id }: Order) =>
    ((await api.call('GET', `/v1/orders/${id}`, { as: api.orderingKey })).body as Order).status
  const review = async () =>
    ((await api.call('GET', '/v1/payments?state=review', { as: api.operatorKey })).body as { payments: Payment[] })
      .payments
  const reminders = () =>
    server.running.ctx.db.read.all<{ order_id: number }>('SELECT order_id FROM reminders ORDER BY order_id')
  return { server, api, stores, place, start, pay, statusOf, review, reminders }
}

describe('any printable number up to 64 characters names an order of its store', () => {
  it.each([
    '外带 7 号',
    '订单#7/2026',
    '单'.repeat(64),
    '😀'.repeat(64),
    `'; DROP TABLE orders; --`,
    '<b>7</b>',
    '../..',
  ])('%s', async (number) => {
    const { place, pay, statusOf, api } = await twoStores()
    const order = await place(0, { number })
    expect(order.number).toBe(number)
    expect(await pay({ orderNumber: number })).toBe(204)
    expect(await statusOf(order)).toBe(2)
    const found = await api.call('GET', `/v1/orders?number=${encodeURIComponent(number.slice(0, 60))}`, {
      as: api.orderingKey,
    })
    expect(found.body).toMatchObject({ orders: [{ id: order.id }] })
  })
})

it('a number is taken in its own store alone; one in the server’s own form, everywhere', async () => {
  const { place, api, stores } = await twoStores()
  const [first, second] = [await place(0), await place(1)]
  expect([first.number, second.number]).toEqual(['外带 7 号', '外带 7 号'])
  await expect(place(1)).rejects.toThrow(/order_number_taken/)
  const own = await api.place()
  expect(own.number).toMatch(/^20\d{16}$/)
  await expect(api.place({ number: own.number, storeId: stores[1] })).rejects.toThrow(/order_number_taken/)
})

it('I4: by a number that two stores have, money pays neither: it is kept for review, and never sent back by itself', async () => {
  const { place, pay, statusOf, review, reminders, api } = await twoStores()
  const orders = [await place(0), await place(1)]
  expect(await pay({ orderNumber: '外带 7 号', transactionId: 'tx-1' })).toBe(204)
  expect(await Promise.all(orders.map(statusOf))).toEqual([1, 1])
  const [payment, ...more] = await review()
  expect([payment, more]).toMatchObject([{ reviewReason: 'order_ambiguous', orderId: null, state: 'review' }, []])
  expect(await reminders()).toEqual([])
  // The same again changes nothing; the operator decides.
  expect(await pay({ orderNumber: '外带 7 号', transactionId: 'tx-1' })).toBe(204)
  expect(await review()).toHaveLength(1)
  const applied = await api.call('POST', `/v1/payments/${payment?.id}/apply`, {
    as: api.operatorKey,
    body: { orderId: orders[1]?.id },
  })
  expect(applied).toMatchObject({ status: 200, body: { state: 'applied' } })
  expect(await Promise.all(orders.map(statusOf))).toEqual([1, 2])
})

it('with its store a number says which order is meant, also in one moment with the other', async () => {
  const { place, pay, statusOf, review, stores, reminders } = await twoStores()
  const orders = [await place(0), await place(1)]
  const paid = stores.map((storeId) => pay({ orderNumber: '外带 7 号', storeId }))
  expect(await Promise.all(paid)).toEqual([204, 204])
  expect(await Promise.all(orders.map(statusOf))).toEqual([2, 2])
  expect([await review(), await reminders()]).toEqual([[], orders.map(({ id }) => ({ order_id: id }))])
})

it('with a store that has no such order, money is kept: it is not another’s', async () => {
  const { place, pay, statusOf, review, stores } = await twoStores()
  const order = await place(0)
  expect(await pay({ orderNumber: '外带 7 号', storeId: stores[1] })).toBe(204)
  expect(await statusOf(order)).toBe(1)
  expect(await review()).toMatchObject([{ reviewReason: 'order_unknown', orderId: null }])
})

describe('the reference that starting a payment gives names its order whatever comes', () => {
  it('a number that two stores have is replaced by a reference, the same at each start', async () => {
    const { place, start, pay, statusOf, review } = await twoStores()
    const orders = [await place(0), await place(1)]
    const references = []
    for (const order of orders) references.push((await start(order)).orderNumber)
    expect(references).toEqual(orders.map(({ id }) => expect.stringMatching(new RegExp(`^ld_${id}_\\d{8}$`))))
    expect((await start(orders[0] as Order)).orderNumber).toBe(references[0])
    expect(await Promise.all(references.map((orderNumber) => pay({ orderNumber })))).toEqual([204, 204])
    expect(await Promise.all(orders.map(statusOf))).toEqual([2, 2])
    expect(await review()).toEqual([])
  })

  it('a number that was given while one store had it stays that order’s', async () => {
    const { place, start, pay, statusOf, review } = await twoStores()
    const first = await place(0, { number: 'A-000017' })
    expect((await start(first)).orderNumber).toBe('A-000017')
    const second = await place(1, { number: 'A-000017' })
    expect((await start(second)).orderNumber).toMatch(/^ld_/)
    expect(await pay({ orderNumber: 'A-000017' })).toBe(204)
    expect([await statusOf(first), await statusOf(second)]).toEqual([2, 1])
    // Paid already: it may have been meant for the other, so nobody guesses that either.
    expect(await pay({ orderNumber: 'A-000017' })).toBe(204)
    expect([await statusOf(second), (await review()).length]).toEqual([1, 1])
  })

  it('what only looks like a reference names nothing, beside the true one as well', async () => {
    const { place, start, pay, statusOf, review, api } = await twoStores()
    const order = await place(0)
    await place(1)
    const { orderNumber } = await start(order)
    const forged = `ld_${order.id}_${orderNumber.endsWith('0') ? '1' : '0'}`
    const answers = await Promise.all([forged, orderNumber, forged].map((name) => pay({ orderNumber: name })))
    expect(answers).toEqual([204, 204, 204])
    expect(await statusOf(order)).toBe(2)
    const kept = await review()
    expect(kept.map(({ orderNumber: name, reviewReason }) => [name, reviewReason])).toEqual([
      [forged, 'order_unknown'],
      [forged, 'order_unknown'],
    ])
    const { body } = await api.call('GET', `/v1/orders/${order.id}/payments`, { as: api.orderingKey })
    expect(body).toMatchObject({ payments: [{ orderNumber, state: 'applied' }] })
  })

  it('its order and another transaction by its number pay it once (I4)', async () => {
    const { place, start, pay, statusOf, reminders, api } = await twoStores()
    const order = await place(0)
    const { orderNumber } = await start(order)
    expect(orderNumber).toMatch(/^ld_/)
    const paid = [pay({ orderNumber }), pay({ orderNumber: order.number }), pay({ orderNumber })]
    expect(await Promise.all(paid)).toEqual([204, 204, 204])
    expect(await statusOf(order)).toBe(2)
    expect(await reminders()).toHaveLength(1)
    const { body } = await api.call('GET', `/v1/orders/${order.id}/payments`, { as: api.orderingKey })
    const states = (body as { payments: Payment[] }).payments.map(({ state }) => state)
    expect(states.filter((state) => state === 'applied')).toHaveLength(1)
  })
})
