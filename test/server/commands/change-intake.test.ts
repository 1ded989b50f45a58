import { describe, expect, it } from 'vitest'
import { LOOK_EVERY_MS } from '../../../server/log/follow-feed.ts'
import type { Order } from '../../../shared/api/orders.ts'
import type { StoreIntake } from '../../../shared/intake.ts'
import type { IntakeFrame, ServerFrame } from '../../../shared/protocol/frames.ts'
import { isReminder, isWelcome } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import type { TestDevice } from '../../support/test-device.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const MINUTE = 60_000
const ITEM = { name: '宫保鸡丁', quantity: 1 }

/** A store with a device, by which it is set busy, paused and open. */
async function shop() {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  return { clock, token, ...doings(server, token) }
}

/** What is done to a store's intake; again after a restart. */
function doings(server: TestServer, token: string) {
  const { api, storeId } = server
  const path = `/v1/stores/${storeId}/intake`
  return {
    ...{ server, api, storeId, path },
    set: (body: object, as = token) => api.call('PATCH', path, { as, body }),
    look: async (as = api.orderingKey) => (await api.call('GET', path, { as })).body as StoreIntake,
    place: (more: object = {}) =>
      api.call('POST', '/v1/orders', {
        as: api.orderingKey,
        body: { storeId, items: [ITEM], amountMinor: 3850, ...more },
      }),
  }
}

const isIntake = (frame: ServerFrame): frame is IntakeFrame => 'op' in frame && frame.op === 'intake'

/** Waits until a device has been told `count` changes; where several servers share a database, they hear by its feed. */
async function told({ frames }: TestDevice, clock: { advance(ms: number): void }, count: number) {
  const look = () => {
    clock.advance(LOOK_EVERY_MS)
    return frames.filter(isIntake).length
  }
  await expect.poll(look).toBe(count)
  return frames.filter(isIntake)
}

it('a new store takes orders, and nobody has set it', async () => {
  const { look, storeId } = await shop()
  expect(await look()).toEqual({
    ...{ storeId, state: 'open', takesOrders: true, extraMinutes: null, until: null, by: null, changedAt: null },
    readyInMinutes: null,
  })
})

it('a paused store refuses orders and says until when; what is paid all the same rings', async () => {
  const { set, place, look, server, api, token, clock } = await shop()
  const before = await api.place()
  const device = await server.connect({ token, autoAck: true })
  await device.synced()
  const until = clock.now() + 30 * MINUTE
  expect(await set({ state: 'paused', until })).toMatchObject({ status: 200, body: { state: 'paused', until } })
  expect(await place()).toMatchObject({ status: 409, body: { code: 'store_paused', until } })
  expect(await look()).toMatchObject({ takesOrders: false, by: { kind: 'device', name: '前台' } })
  await api.notify({ orderNumber: before.number, amountMinor: 3850, currency: 'CNY' })
  const rang = device.until(isReminder)
  clock.advance(1_000)
  expect(await rang).toMatchObject({ type: 1, orderId: before.id })
  expect(await set({ state: 'open' })).toMatchObject({ body: { state: 'open', takesOrders: true } })
  expect((await place()).status).toBe(201)
})

it('a refused order leaves its idempotency key and its number free for when the store is open again', async () => {
  const { set, api, storeId } = await shop()
  await set({ state: 'paused', forMinutes: 5 })
  const body = { storeId, items: [ITEM], amountMinor: 3850, number: 'N-1' }
  const place = () => api.call('POST', '/v1/orders', { as: api.orderingKey, body, headers: { 'idempotency-key': 'k' } })
  expect((await place()).status).toBe(409)
  await set({ state: 'open' })
  expect((await place()).status).toBe(201)
  expect((await place()).status).toBe(201)
})

