import { expect, it } from 'vitest'
import { createEndpointCaller } from '../../../server/events/call-endpoint.ts'
import { deliverEvents } from '../../../server/events/deliver-events.ts'
import type { CreatedSecret, EndpointTest, Redelivered } from '../../../shared/api/webhook-endpoints.ts'
import { type EventsRig, eventsRig, upTo } from './events-rig.ts'
import { whatIsWrong } from './verify-webhook.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const RULES = { allowHttp: true, allowPrivate: true }

/** Works the outbox off, with the clock so many milliseconds further, and no job of the server's beside it. */
async function deliver({ running: { ctx } }: EventsRig, furtherMs = 0): Promise<number> {
  const clock = { ...ctx.clock, now: () => ctx.clock.now() + furtherMs }
  return await deliverEvents({ ...ctx, clock }, createEndpointCaller(RULES))
}

const post = async <T>({ api }: EventsRig, path: string, body?: object): Promise<T> => {
  const reply = await api.call('POST', path, { as: api.operatorKey, ...(body !== undefined && { body }) })
  expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300)
  return reply.body as T
}

it('an event arrives within a second, signed as Standard Webhooks prescribes', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, accepted, until, deliveries, clock, read } = rig
  const { id, secret } = await addEndpoint()
  await accepted()
  await until(() => receiver.arrivals.length > 0)
  const [arrival] = receiver.arrivals
  if (arrival === undefined) throw new Error('nothing arrived')
  const { events } = await read()
  expect(whatIsWrong(arrival, secret, clock.now())).toBeUndefined()
  const body = JSON.parse(arrival.body) as { type: string; timestamp: string; data: unknown }
  expect(body).toEqual({
    type: 'order.accepted',
    timestamp: new Date(events[0]?.at ?? 0).toISOString(),
    data: events[0],
  })
  expect(arrival.headers['webhook-id']).toBe(events[0]?.id)
  await until(async () => (await deliveries(id))[0]?.state === 'delivered')
  expect(await deliveries(id)).toMatchObject([{ eventId: events[0]?.id, seq: 1, attempts: 1, code: null }])
  for (const other of [`${arrival.body} `, arrival.body.replace('accepted', 'rejected')])
    expect(whatIsWrong({ ...arrival, body: other }, secret, clock.now())).toBe('signature')
})

it('I17: events of a store arrive in their order, and one that is not taken holds up those behind it alone', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, accepted, api, token, storeId } = rig
  await addEndpoint()
  const { body } = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })
  const other = (body as { id: string }).id
  const theirs = await api.pair(other)
  receiver.treat = ({ event }) => (event.storeId === storeId && event.seq === 2 ? 503 : 200)
  for (let i = 0; i < 4; i++) await accepted()
  for (let i = 0; i < 3; i++) await api.move(theirs.token, (await api.placePaid({ storeId: other })).id, 'confirm')
  await deliver(rig)
  const arrived = (store: string) =>
    receiver.arrivals.filter(({ event }) => event.storeId === store).map(({ event }) => event.seq)
  expect(arrived(storeId)).toEqual([1, 2])
  expect(arrived(other)).toEqual([1, 2, 3])
  receiver.treat = () => 200
  await deliver(rig, 6_000)
  expect(arrived(storeId)).toEqual([1, 2, 2, 3, 4])
  expect(token).toBeDefined()
})

it('an endpoint gets the events of its store and its types, from when it was added', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, accepted, api, token, storeId } = rig
  await accepted()
  await addEndpoint({ storeId, types: ['order.completed'] })
  const { body } = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })
  const nobody = await addEndpoint({ storeId: (body as { id: string }).id })
  const id = await accepted()
  for (const move of ['dispatch', 'complete']) await api.move(token, id, move)
  await deliver(rig)
  expect(receiver.arrivals.map(({ event }) => event.type)).toEqual(['order.completed'])
  expect(await rig.deliveries(nobody.id)).toEqual([])
})

