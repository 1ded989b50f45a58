import { expect, it } from 'vitest'
import { URGE_PAUSE_MS } from '../../../server/commands/urge-order.ts'
import type { Reminder } from '../../../shared/api/reminders.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import type { TestApi } from '../../support/test-api.ts'
import { startTestServer } from '../../support/test-server.ts'

async function urges(api: TestApi, orderId: number): Promise<Reminder[]> {
  const { body } = await api.call('GET', `/v1/reminders?orderId=${orderId}`, { as: api.operatorKey })
  return (body as { reminders: Reminder[] }).reminders.filter(({ kind }) => kind === 'urge')
}

it('an urge raises a reminder; the next one, while it is unanswered, makes it louder', async () => {
  const clock = createManualClock()
  const { api } = await startTestServer({ clock })
  const order = await api.placePaid()
  const urge = (as = api.orderingKey) => api.call('POST', `/v1/orders/${order.id}/urge`, { as })

  expect(await urge()).toMatchObject({ status: 200, body: { urges: 1, lastUrgedAt: clock.now() } })
  const [first] = await urges(api, order.id)
  expect(first).toMatchObject({ state: 'open', n: 1, content: `订单号：${order.number}`, order: { urges: 1 } })

  clock.jumpWall(URGE_PAUSE_MS)
  expect(await urge(api.operatorKey)).toMatchObject({ status: 200, body: { urges: 2, lastUrgedAt: clock.now() } })
  expect(await urges(api, order.id)).toMatchObject([
    { id: first?.id, state: 'open', n: 2, level: 1, order: { urges: 2 } },
  ])
})

it('an urge after the last one was answered is a reminder of its own', async () => {
  const clock = createManualClock()
  const { api } = await startTestServer({ clock })
  const { token } = await api.pair()
  const order = await api.placePaid()
  const urge = () => api.call('POST', `/v1/orders/${order.id}/urge`, { as: api.orderingKey })
  await urge()
  const [first] = await urges(api, order.id)
  await api.call('POST', `/v1/reminders/${first?.id}/acknowledge`, { as: token })
  clock.jumpWall(URGE_PAUSE_MS)
  await urge()
  const all = await urges(api, order.id)
  expect(all.map(({ state, n }) => ({ state, n })).toSorted((a, b) => a.state.localeCompare(b.state))).toEqual([
    { state: 'acknowledged', n: 1 },
    { state: 'open', n: 1 },
  ])
})

it('an urge within a minute of the last is refused with the time to wait, and changes nothing', async () => {
  const clock = createManualClock()
  const { api, running } = await startTestServer({ clock })
  const order = await api.placePaid()
  const urge = () => api.call('POST', `/v1/orders/${order.id}/urge`, { as: api.orderingKey })
  await urge()
  const unchanged = await watchDatabase(running.ctx)
  for (const [gone, wait] of [
    [0, 60_000],
    [1, 59_999],
    [29_999, 30_000],
    [29_999, 1],
  ] as const) {
    clock.jumpWall(gone)
    const reply = await urge()
    expect(reply).toMatchObject({ status: 429, body: { code: 'urged_too_soon', retryMs: wait } })
    expect(reply.headers.get('retry-after')).toBe(String(Math.ceil(wait / 1000)))
    await unchanged(`after ${gone}`)
  }
  clock.jumpWall(1)
  expect((await urge()).status).toBe(200)
})

it('of many urges at once, one counts', async () => {
  const { api } = await startTestServer({ clock: createManualClock() })
  const order = await api.placePaid()
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => api.call('POST', `/v1/orders/${order.id}/urge`, { as: api.orderingKey })),
  )
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, ...Array(19).fill(429)])
  expect(await urges(api, order.id)).toMatchObject([{ n: 1, order: { urges: 1 } }])
})

it('a clock that is set back locks no customer out', async () => {
  const clock = createManualClock()
  const { api } = await startTestServer({ clock })
  const order = await api.placePaid()
  const urge = () => api.call('POST', `/v1/orders/${order.id}/urge`, { as: api.orderingKey })
  await urge()
  clock.jumpWall(-24 * 60 * 60_000)
  expect((await urge()).status).toBe(200)
  expect((await urge()).status).toBe(429)
})
