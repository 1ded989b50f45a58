import { expect, it } from 'vitest'
import type { Order, OrderPage } from '../../../shared/api/orders.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

type Query = Record<string, string | number>

async function find({ api }: TestServer, query: Query, as = api.operatorKey): Promise<OrderPage> {
  const text = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`]))
  const { status, body } = await api.call('GET', `/v1/orders?${text}`, { as })
  expect(status, JSON.stringify(body)).toBe(200)
  return body as OrderPage
}

const numbers = (page: OrderPage) => page.orders.map(({ number }) => number).toSorted()

it('finds by the beginning or the end of a number, and takes wildcards for themselves', async () => {
  const server = await startTestServer()
  for (const number of ['A-100', 'A_100', 'AB100', 'B-1', '1', '100']) await server.api.place({ number })
  const rows: [string, string[]][] = [
    ['A', ['A-100', 'AB100', 'A_100']],
    ['100', ['100', 'A-100', 'AB100', 'A_100']],
    ['A_', ['A_100']],
    ['_100', ['A_100']],
    ['A_100', ['A_100']],
    ['1', ['1', '100', 'B-1']],
    ['ab', ['AB100']],
  ]
  for (const [number, found] of rows) expect.soft(numbers(await find(server, { number })), number).toEqual(found)
  const strange = ['%', '_', '%100', 'A%', 'A%0', '_-100', '%%', '\\', '\\%', '\\_', '*', '?', "'", '"', ' ', '好']
  for (const number of [...strange, '\u0000', 'A\u0000', '\u0000\u0000'])
    expect.soft(numbers(await find(server, { number })), number).toEqual([])
})

it('finds by the end of a phone number, and takes wildcards for themselves', async () => {
  const server = await startTestServer()
  const phones = ['13800138000', '+86 138 0013 8000', '100%00', '10000', '10_00', '１３８００１３８０００']
  for (const phone of phones) await server.api.place({ number: String(phones.indexOf(phone)), customer: { phone } })
  await server.api.place({ number: 'none' })
  const rows: [string, string[]][] = [
    ['8000', ['0', '1', '5']],
    ['13800138000', ['0', '1', '5']],
    ['0%00', ['2']],
    ['000', ['0', '1', '3', '5']],
    ['0_00', ['4']],
    ['８０００', ['0', '1', '5']],
    ...['138', '%%%', '___', '%8000', '___%', '\u0000\u0000\u0000', '000\u0000', '\\\\\\'].map(
      (phone): [string, string[]] => [phone, []],
    ),
  ]
  for (const [phone, found] of rows) expect.soft(numbers(await find(server, { phone })), phone).toEqual(found)
})

it('finds a phone number by any writing of it: marks, full width, country code, the 0 of an area code', async () => {
  const server = await startTestServer()
  const phones = [
    '13800138000',
    '+86 138 0013 8000',
    '０１０－８８８８６６６６',
    '86-10-8888-6666',
    '(415) 555-0132',
    '8000',
  ]
  for (const phone of phones) await server.api.place({ number: String(phones.indexOf(phone)), customer: { phone } })
  const rows: [string, string[]][] = [
    ['138-0013-8000', ['0', '1']],
    ['138 0013 8000', ['0', '1']],
    ['+86 138 0013 8000', ['0', '1']],
    ['008613800138000', ['0', '1']],
    ['8613800138000', ['1']],
    ['＋８６（138）0013－8000', ['0', '1']],
    ['010-88886666', ['2', '3']],
    ['+86 10 8888 6666', ['2', '3']],
    ['88886666', ['2', '3']],
    ['+1 415-555-0132', ['4']],
    ['415.555.0132', ['4']],
    ['0013 8000', ['0', '1']],
    ['138 0013 8001', []],
    ['+86 138 0013', []],
    ['+++', []],
  ]
  for (const [phone, found] of rows) expect.soft(numbers(await find(server, { phone })), phone).toEqual(found)
})

it('filters by status, time and store, together', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api } = server
  const { token } = await api.pair()
  const start = clock.now()
  const at = async (ms: number, place: () => Promise<Order>) => {
    clock.jumpWall(start + ms - clock.now())
    return await place()
  }
  await at(0, () => api.place({ number: 'unpaid' }))
  await at(1_000, () => api.placePaid({ number: 'paid' }))
  const { id } = await at(2_000, () => api.placePaid({ number: 'confirmed' }))
  await api.move(token, id, 'confirm')
  const { body } = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })
  const other = (body as { id: string }).id
  await at(3_000, () => api.place({ number: 'other', storeId: other }))

  const rows: [Query, string[]][] = [
    [{}, ['confirmed', 'other', 'paid', 'unpaid']],
    [{ status: 2 }, ['paid']],
    [{ status: '2,3' }, ['confirmed', 'paid']],
    [{ storeId: other }, ['other']],
    [{ storeId: 'st_nobody' }, []],
    [{ storeId: server.storeId, status: 1 }, ['unpaid']],
    [{ from: start + 1_000 }, ['confirmed', 'other', 'paid']],
    [{ to: start + 1_000 }, ['unpaid']],
    [{ from: start + 1_000, to: start + 2_000 }, ['paid']],
    [{ from: start + 2_000, to: start }, []],
    [{ number: 'o', status: 1 }, ['other']],
    [{ updatedAfter: start + 2_000 }, ['confirmed', 'other']],
    [{ updatedAfter: start + 1_000, storeId: server.storeId }, ['confirmed', 'paid']],
    [{ updatedAfter: start + 1_000, status: 2 }, ['paid']],
    [{ updatedAfter: start + 3_001 }, []],
  ]
  for (const [query, found] of rows)
    expect.soft(numbers(await find(server, query)), JSON.stringify(query)).toEqual(found)
  const twice = await api.call('GET', '/v1/orders?status=2&status=3', { as: api.operatorKey })
  expect(numbers(twice.body as OrderPage)).toEqual(['confirmed', 'paid'])
  expect(numbers(await find(server, { number: 'o' }, token))).toEqual([])
})

it('pages show every order once, newest first, however many are placed meanwhile', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api } = server
  const before: number[] = []
  // Several in one millisecond: the id decides.
  for (let i = 0; i < 23; i++) {
    if (i % 4 === 0) clock.jumpWall(1)
    before.unshift((await api.place()).id)
  }
  const seen: number[] = []
  let query: Query = { limit: 5 }
  for (;;) {
    const page = await find(server, query)
    seen.push(...page.orders.map(({ id }) => id))
    expect(page.orders.length).toBeLessThanOrEqual(5)
    await Promise.all([api.place(), api.place()])
    clock.jumpWall(1)
    await api.place()
    if (page.next === null) break
    query = { limit: 5, cursor: page.next }
  }
  expect(seen).toEqual(before)
})

it('the last page says so, also when it is full', async () => {
  const server = await startTestServer()
  expect(await find(server, {})).toEqual({ orders: [], next: null })
  for (let i = 0; i < 4; i++) await server.api.place()
  expect((await find(server, { limit: 4 })).next).toBeNull()
  const { next } = await find(server, { limit: 2 })
  expect((await find(server, { limit: 2, cursor: next ?? '' })).next).toBeNull()
})

it('an order is found by its latest change, however long ago it was placed', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api } = server
  const { token } = await api.pair()
  const [first, second] = [await api.placePaid({ number: 'first' }), await api.placePaid({ number: 'second' })]
  clock.advance(60_000)
  const since = clock.now()
  const changed = async () => numbers(await find(server, { updatedAfter: since }))
  expect(await changed()).toEqual([])
  await api.move(token, first.id, 'confirm')
  expect(await changed()).toEqual(['first'])
  await api.call('POST', `/v1/orders/${second.id}/urge`, { as: api.orderingKey })
  expect(await changed()).toEqual(['first', 'second'])
})
