import { expect, it } from 'vitest'
import type { Store } from '../../../shared/api/stores.ts'
import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { isReminder, isWelcome } from '../../support/frames.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const change = ({ api, storeId }: TestServer, body: object, headers: Record<string, string> = {}) =>
  api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body, headers })

it('what is given is changed, what is not stays', async () => {
  const server = await startTestServer()
  const before = (await server.api.call('GET', '/v1/stores', { as: server.api.operatorKey })).body as {
    stores: Store[]
  }
  const [store] = before.stores
  expect(await change(server, { name: ' 总店 ' })).toMatchObject({ status: 200, body: { ...store, name: '总店' } })
  const more = { locale: 'en', timezone: 'Europe/Berlin', settings: { reviveWithinMinutes: 0 } } as const
  const settings = { acceptWithinMinutes: 10, reviveWithinMinutes: 0 }
  const after = { ...store, ...more, name: '总店', settings }
  expect(await change(server, more)).toMatchObject({ status: 200, body: after })
  expect(await change(server, { settings: { acceptWithinMinutes: 5 } })).toMatchObject({
    body: { settings: { acceptWithinMinutes: 5, reviveWithinMinutes: 0 } },
  })
  const { body } = await server.api.call('GET', '/v1/stores', { as: server.api.orderingKey })
  expect(body).toMatchObject({ stores: [{ ...after, settings: { acceptWithinMinutes: 5, reviveWithinMinutes: 0 } }] })
})

it('I11: the same change with the same key gets the same answer, whatever came between', async () => {
  const server = await startTestServer()
  const key = { 'idempotency-key': 'k1' }
  const first = await change(server, { name: '一' }, key)
  await change(server, { name: '二' })
  expect((await change(server, { name: '一' }, key)).body).toEqual(first.body)
  const { body } = await server.api.call('GET', '/v1/stores', { as: server.api.operatorKey })
  expect(body).toMatchObject({ stores: [{ name: '二' }] })
})

it('connected devices are greeted again with the new name, those of other stores are left alone', async () => {
  const server = await startTestServer()
  const { api } = server
  const other = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })
  const { token } = await api.pair()
  const stranger = await server.connect({ token: (await api.pair((other.body as Store).id)).token })
  await stranger.synced()
  const device = await server.connect({ token })
  await device.synced()
  await change(server, { name: '总店', timezone: 'Asia/Tokyo' })
  expect((await device.closed).code).toBe(CLOSE.restart.code)
  const again = await server.connect({ token })
  await again.synced()
  expect(again.frames.find(isWelcome)).toMatchObject({ store: { name: '总店', timezone: 'Asia/Tokyo' } })
  // A limit alone is in each reminder: nobody has to come back for it.
  await change(server, { settings: { acceptWithinMinutes: 1 } })
  await api.placePaid()
  const reminder = await again.until(isReminder)
  expect(reminder).toMatchObject({ order: { acceptBy: expect.any(Number), paidAt: expect.any(Number) } })
  const { order } = again.frames.find(isReminder) ?? {}
  expect((order?.acceptBy ?? 0) - (order?.paidAt ?? 0)).toBe(60_000)
  expect(stranger.frames.filter(isWelcome)).toHaveLength(1)
})

it('a change to what the store has already, and a repeated key, disconnect nobody', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const key = { 'idempotency-key': 'k1' }
  const before = await server.connect({ token })
  await before.synced()
  await change(server, { name: '总店', locale: 'en' }, key)
  // Where several servers share the database, this one has heard of the change now.
  await before.closed
  const device = await server.connect({ token })
  await device.synced()
  for (const same of [{ name: '总店' }, { name: ' 总店 ', locale: 'en', timezone: 'Asia/Shanghai' }])
    expect((await change(server, same)).status).toBe(200)
  expect((await change(server, { name: '总店', locale: 'en' }, key)).status).toBe(200)
  await server.api.placePaid()
  await device.until(isReminder)
  await change(server, { name: '二店' }, { 'idempotency-key': 'k2' })
  expect((await device.closed).code).toBe(CLOSE.restart.code)
  const again = await server.connect({ token })
  await again.synced()
  // Repeated after another change, it changes nothing any more.
  await change(server, { name: '总店', locale: 'en' }, key)
  await server.api.placePaid()
  await again.until((frame) => isReminder(frame) && frame.seq === 2)
})

it('a change that changes nothing is refused', async () => {
  const server = await startTestServer()
  for (const nothing of [{}, { settings: {} }])
    expect(await change(server, nothing)).toMatchObject({ status: 400, body: { code: 'body_invalid' } })
  expect((await change(server, { name: '总店', settings: {} })).status).toBe(200)
})

it('opening hours are set whole, taken away by null, and left alone by another change', async () => {
  const server = await startTestServer()
  const day = [{ from: '11:00', to: '14:00' }]
  const week = { mon: [], tue: day, wed: day, thu: day, fri: day, sat: [{ from: '17:00', to: '02:00' }], sun: day }
  expect((await change(server, { name: '总店' })).body).toMatchObject({ settings: { hours: null } })
  expect(await change(server, { settings: { hours: { week } } })).toMatchObject({
    status: 200,
    body: { settings: { hours: { week, dates: [] } } },
  })
  const dates = [{ date: '2026-10-01', spans: [], note: '国庆节' }]
  await change(server, { settings: { hours: { week, dates } } })
  expect((await change(server, { name: '二店' })).body).toMatchObject({ settings: { hours: { week, dates } } })
  expect((await change(server, { settings: { hours: null } })).body).toMatchObject({ settings: { hours: null } })
})

it('opening hours with a fault are refused, and the fault is named by its place', async () => {
  const server = await startTestServer()
  const week = { mon: [{ from: '9:00', to: '12:00' }], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
  expect(await change(server, { settings: { hours: { week } } })).toMatchObject({
    status: 400,
    body: { code: 'body_invalid', faults: [{ path: 'settings.hours.week.mon.0.from' }] },
  })
})
