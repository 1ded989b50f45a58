import { expect, it } from 'vitest'
import type { Sql } from '../../../server/db/database.ts'
import { StorageError } from '../../../server/db/storage-error.ts'
import type { PairedDevice } from '../../../shared/api/devices.ts'
import type { Order } from '../../../shared/api/orders.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import type { Reply } from '../../support/test-api.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../../support/test-server.ts'

const DAY_MS = 24 * 60 * 60_000

interface Rig extends TestServer {
  device: PairedDevice
  /** A POST with an idempotency key. */
  post(key: string, path: string, as: string, body?: unknown): Promise<Reply>
}

async function rig(options: TestServerOptions = {}): Promise<Rig> {
  const server = await startTestServer(options)
  return {
    ...server,
    device: await server.api.pair(),
    post: (key, path, as, body) => server.api.call('POST', path, { as, body, headers: { 'idempotency-key': key } }),
  }
}

const newOrder = (storeId: string, amountMinor = 100) => ({
  storeId,
  items: [{ name: '粥', quantity: 1 }],
  amountMinor,
})
const answer = ({ status, body }: Reply) => ({ status, body })
/** A refusal as it is the same every time. */
const refusal = ({ status, body }: Reply) => ({ status, body: { ...(body as object), requestId: '' } })

it('I11: an order that is placed again with the same key is the same order', async () => {
  const { post, api, storeId, running } = await rig()
  const first = await post('k1', '/v1/orders', api.orderingKey, newOrder(storeId))
  expect(first.status).toBe(201)
  const unchanged = await watchDatabase(running.ctx)
  const { items, ...rest } = newOrder(storeId)
  const written = [
    newOrder(storeId),
    { items, ...rest },
    // The currency is no such default: left out, it is the store's of that moment.
    { ...rest, items, fulfilment: 'delivery' },
    { ...newOrder(storeId), remark: null },
  ]
  for (const body of written) {
    expect(answer(await post('k1', '/v1/orders', api.orderingKey, body)), JSON.stringify(body)).toEqual(answer(first))
    await unchanged(JSON.stringify(body))
  }
})

it('I11: of many at once with the same key, one is done and all get its answer', async () => {
  const { post, api, storeId, running } = await rig()
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => post('k1', '/v1/orders', api.orderingKey, newOrder(storeId))),
  )
  expect(new Set(replies.map((reply) => JSON.stringify(answer(reply)))).size).toBe(1)
  expect(await running.ctx.db.read.all('SELECT id FROM orders')).toHaveLength(1)
})

it('I11: a payment is started once per key, and a move answered once per key', async () => {
  const { post, api, device, running } = await rig()
  const { id } = await api.place()
  const start = () => post('k1', `/v1/orders/${id}/payments`, api.orderingKey, { provider: 'standard-webhooks' })
  const started = await start()
  expect(answer(await start())).toEqual(answer(started))
  expect(await running.ctx.db.read.all('SELECT id FROM payment_attempts')).toHaveLength(1)

  const paid = await api.placePaid()
  const confirm = () => post('k2', `/v1/orders/${paid.id}/confirm`, device.token)
  const confirmed = await confirm()
  expect(confirmed).toMatchObject({ status: 200, body: { status: 3 } })
  await api.move(device.token, paid.id, 'dispatch')
  const unchanged = await watchDatabase(running.ctx)
  expect(answer(await confirm())).toEqual(answer(confirmed))
  await unchanged('confirmed again')
})

it('I11: a key that was used for something else is refused, and the first answer stays', async () => {
  const { post, api, storeId, device, running } = await rig()
  const first = await post('k1', '/v1/orders', api.orderingKey, newOrder(storeId))
  const [a, b] = [await api.placePaid(), await api.placePaid()]
  const rejected = await post('k1', `/v1/orders/${a.id}/reject`, device.token, { reason: '卖完了' })
  const unchanged = await watchDatabase(running.ctx)
  const others: [string, string, unknown][] = [
    ['/v1/orders', api.orderingKey, newOrder(storeId, 101)],
    ['/v1/orders', api.orderingKey, { ...newOrder(storeId), remark: '' }],
    [`/v1/orders/${a.id}/cancel`, api.orderingKey, { reason: 'x' }],
    [`/v1/orders/${b.id}/reject`, device.token, { reason: '卖完了' }],
    [`/v1/orders/${a.id}/reject`, device.token, { reason: '停电' }],
    [`/v1/orders/${b.id}/confirm`, device.token, undefined],
  ]
  for (const [path, as, body] of others) {
    expect(await post('k1', path, as, body), path).toMatchObject({
      status: 409,
      body: { code: 'idempotency_key_reused' },
    })
    await unchanged(path)
  }
  expect(answer(await post('k1', '/v1/orders', api.orderingKey, newOrder(storeId)))).toEqual(answer(first))
  expect(answer(await post('k1', `/v1/orders/${a.id}/reject`, device.token, { reason: '卖完了' }))).toEqual(
    answer(rejected),
  )
})

