import { expect, it } from 'vitest'
import type { CreateKey, IssuedKey } from '../../../shared/api/keys.ts'
import type { Order, OrderPage } from '../../../shared/api/orders.ts'
import type { Reply } from '../../support/test-api.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const customer = { name: '王先生', phone: '13800138000', address: '建国路 88 号' }

interface Rig extends TestServer {
  otherId: string
  bound: string
  foreign: string
  several: string
  reader: string
  /** A GET, parsed. */
  get(path: string, as: string): Promise<Reply>
}

async function rig(): Promise<Rig> {
  const server = await startTestServer()
  const { api, storeId } = server
  const as = api.operatorKey
  const { id: otherId } = (await api.call('POST', '/v1/stores', { as, body: { name: '别家' } })).body as { id: string }
  const make = async (body: CreateKey) => ((await api.call('POST', '/v1/keys', { as, body })).body as IssuedKey).key
  const ordering = (stores: string[]) => make({ role: 'ordering', name: '小程序', stores })
  return {
    ...server,
    otherId,
    bound: await ordering([storeId]),
    foreign: await ordering([otherId]),
    several: await ordering([otherId, storeId]),
    reader: await make({ role: 'read_only', name: '看板' }),
    get: (path, as) => api.call('GET', path, { as }),
  }
}

const order = (storeId: string) => ({ storeId, items: [{ name: '粥', quantity: 1, note: '少糖' }], amountMinor: 100 })

it('I12: a key that is bound to a store places there, and nowhere else', async () => {
  const { api, storeId, otherId, bound, several } = await rig()
  const place = (as: string, id: string) => api.call('POST', '/v1/orders', { as, body: order(id) })
  expect((await place(bound, storeId)).status).toBe(201)
  expect(await place(bound, otherId)).toMatchObject({ status: 404, body: { code: 'store_unknown' } })
  expect([(await place(several, storeId)).status, (await place(several, otherId)).status]).toEqual([201, 201])
})

it('I12: a list is that of the key’s only store; a key of several names one, and no other', async () => {
  const { get, api, storeId, otherId, bound, foreign, several } = await rig()
  const here = await api.place()
  const there = await api.place({ storeId: otherId })
  const numbers = async (path: string, as: string) =>
    ((await get(path, as)).body as OrderPage).orders.map(({ number }) => number)
  expect(await numbers('/v1/orders', api.orderingKey)).toEqual([there.number, here.number])
  expect(await numbers('/v1/orders', bound)).toEqual([here.number])
  expect(await numbers(`/v1/orders?number=${there.number}`, bound)).toEqual([])
  expect(await numbers('/v1/orders', foreign)).toEqual([there.number])
  expect(await get(`/v1/orders?storeId=${otherId}`, bound)).toMatchObject({ body: { code: 'store_unknown' } })
  expect(await get('/v1/orders', several)).toMatchObject({
    status: 400,
    body: { code: 'query_invalid', faults: [{ path: 'storeId' }] },
  })
  expect(await numbers(`/v1/orders?storeId=${storeId}`, several)).toEqual([here.number])
  const stores = async (as: string) =>
    ((await get('/v1/stores', as)).body as { stores: { id: string }[] }).stores.map(({ id }) => id)
  expect(await stores(bound)).toEqual([storeId])
  expect(await stores(several)).toEqual([storeId, otherId])
})

it('I12: one idempotency key at keys of two stores is two requests; at the next key of one store it is one', async () => {
  const { api, storeId, otherId, bound, foreign } = await rig()
  const headers = { 'idempotency-key': 'k1' }
  const call = (as: string, path: string, body?: unknown) => api.call('POST', path, { as, headers, body })
  const placed = await call(bound, '/v1/orders', order(storeId))
  expect(placed.status).toBe(201)
  // The very same request, which was answered for the other key.
  expect(await call(foreign, '/v1/orders', order(storeId))).toMatchObject({ body: { code: 'store_unknown' } })
  const { id } = placed.body as Order
  expect(
    (await api.call('POST', `/v1/orders/${id}/cancel`, { as: foreign, body: { reason: 'x' } })).body,
  ).toMatchObject({
    code: 'order_unknown',
  })
  expect((await call(foreign, '/v1/orders', order(otherId))).status).toBe(201)
  const { keys } = (await api.call('GET', '/v1/keys', { as: api.operatorKey })).body as { keys: IssuedKey[] }
  const boundId = keys.find(({ stores }) => stores?.length === 1 && stores[0] === storeId)?.id
  const rotated = await api.call('POST', `/v1/keys/${boundId}/rotate`, {
    as: api.operatorKey,
    body: { overlapHours: 1 },
  })
  const again = await call((rotated.body as IssuedKey).key, '/v1/orders', order(storeId))
  expect(again.body).toEqual(placed.body)
})

it('a reader sees no customer: neither name, phone, address nor words, and cannot search for one', async () => {
  const { get, api, storeId, reader } = await rig()
  const { items } = order(storeId)
  const placed = await api.place({ customer, remark: '放门口，打 13800138000', items })
  const page = await get('/v1/orders?history=true', reader)
  expect((page.body as OrderPage).orders[0]).toMatchObject({
    ...{ id: placed.id, customer: null, remark: null, amountMinor: placed.amountMinor },
    items: [{ name: '粥', quantity: 1 }],
  })
  const contact = { name: '店长', mobile: '13900139000', email: 'owner@example.com' }
  await api.call('POST', `/v1/stores/${storeId}/contacts`, { as: api.operatorKey, body: contact })
  const paths = ['/v1/orders', `/v1/orders/${placed.id}`, `/v1/orders/${placed.id}/attention`]
  for (const path of [...paths, '/v1/reminders', `/v1/stores/${storeId}/contacts`, `/v1/stores/${storeId}/timeline`]) {
    const { status, body } = await get(path, reader)
    expect(status, path).toBe(200)
    for (const hidden of ['王先生', '13800138000', '建国路', '放门口', '少糖', '13900139000', 'owner@example.com'])
      expect(JSON.stringify(body), path).not.toContain(hidden)
  }
  for (const query of ['phone=138', 'phone=13800138000&storeId=x'])
    expect(await get(`/v1/orders?${query}`, reader)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect((await get(`/v1/orders/${placed.id}`, api.operatorKey)).body).toMatchObject({ customer })
})