it('an endpoint that does not answer is tried for three days, and is then switched off; switched on, it gets all that it missed', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, accepted, endpoint, api } = rig
  const { id } = await addEndpoint()
  receiver.treat = ({ event }) => (event.seq === 1 ? 'hangs up' : 200)
  await accepted()
  const pauses: number[] = []
  let last = 0
  for (
    let at = 0;
    at <= 3 * DAY + HOUR && (await endpoint(id)).state === 'on';
    at += at < 60_000 ? 2_000 : at < HOUR ? 60_000 : 30 * 60_000
  ) {
    if ((await deliver(rig, at)) === 0) continue
    pauses.push(at - last)
    last = at
  }
  expect(pauses.length).toBeGreaterThan(50)
  expect(pauses.length).toBeLessThan(200)
  expect(pauses[1]).toBeLessThan(10_000)
  expect(Math.max(...pauses)).toBeLessThan(1.6 * HOUR)
  expect(last).toBeGreaterThanOrEqual(3 * DAY - 2 * HOUR)
  expect(await endpoint(id)).toMatchObject({ state: 'failed', code: 'no_answer', waiting: 1 })
  await accepted()
  expect(await deliver(rig, 4 * DAY)).toBe(0)
  receiver.treat = () => 200
  receiver.arrivals.length = 0
  const on = await api.call('PATCH', `/v1/webhook-endpoints/${id}`, { as: api.operatorKey, body: { state: 'on' } })
  expect(on.body).toMatchObject({ state: 'on', failedAt: null, code: null, failingSince: null, waiting: 2 })
  await deliver(rig, 4 * DAY)
  expect(receiver.arrivals.map(({ event }) => event.seq)).toEqual([1, 2])
  expect(await endpoint(id)).toMatchObject({ state: 'on', waiting: 0, failingSince: null })
})

it('a server that was off for days does not take an endpoint for dead', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, accepted, endpoint } = rig
  const { id } = await addEndpoint()
  receiver.treat = () => 500
  await accepted()
  await deliver(rig)
  await deliver(rig, 10 * DAY)
  expect(await endpoint(id)).toMatchObject({ state: 'on', code: 'http_500', failingSince: expect.any(Number) })
})

it('an endpoint that says that it is gone is switched off at once', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, accepted, endpoint } = rig
  const { id } = await addEndpoint()
  receiver.treat = () => 410
  await accepted()
  await deliver(rig)
  expect(await endpoint(id)).toMatchObject({ state: 'failed', code: 'http_410', failedAt: expect.any(Number) })
})

it('a redirect is not followed: it is an answer that takes nothing', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, accepted, endpoint } = rig
  const { id } = await addEndpoint()
  receiver.treat = () => 307
  await accepted()
  await deliver(rig)
  expect(receiver.arrivals).toHaveLength(1)
  expect(await endpoint(id)).toMatchObject({ code: 'http_307', waiting: 1 })
})

it('while a secret is rotated both sign, and afterwards the new one alone', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, accepted, clock, running } = rig
  const { id, secret: old } = await addEndpoint()
  const { secret, endpoint } = await post<CreatedSecret>(rig, `/v1/webhook-endpoints/${id}/secrets`, {
    overlapHours: 1,
  })
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(endpoint.secrets).toMatchObject([{ expiresAt: null }, { expiresAt: clock.now() + HOUR }])
  expect(JSON.stringify(endpoint)).not.toContain(secret)
  await accepted()
  await deliver(rig)
  await accepted()
  await deliver(rig, HOUR)
  const verdicts = receiver.arrivals.map((arrival, index) =>
    [old, secret].map((key) => whatIsWrong(arrival, key, running.ctx.clock.now() + index * HOUR)),
  )
  expect(verdicts).toEqual([
    [undefined, undefined],
    ['signature', undefined],
  ])
  // At once, where it has leaked.
  const { secret: third } = await post<CreatedSecret>(rig, `/v1/webhook-endpoints/${id}/secrets`, { overlapHours: 0 })
  await accepted()
  await deliver(rig)
  const last = receiver.arrivals.at(-1)
  if (last === undefined) throw new Error('nothing arrived')
  expect([secret, third].map((key) => whatIsWrong(last, key, clock.now()))).toEqual(['signature', undefined])
})

it('no more than five secrets are good at one moment', async () => {
  const rig = await eventsRig()
  const { id } = await rig.addEndpoint()
  for (let i = 0; i < 4; i++) await post(rig, `/v1/webhook-endpoints/${id}/secrets`, {})
  const reply = await rig.api.call('POST', `/v1/webhook-endpoints/${id}/secrets`, { as: rig.api.operatorKey, body: {} })
  expect(reply).toMatchObject({ status: 409, body: { code: 'webhook_secrets_full' } })
})

it('a secret is in one answer alone, and in no other call', async () => {
  const rig = await eventsRig()
  const { addEndpoint, api } = rig
  const { id, secret } = await addEndpoint()
  for (const path of ['', `/${id}`, `/${id}/deliveries`]) {
    const reply = await api.call('GET', `/v1/webhook-endpoints${path}`, { as: api.operatorKey })
    expect(JSON.stringify(reply.body)).not.toContain(secret)
  }
})

