import { expect, it } from 'vitest'
import type { Statistics } from '../../../shared/api/orders.ts'
import type { Currency } from '../../../shared/money.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer } from '../../support/test-server.ts'

/** A store in `timezone`, its device, and a clock that can be set. */
async function storeIn(timezone: string) {
  const clock = createManualClock()
  const { api } = await startTestServer({ clock })
  const { body } = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '分店', timezone } })
  const storeId = (body as { id: string }).id
  const { token } = await api.pair(storeId)
  return {
    api,
    token,
    setTo: (text: string) => clock.jumpWall(Date.parse(text) - clock.now()),
    place: () => api.place({ storeId, amountMinor: 100 }),
    paid: (amountMinor: number, currency: Currency = 'CNY') => api.placePaid({ storeId, amountMinor, currency }),
    async statistics() {
      const reply = await api.call('GET', `/v1/stores/${storeId}/statistics`, { as: token })
      return reply.body as Statistics
    },
  }
}

it('counts what stands at the shop, and what the day has brought', async () => {
  const { api, token, paid, place, statistics } = await storeIn('Asia/Shanghai')
  await place()
  await paid(100)
  await paid(250, 'HKD')
  const { id: accepted } = await paid(1_000)
  const { id: dispatched } = await paid(1_000)
  const { id: done } = await paid(1_000)
  const { id: rejected } = await paid(5_000)
  for (const id of [accepted, dispatched, done]) await api.move(token, id, 'confirm')
  for (const id of [dispatched, done]) await api.move(token, id, 'dispatch')
  await api.move(token, done, 'complete')
  await api.move(token, rejected, 'reject', '卖完了')
  const { id: unpaid } = await place()
  await api.call('POST', `/v1/orders/${unpaid}/cancel`, { as: api.orderingKey, body: { reason: 'x' } })
  await api.placePaid()

  expect(await statistics()).toEqual({
    toBeConfirmed: 2,
    confirmed: 1,
    delivering: 1,
    today: {
      since: Date.parse('2026-01-01T00:00:00+08:00'),
      paid: 6,
      completed: 1,
      cancelled: 1,
      turnover: [
        { currency: 'CNY', amountMinor: 3_100 },
        { currency: 'HKD', amountMinor: 250 },
      ],
    },
    unanswered: 2,
  })
})

it.each([
  ['Asia/Shanghai', '2026-06-01T23:59:59.999+08:00', '2026-06-02T00:00:00+08:00'],
  ['America/Los_Angeles', '2026-06-01T23:59:59.999-07:00', '2026-06-02T00:00:00-07:00'],
  ['Pacific/Kiritimati', '2026-06-01T23:59:59.999+14:00', '2026-06-02T00:00:00+14:00'],
])('a day ends at midnight of the store: %s', async (timezone, late, midnight) => {
  const { paid, setTo, statistics } = await storeIn(timezone)
  setTo(late)
  await paid(100)
  expect((await statistics()).today).toMatchObject({ paid: 1, turnover: [{ amountMinor: 100 }] })
  setTo(midnight)
  expect((await statistics()).today).toMatchObject({ since: Date.parse(midnight), paid: 0, turnover: [] })
  await paid(7)
  expect(await statistics()).toMatchObject({ toBeConfirmed: 2, today: { paid: 1, turnover: [{ amountMinor: 7 }] } })
})

it('a day counts from its own midnight also when the clocks change in between', async () => {
  const { paid, setTo, statistics } = await storeIn('Europe/Berlin')
  setTo('2026-03-28T23:59:59+01:00')
  await paid(1)
  setTo('2026-03-29T00:00:00+01:00')
  await paid(10)
  setTo('2026-03-29T23:30:00+02:00')
  await paid(100)
  expect((await statistics()).today).toMatchObject({ paid: 2, turnover: [{ amountMinor: 110 }] })
  setTo('2026-10-25T00:30:00+02:00')
  await paid(1_000)
  setTo('2026-10-25T23:30:00+01:00')
  expect((await statistics()).today).toMatchObject({ paid: 1, turnover: [{ amountMinor: 1_000 }] })
})

it('a store whose zone this machine does not know, as after a move to an older one, takes orders and counts its day', async () => {
  const server = await startTestServer()
  const { api, running, storeId } = server
  await running.ctx.db.write((tx) => tx.run('UPDATE stores SET timezone = ?', ['America/Unheard_Of']))
  const order = await api.placePaid()
  expect(order.number).toMatch(/^20\d{16}$/)
  const { token } = await api.pair()
  expect(await api.call('GET', `/v1/stores/${storeId}/statistics`, { as: token })).toMatchObject({ status: 200 })
})