describe('it ends by itself, and every device is told of the beginning and of the end', () => {
  it.each([[{ state: 'busy', extraMinutes: 15, forMinutes: 3 }], [{ state: 'paused', forMinutes: 3 }]])(
    '%j',
    async (change) => {
      const { set, look, server, api, token, clock } = await shop()
      const own = await server.connect({ token, autoAck: true })
      const other = await server.connect({ token: (await api.pair()).token, autoAck: true })
      await Promise.all([own.synced(), other.synced()])
      await set(change)
      const { forMinutes: _, ...facts } = change
      for (const device of [own, other])
        expect(await told(device, clock, 1)).toMatchObject([{ ...facts, by: { kind: 'device' }, seq: 1 }])
      const { until } = await look()
      await pass(server, clock, 2 * MINUTE, 30_000)
      expect(own.frames.filter(isIntake)).toHaveLength(1)
      await pass(server, clock, MINUTE + 2_000)
      for (const device of [own, other])
        expect((await told(device, clock, 2)).at(-1)).toMatchObject({ state: 'open', by: { kind: 'system' }, seq: 2 })
      expect(await look()).toMatchObject({ state: 'open', until: null, by: { kind: 'system' } })
      expect((await look()).changedAt).toBeGreaterThanOrEqual(until ?? 0)
    },
  )
})

it('a restart forgets nothing: what is over by then ends at once, and who comes is told how it is', async () => {
  const { set, server, token, clock } = await shop()
  await set({ state: 'paused', forMinutes: 3 })
  const again = await server.restart()
  const device = await again.connect({ token, autoAck: true })
  await device.synced()
  expect(device.frames.find(isWelcome)).toMatchObject({ store: { intake: { state: 'paused', seq: 1 } } })
  await again.stop()
  clock.advance(30 * MINUTE)
  const third = await again.restart()
  const { place, look } = doings(third, token)
  // Nobody has told it yet, and it counts all the same.
  expect(await look()).toMatchObject({ state: 'open', takesOrders: true })
  expect((await place()).status).toBe(201)
  await pass(third, clock, 2_000)
  expect(await third.running.ctx.db.read.all('SELECT intake_until FROM stores')).toEqual([{ intake_until: null }])
})

it('a device that was away catches up with the changes, behind a welcome that has told the latest', async () => {
  const { set, server, token, clock } = await shop()
  const first = await server.connect({ token, autoAck: true })
  await first.synced()
  await set({ state: 'busy', extraMinutes: 10, forMinutes: 60 })
  const [frame] = await told(first, clock, 1)
  first.close()
  await first.closed
  await set({ state: 'paused', forMinutes: 60 })
  const back = await server.connect({ token, cursor: frame?.cursor ?? null, autoAck: true })
  await back.synced()
  expect(back.frames.find(isWelcome)).toMatchObject({ resumed: true, store: { intake: { state: 'paused', seq: 2 } } })
  expect(back.frames.filter(isIntake)).toMatchObject([{ state: 'paused', seq: 2 }])
})

it('what is so already tells nobody again, and the same with the same key is done once (I11)', async () => {
  const { set, api, path, token, clock, look, server } = await shop()
  const until = clock.now() + 10 * MINUTE
  await set({ state: 'open' })
  await set({ state: 'paused', until })
  await set({ state: 'paused', until })
  const busy = {
    as: token,
    body: { state: 'busy', extraMinutes: 5, forMinutes: 60 },
    headers: { 'idempotency-key': 'k' },
  }
  const first = await api.call('PATCH', path, busy)
  clock.advance(MINUTE)
  expect((await api.call('PATCH', path, busy)).body).toEqual(first.body)
  expect(await look()).toMatchObject({ until: until + 50 * MINUTE })
  const told = await server.running.ctx.db.read.all('SELECT what, n FROM reminder_log ORDER BY seq')
  expect(told).toEqual([
    { what: 'intake', n: 0 },
    { what: 'intake', n: 0 },
  ])
})

it('I12: a device sets and sees its own store alone', async () => {
  const { api, set, look, path, server } = await shop()
  const { body } = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })
  const stranger = await api.pair((body as { id: string }).id, '别家')
  const apart = await server.connect({ token: stranger.token, autoAck: true })
  await apart.synced()
  expect(await set({ state: 'paused', forMinutes: 5 }, stranger.token)).toMatchObject({
    body: { code: 'store_unknown' },
  })
  expect((await api.call('GET', path, { as: stranger.token })).status).toBe(404)
  expect((await set({ state: 'paused', forMinutes: 5 }, api.orderingKey)).status).toBe(403)
  expect(await look()).toMatchObject({ state: 'open' })
  await set({ state: 'paused', forMinutes: 5 }, api.operatorKey)
  expect(await look()).toMatchObject({ by: { kind: 'operator' } })
  await apart.read()
  expect(apart.frames.filter(isIntake)).toEqual([])
})