it('I11: a conflict is remembered, also when it would be none by now', async () => {
  const { post, api, device, storeId } = await rig()
  const order = await api.place({ number: 'A1' })
  const confirm = (key: string) => post(key, `/v1/orders/${order.id}/confirm`, device.token)
  const first = await confirm('k1')
  expect(first).toMatchObject({ status: 409, body: { code: 'order_move_illegal', detail: expect.any(String) } })
  await api.notify({ orderNumber: 'A1', amountMinor: order.amountMinor })
  expect(refusal(await confirm('k1'))).toEqual(refusal(first))
  expect(await confirm('k2')).toMatchObject({ status: 200 })

  const taken = () => post('k1', '/v1/orders', api.orderingKey, { ...newOrder(storeId), number: 'A1' })
  expect(refusal(await taken())).toEqual(refusal(await taken()))
})

it('I11: other refusals are not remembered: they changed nothing and may be over', async () => {
  const clock = createManualClock()
  const { post, api, device, storeId } = await rig({ clock })
  const paid = await api.placePaid()
  const next = `/v1/orders/${paid.id + 1}/confirm`
  expect(await post('k1', next, device.token)).toMatchObject({ status: 404 })
  await api.placePaid()
  expect(await post('k1', next, device.token)).toMatchObject({ status: 200 })

  const urge = (key: string) => post(key, `/v1/orders/${paid.id}/urge`, api.orderingKey)
  expect(await urge('k2')).toMatchObject({ status: 200, body: { urges: 1 } })
  expect(await urge('k3')).toMatchObject({ status: 429 })
  clock.jumpWall(60_000)
  expect(await urge('k2')).toMatchObject({ status: 200, body: { urges: 1 } })
  expect(await urge('k3')).toMatchObject({ status: 200, body: { urges: 2 } })

  expect(await post('k4', '/v1/orders', api.orderingKey, { storeId })).toMatchObject({ status: 400 })
  expect(await post('k4', '/v1/orders', api.orderingKey, newOrder('st_nobody'))).toMatchObject({ status: 404 })
  expect(await post('k4', '/v1/orders', api.orderingKey, newOrder(storeId))).toMatchObject({ status: 201 })
})

it('I11: what the disk refused is not remembered', async () => {
  let full = false
  const refuse = (sql: Sql): Sql => ({
    ...sql,
    get: async (text, values) => {
      if (full && text.includes('INTO orders')) throw new StorageError('SQLITE_FULL')
      return await sql.get(text, values)
    },
  })
  const { post, api, storeId } = await rig({ instrument: { sql: refuse } })
  const place = () => post('k1', '/v1/orders', api.orderingKey, newOrder(storeId))
  full = true
  expect(await place()).toMatchObject({ status: 503, body: { code: 'storage_unavailable' } })
  full = false
  expect(await place()).toMatchObject({ status: 201 })
})

it('I11, I12: a key is its caller’s own', async () => {
  const { post, api, device, storeId } = await rig()
  const other = await api.pair(undefined, '后厨')
  const [a, b] = [await api.placePaid(), await api.placePaid()]
  for (const [order, { token }] of [
    [a, device],
    [b, other],
  ] as const)
    expect(await post('k1', `/v1/orders/${order.id}/confirm`, token)).toMatchObject({
      status: 200,
      body: { id: order.id },
    })
  const replies = [api.orderingKey, api.operatorKey].map((as) => post('k1', '/v1/orders', as, newOrder(storeId)))
  expect(new Set((await Promise.all(replies)).map(({ body }) => (body as Order).id)).size).toBe(2)
})

it('I11: an answer is remembered across a restart, and for 24 hours', async () => {
  const clock = createManualClock()
  const { post, api, storeId, restart } = await rig({ clock })
  const first = await post('k1', '/v1/orders', api.orderingKey, newOrder(storeId))
  const server = await restart()
  const again = () =>
    server.api.call('POST', '/v1/orders', {
      as: api.orderingKey,
      body: newOrder(storeId),
      headers: { 'idempotency-key': 'k1' },
    })
  await pass(server, clock, DAY_MS - 20_000, (DAY_MS - 20_000) / 100)
  await pass(server, clock, 20_000)
  expect(answer(await again())).toEqual(answer(first))
  await pass(server, clock, 20_000)
  const later = await again()
  expect(later.status).toBe(201)
  expect((later.body as Order).id).not.toBe((first.body as Order).id)
})
