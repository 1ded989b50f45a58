import { expect, it } from 'vitest'
import type { OrderPage } from '../../../shared/api/orders.ts'
import { startTestServer } from '../../support/test-server.ts'

async function rig() {
  const server = await startTestServer()
  const { api, storeId } = server
  const kitchen = await api.pair(storeId, '厨房')
  return {
    ...server,
    kitchen,
    read: async (query = '', as = kitchen.token) =>
      (await api.call('GET', `/v1/orders?history=true${query}`, { as })).body as OrderPage,
  }
}

it('a page tells who answered each of its orders and when, and where its money is', async () => {
  const { api, kitchen, read } = await rig()
  const accepted = await api.placePaid()
  const refused = await api.placePaid()
  const waiting = await api.placePaid()
  await api.move(kitchen.token, accepted.id, 'confirm')
  await api.move(kitchen.token, refused.id, 'reject', '卖完了')
  const { orders, history } = await read()
  expect(orders.map(({ id }) => id)).toEqual([waiting.id, refused.id, accepted.id])
  expect(history?.answers.toSorted((a, b) => a.orderId - b.orderId)).toMatchObject([
    { orderId: accepted.id, by: { kind: 'device', name: '厨房' }, at: expect.any(Number) },
    { orderId: refused.id, by: { kind: 'device', name: '厨房' }, at: expect.any(Number) },
  ])
  expect(history?.refunds).toMatchObject([{ orderId: refused.id, state: 'by_hand', owedMinor: 3_850 }])
})

it('the sums are those of the whole search, by currency, and come with the first page alone', async () => {
  const { api, kitchen, read } = await rig()
  const refused = await api.placePaid()
  await api.move(kitchen.token, refused.id, 'reject', '卖完了')
  await api.placePaid({ amountMinor: 1_000 })
  await api.placePaid({ amountMinor: 1_200, currency: 'JPY' })
  await api.place()
  const first = await read('&limit=1')
  expect(first.history?.totals).toEqual({
    orders: 4,
    sums: [
      { currency: 'CNY', takenMinor: 1_000, refundedMinor: 0, owedMinor: 3_850 },
      { currency: 'JPY', takenMinor: 1_200, refundedMinor: 0, owedMinor: 0 },
    ],
  })
  expect((await read(`&limit=1&cursor=${first.next}`)).history?.totals).toBeNull()
  expect((await read('&status=6')).history?.totals).toMatchObject({ orders: 1, sums: [{ takenMinor: 0 }] })
  expect((await read('&number=nobody')).history).toEqual({
    answers: [],
    refunds: [],
    totals: { orders: 0, sums: [] },
  })
})

it('I12: of another store nothing is summed up, and without the wish a page is as it was', async () => {
  const { api, kitchen, read } = await rig()
  const other = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })
  const stranger = await api.pair((other.body as { id: string }).id)
  await api.placePaid()
  expect((await read('', stranger.token)).history?.totals).toEqual({ orders: 0, sums: [] })
  expect((await api.call('GET', '/v1/orders', { as: kitchen.token })).body).not.toHaveProperty('history')
})
