import { expect, it } from 'vitest'
import { LOOK_EVERY_MS } from '../../../server/log/follow-feed.ts'
import type { Order, OrderPage } from '../../../shared/api/orders.ts'
import type { StruckFrame } from '../../../shared/protocol/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import type { TestDevice } from '../../support/test-device.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const ITEMS = [
  { name: '宫保鸡丁', quantity: 2 },
  { name: '米饭', quantity: 3 },
]
const READS = { can: ['unknown_values', 'struck'] }

async function kitchen() {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api } = server
  const { token } = await api.pair()
  const { id } = await api.placePaid({ items: ITEMS })
  // Where several servers may share the database, what is struck off is heard by the feed, from its first look on.
  await pass(server, clock, 1_000)
  const strike = (lines: object[], as = token) => api.call('POST', `/v1/orders/${id}/strikes`, { as, body: { lines } })
  const look = async () => ((await api.call('GET', `/v1/orders/${id}`, { as: token })).body as Order).struck.lines
  /** Waits until a device has been told `count` times. */
  const told = async ({ frames }: TestDevice, count: number) => {
    const look = () => {
      clock.advance(LOOK_EVERY_MS)
      return struckFrames(frames).length
    }
    await expect.poll(look).toBe(count)
    return struckFrames(frames)
  }
  return { clock, server, api, token, id, strike, look, told }
}

const struckFrames = (frames: readonly object[]) =>
  frames.filter((frame): frame is StruckFrame => 'op' in frame && frame.op === 'struck')

/** Reads where a store's log ends. */
async function headOf({ running, storeId }: TestServer): Promise<unknown> {
  return await running.ctx.db.read.get('SELECT head_seq FROM stores WHERE id = ?', [storeId])
}

it('what is struck off stands in the order, alone and in lists, and can be taken back', async () => {
  const { api, token, strike, look } = await kitchen()
  const reply = await strike([{ line: 1, portions: 2 }])
  expect([reply.status, reply.body]).toMatchObject([200, { lines: [{ line: 1, portions: 2 }] }])
  expect(await look()).toEqual([{ line: 1, portions: 2 }])
  const { body } = await api.call('GET', '/v1/orders?status=2', { as: token })
  expect((body as OrderPage).orders.map(({ struck }) => struck.lines)).toEqual([[{ line: 1, portions: 2 }]])
  await strike([
    { line: 1, portions: 0 },
    { line: 0, portions: 2 },
  ])
  expect(await look()).toEqual([{ line: 0, portions: 2 }])
})

it('every device of the store that reads it is told at once, the striking one too; the log does not grow', async () => {
  const { server, api, token, id, strike, told } = await kitchen()
  const device = await server.connect({ token, hello: READS, autoAck: true })
  const other = await server.connect({ token: (await api.pair()).token, hello: READS, autoAck: true })
  for (const one of [device, other]) await one.synced()
  const head = await headOf(server)
  await strike([{ line: 0, portions: 1 }])
  for (const one of [device, other])
    expect(await told(one, 1)).toEqual([
      { op: 'struck', orderId: id, rev: expect.any(Number), lines: [{ line: 0, portions: 1 }] },
    ])
  expect(await headOf(server)).toEqual(head)
})

it('a device that does not say that it reads it is told nothing, nor is one of another store (I12)', async () => {
  const { server, api, strike } = await kitchen()
  const { body } = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })
  const stranger = await api.pair((body as { id: string }).id, '别家')
  const old = await server.connect({ token: (await api.pair()).token, autoAck: true })
  const apart = await server.connect({ token: stranger.token, hello: READS, autoAck: true })
  for (const one of [old, apart]) await one.synced()
  await strike([{ line: 0, portions: 1 }])
  expect((await strike([{ line: 0, portions: 2 }], stranger.token)).body).toMatchObject({ code: 'order_unknown' })
  for (const one of [old, apart]) {
    await one.read()
    expect(struckFrames(one.frames)).toEqual([])
  }
})

it('of two devices the later hand wins, line by line, also when its word comes first', async () => {
  const { strike, look, clock } = await kitchen()
  clock.advance(120_000)
  await strike([{ line: 0, portions: 2 }])
  // This device was offline: its word on line 0 is a minute old, and nobody has said anything of line 1.
  const late = await strike([
    { line: 0, portions: 0, agoMs: 60_000 },
    { line: 1, portions: 3, agoMs: 60_000 },
  ])
  expect(late.body).toMatchObject({
    lines: [
      { line: 0, portions: 2 },
      { line: 1, portions: 3 },
    ],
  })
  await strike([{ line: 1, portions: 1, agoMs: 30_000 }])
  expect(await look()).toEqual([
    { line: 0, portions: 2 },
    { line: 1, portions: 1 },
  ])
})

it('a repetition changes nothing and tells nobody', async () => {
  const { server, token, strike, look, told } = await kitchen()
  const device = await server.connect({ token, hello: READS, autoAck: true })
  await device.synced()
  const first = await strike([{ line: 0, portions: 2 }])
  const again = await strike([{ line: 0, portions: 2 }])
  expect(again.body).toEqual(first.body)
  expect(await look()).toEqual([{ line: 0, portions: 2 }])
  await told(device, 1)
  await device.read()
  expect(struckFrames(device.frames)).toHaveLength(1)
})

it('a clock that was set back keeps nobody from striking off', async () => {
  const { clock, strike, look } = await kitchen()
  const { body: before } = await strike([{ line: 0, portions: 2 }])
  clock.jumpWall(-3_600_000)
  const { body: after } = await strike([{ line: 0, portions: 0 }])
  expect(await look()).toEqual([])
  expect((after as StruckFrame).rev).toBeGreaterThan((before as StruckFrame).rev)
})

it('outlives a restart, and ends with the order: nothing is struck off any more', async () => {
  const { server, token, id, strike, api, look } = await kitchen()
  await strike([{ line: 0, portions: 2 }])
  for (const move of ['confirm', 'dispatch']) await api.move(token, id, move)
  expect((await strike([{ line: 1, portions: 1 }])).status).toBe(200)
  await api.move(token, id, 'complete')
  const ended = await strike([{ line: 1, portions: 3 }])
  expect([ended.status, ended.body]).toMatchObject([409, { code: 'order_not_under_way' }])
  expect(await look()).toEqual([
    { line: 0, portions: 2 },
    { line: 1, portions: 1 },
  ])
  const again = await server.restart()
  const { body } = await again.api.call('GET', `/v1/orders/${id}`, { as: token })
  expect((body as Order).struck.lines).toHaveLength(2)
})