it('events are sent again by id, whatever their type, and from a time on, in order', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, accepted, clock, read } = rig
  for (let i = 0; i < 2; i++) await accepted()
  clock.advance(1_000)
  const since = clock.now()
  await accepted()
  await deliver(rig)
  const { id } = await addEndpoint({ types: ['order.accepted'] })
  await accepted()
  await deliver(rig)
  const { events } = await read()
  const path = `/v1/webhook-endpoints/${id}/redeliver`
  expect(await post<Redelivered>(rig, path, { eventId: events[0]?.id })).toEqual({ queued: 1, since: null })
  await deliver(rig)
  expect(await post<Redelivered>(rig, path, { since })).toEqual({ queued: 2, since: null })
  await deliver(rig)
  expect(receiver.arrivals.map(({ event }) => event.seq)).toEqual([4, 1, 3, 4])
  expect(new Set(receiver.arrivals.map(({ headers }) => headers['webhook-id'])).size).toBe(3)
  const unknown = await rig.api.call('POST', path, { as: rig.api.operatorKey, body: { eventId: 'evt_nobody' } })
  expect(unknown).toMatchObject({ status: 404, body: { code: 'event_unknown' } })
})

it('a test calls at once, and says what came of it', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, clock } = rig
  const { id, secret } = await addEndpoint()
  const path = `/v1/webhook-endpoints/${id}/test`
  expect(await post<EndpointTest>(rig, path)).toMatchObject({ delivered: true, status: 200, code: null })
  const [arrival] = receiver.arrivals
  expect(arrival?.event).toEqual({ endpointId: id })
  expect(arrival && whatIsWrong(arrival, secret, clock.now())).toBeUndefined()
  receiver.treat = () => 404
  expect(await post<EndpointTest>(rig, path)).toMatchObject({ delivered: false, status: 404, code: 'http_404' })
  receiver.treat = () => 'hangs up'
  expect(await post<EndpointTest>(rig, path)).toMatchObject({ delivered: false, status: null, code: 'no_answer' })
  expect(await rig.deliveries(id)).toEqual([])
})

it('an endpoint that was removed is called no more, and nothing of it is kept but what was sent', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, accepted, api, running } = rig
  const { id, secret } = await addEndpoint()
  receiver.treat = () => 500
  await accepted()
  await deliver(rig)
  expect((await api.call('DELETE', `/v1/webhook-endpoints/${id}`, { as: api.operatorKey })).status).toBe(200)
  await accepted()
  expect(await deliver(rig, DAY)).toBe(0)
  expect(receiver.arrivals).toHaveLength(1)
  const [row] = await running.ctx.db.read.all('SELECT * FROM webhook_endpoints')
  expect(JSON.stringify(row)).not.toContain(secret)
  const gone = await api.call('GET', `/v1/webhook-endpoints/${id}`, { as: api.operatorKey })
  expect(gone).toMatchObject({ status: 404, body: { code: 'webhook_endpoint_unknown' } })
})

it('without the settings for it, no address of this machine is called, also by a name that leads there', async () => {
  const rig = await eventsRig({ env: { WEBHOOKS_ALLOW_HTTP: 'on', WEBHOOKS_ALLOW_PRIVATE: 'off' } })
  const { receiver, addEndpoint, api } = rig
  const literal = await api.call('POST', '/v1/webhook-endpoints', { as: api.operatorKey, body: { url: receiver.url } })
  expect(literal).toMatchObject({ status: 400, body: { code: 'webhook_url_refused' } })
  const { id } = await addEndpoint({ url: receiver.url.replace('127.0.0.1', 'localhost') })
  const test = await post<EndpointTest>(rig, `/v1/webhook-endpoints/${id}/test`)
  expect(test).toMatchObject({ delivered: false, status: null, code: 'address_refused' })
  expect(receiver.arrivals).toEqual([])
})

it('a slow endpoint of many stores holds up a part of the workers, and none of another', async () => {
  const rig = await eventsRig()
  const { receiver, addEndpoint, api } = rig
  const slow = await addEndpoint()
  const quick = await addEndpoint({ url: `${receiver.url}/quick` })
  const { ctx } = rig.running
  for (const n of upTo(9)) {
    const { body } = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: `店${n}` } })
    const storeId = (body as { id: string }).id
    const { token } = await api.pair(storeId)
    await api.move(token, (await api.placePaid({ storeId })).id, 'confirm')
  }
  let hanging = 0
  let most = 0
  let release = () => {}
  const free = new Promise<void>((resolve) => {
    release = resolve
  })
  const quickDone: string[] = []
  const done = deliverEvents(ctx, async ({ url, headers }) => {
    if (url.endsWith('/quick')) {
      quickDone.push(headers['webhook-id'] ?? '')
      if (quickDone.length === 9) release()
      return { status: 200 }
    }
    most = Math.max(most, ++hanging)
    await free
    hanging--
    return { status: 200 }
  })
  await done
  expect(quickDone).toHaveLength(9)
  expect(most).toBe(4)
  for (const { id } of [slow, quick]) expect((await rig.endpoint(id)).waiting).toBe(0)
})