it('an end that is over, or more than two days away, is refused', async () => {
  const { set, look, clock } = await shop()
  for (const until of [clock.now(), clock.now() - MINUTE, clock.now() + 2_881 * MINUTE, 0])
    expect.soft(await set({ state: 'paused', until })).toMatchObject({
      status: 400,
      body: { code: 'body_invalid', faults: [{ path: 'until' }] },
    })
  expect(await look()).toMatchObject({ state: 'open' })
})

describe('an accepted order is promised for a time', () => {
  /** Accepts a paid order with this body, in a store that is `prepared`. */
  async function accepted(body: object | undefined, prepared: { minutes?: number; busy?: number } = {}) {
    const { api, storeId, set, clock, token } = await shop()
    const settings = { preparationMinutes: prepared.minutes ?? null }
    await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: { settings } })
    if (prepared.busy !== undefined) await set({ state: 'busy', extraMinutes: prepared.busy, forMinutes: 60 })
    const { id } = await api.placePaid()
    const path = `/v1/orders/${id}`
    const reply = await api.call('POST', `${path}/confirm`, { as: token, ...(body && { body }) })
    expect(reply).toMatchObject({ status: 200 })
    const order = (await api.call('GET', path, { as: api.orderingKey })).body as Order
    return order.readyAt === null ? null : (order.readyAt - clock.now()) / MINUTE
  }

  it('that the shop has named', async () => expect(await accepted({ readyInMinutes: 25 }, { minutes: 10 })).toBe(25))
  it('by the store’s preparation', async () => expect(await accepted({}, { minutes: 10 })).toBe(10))
  it('and a busy store’s delay', async () => expect(await accepted(undefined, { minutes: 10, busy: 15 })).toBe(25))
  it('or for none', async () => expect(await accepted({ readyInMinutes: null })).toBe(null))

  it('which stays when it moves on', async () => {
    const { api, token } = await shop()
    const { id } = await api.placePaid()
    await api.call('POST', `/v1/orders/${id}/confirm`, { as: token, body: { readyInMinutes: 25 } })
    const { body } = await api.move(token, id, 'dispatch')
    expect((body as Order).readyAt).toEqual(expect.any(Number))
  })
})

describe('an archived store', () => {
  async function archived() {
    const rig = await shop()
    const { api, storeId } = rig
    const archive = (on: boolean, as = api.operatorKey) =>
      api.call('PATCH', `/v1/stores/${storeId}`, { as, body: { archived: on } })
    return { ...rig, archive }
  }

  it('takes no orders, and its money is recorded and rings all the same', async () => {
    const { archive, place, look, set, server, api, token, clock } = await archived()
    const before = await api.place()
    const device = await server.connect({ token, autoAck: true })
    await device.synced()
    expect(await archive(true)).toMatchObject({ status: 200, body: { archived: true } })
    expect(await told(device, clock, 1)).toMatchObject([{ state: 'archived', by: { kind: 'operator' } }])
    expect(await place()).toMatchObject({ status: 409, body: { code: 'store_archived' } })
    expect(await set({ state: 'open' })).toMatchObject({ status: 409, body: { code: 'store_archived' } })
    expect(await look()).toMatchObject({ state: 'archived', takesOrders: false, until: null })
    await api.notify({ orderNumber: before.number, amountMinor: 3850, currency: 'CNY' })
    clock.advance(1_000)
    expect(await device.until(isReminder)).toMatchObject({ orderId: before.id })
    expect(await archive(false)).toMatchObject({ body: { archived: false } })
    expect((await told(device, clock, 2)).at(-1)).toMatchObject({ state: 'open' })
    expect((await place()).status).toBe(201)
  })

  it('is the operator’s alone, and the same again tells nobody', async () => {
    const { archive, server, token, api } = await archived()
    expect((await archive(true, token)).body).toMatchObject({ code: 'managed_by_operator' })
    for (const on of [false, true, true, true]) await archive(on)
    expect(await server.running.ctx.db.read.all('SELECT what FROM reminder_log')).toHaveLength(1)
    const { body } = await api.call('GET', '/v1/stores', { as: api.orderingKey })
    expect(body).toMatchObject({ stores: [{ archived: true }] })
  })
})

it('an order that names no currency is in the store’s', async () => {
  const { api, storeId, place } = await shop()
  await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: { settings: { currency: 'HKD' } } })
  expect((await place()).body).toMatchObject({ currency: 'HKD' })
  expect((await place({ currency: 'USD' })).body).toMatchObject({ currency: 'USD' })
})
