import { expect, it } from 'vitest'
import { createNode } from '../../server/sockets/node.ts'
import type { Device } from '../../shared/api/devices.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { withClient } from '../support/postgres-cluster.ts'
import { tempDir } from '../support/temp-dir.ts'
import { databaseEnv } from '../support/test-database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** Starts servers that share one database, one after the other. */
async function startNodes(count: number): Promise<[TestServer, TestServer, ...TestServer[]]> {
  const dataDir = tempDir()
  const nodes: TestServer[] = []
  for (let i = 0; i < count; i++) nodes.push(await startTestServer({ dataDir }))
  return nodes as [TestServer, TestServer, ...TestServer[]]
}

/** Makes a paid order at `node`; resolves to its id. */
async function pay(node: TestServer): Promise<number> {
  return (await node.api.placePaid()).id
}

it('an order that is paid at one server rings at the devices of the other, and is answered there', async () => {
  const [one, two] = await startNodes(2)
  const { token } = await one.api.pair()
  const device = await two.connect({ token, autoAck: true })
  await device.synced()
  const id = await pay(one)
  const ring = await device.until((frame) => 'type' in frame && frame.orderId === id)
  expect(ring).toMatchObject({ n: 1 })
  const other = await one.connect({ token: (await two.api.pair()).token, autoAck: true })
  await other.synced()
  expect((await two.api.move(token, id, 'confirm')).status).toBe(200)
  await other.until((frame) => 'op' in frame && frame.op === 'closed')
})

it('orders paid at three servers at once reach a device of each in one order, without a hole (I2, I3, I5)', async () => {
  const nodes = await startNodes(3)
  const tokens = await Promise.all(nodes.map(() => nodes[0].api.pair().then(({ token }) => token)))
  const devices = await Promise.all(
    nodes.map((node, index) => node.connect({ token: tokens[index] ?? '', autoAck: true })),
  )
  for (const device of devices) await device.synced()
  const ids = await Promise.all(Array.from({ length: 60 }, (_, index) => pay(nodes[index % 3] as TestServer)))
  for (const device of devices) {
    const rings = () => device.frames.filter((frame) => 'type' in frame)
    await expect.poll(() => new Set(rings().map(({ orderId }) => orderId)).size).toBe(ids.length)
    const seqs = device.frames.flatMap((frame) => ('type' in frame || frame.op === 'closed' ? [frame.seq] : []))
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index))
  }
})

it('a device that was revoked at one server is shut out at every server (I16)', async () => {
  const [one, two] = await startNodes(2)
  const { token, deviceId } = await one.api.pair()
  const device = await two.connect({ token })
  await device.synced()
  await one.api.call('DELETE', `/v1/devices/${deviceId}`, { as: one.api.operatorKey })
  expect(await device.closed).toMatchObject({ code: 4403 })
})

it('a device that connects to another server is replaced at the first one; its later session stays (I16)', async () => {
  const [one, two] = await startNodes(2)
  const { token } = await one.api.pair()
  const before = await one.connect({ token })
  await before.synced()
  // Which was first is known once the first one's beginning has been told.
  await expect
    .poll(async () => (await one.running.ctx.db.read.get(`SELECT id FROM feed WHERE topic = 'joined'`)) !== undefined)
    .toBe(true)
  const after = await two.connect({ token, autoAck: true })
  await after.synced()
  expect(await before.closed).toMatchObject({ code: 4409 })
  const id = await pay(one)
  await after.until((frame) => 'type' in frame && frame.orderId === id)
})

it('a beginning that is written late takes nothing from the session that the device has begun since (I16)', async () => {
  const clock = createManualClock()
  const { api, running } = await startTestServer({ clock })
  const { deviceId } = await api.pair()
  const { ctx } = running
  const [one, two] = [createNode(ctx), createNode(ctx)]
  one.joined(deviceId)
  clock.advance(250)
  two.joined(deviceId)
  await two.write()
  await one.write()
  const told = await ctx.db.read.all<{ id: number; body: string }>(`SELECT id, body FROM feed WHERE topic = 'joined'`)
  const news = told.map(({ id, body }) => {
    const joined = JSON.parse(body) as { deviceId: string; nodeId: string; session: number }
    return { topic: 'joined' as const, ...joined, order: id }
  })
  expect(news.length).toBeGreaterThan(0)
  expect(news.map((each) => two.hasLost(each))).not.toContain(true)
  expect(news.map((each) => one.hasLost(each))).toContain(true)
  const row = await ctx.db.read.get('SELECT node_id FROM devices WHERE id = ?', [deviceId])
  expect(row).toEqual({ node_id: two.id })
})

it('the list of devices says who is connected to any server, and not to one that is gone', async () => {
  const [one, two] = await startNodes(2)
  const { token, deviceId } = await one.api.pair()
  const device = await two.connect({ token })
  await device.synced()
  const connected = async () => {
    const { body } = await one.api.call('GET', `/v1/stores/${one.storeId}/devices`, { as: one.api.operatorKey })
    return (body as { devices: Device[] }).devices.find(({ id }) => id === deviceId)?.connected
  }
  await expect.poll(connected).toBe(true)
  await two.stop()
  await expect.poll(connected).toBe(false)
})

it('a store that gets another name is greeted again at every server, once', async () => {
  const [one, two] = await startNodes(2)
  const { token } = await one.api.pair()
  const devices = [await one.connect({ token }), await two.connect({ token: (await one.api.pair()).token })]
  for (const device of devices) await device.synced()
  const as = one.api.operatorKey
  await one.api.call('PATCH', `/v1/stores/${one.storeId}`, { as, body: { name: '新名字' } })
  for (const device of devices) expect(await device.closed).toMatchObject({ code: 1012 })
})

it('what is struck off at one server is seen at once by the devices of the other', async () => {
  const [one, two] = await startNodes(2)
  const { token } = await one.api.pair()
  const id = await pay(one)
  const hello = { can: ['unknown_values', 'struck'] }
  const devices = [
    await one.connect({ token: (await one.api.pair()).token, hello, autoAck: true }),
    await two.connect({ token: (await one.api.pair()).token, hello, autoAck: true }),
  ]
  for (const device of devices) await device.synced()
  for (const [node, portions] of [
    [one, 2],
    [two, 1],
  ] as const) {
    const body = { lines: [{ line: 0, portions }] }
    expect((await node.api.call('POST', `/v1/orders/${id}/strikes`, { as: token, body })).status).toBe(200)
    const told = { op: 'struck', orderId: id, lines: [{ line: 0, portions }] }
    for (const device of devices)
      expect(
        await device.until((frame) => 'op' in frame && frame.op === 'struck' && frame.lines[0]?.portions === portions),
      ).toMatchObject(told)
  }
})

it('a code that was issued at one server pairs a device at the other', async () => {
  const [one, two] = await startNodes(2)
  // What is tried before anything was issued teaches a server nothing.
  await two.api.call('POST', '/v1/devices/pair', { body: { code: '000000000000', name: 'x', platform: 'test' } })
  const { code } = await one.running.issuePairingCode(one.storeId)
  const reply = await two.api.call('POST', '/v1/devices/pair', { body: { code, name: '后厨', platform: 'test' } })
  expect(reply.status).toBe(201)
})

it('two servers that start at once on a new database make one store and one pair of keys', async () => {
  const dataDir = tempDir()
  const nodes = await Promise.allSettled([startTestServer({ dataDir }), startTestServer({ dataDir })])
  const { DATABASE_URL = '' } = await databaseEnv(dataDir)
  await withClient(DATABASE_URL, async (client) => {
    expect((await client.query('SELECT id FROM stores')).rowCount).toBe(1)
    expect((await client.query('SELECT id FROM api_keys WHERE revoked_at IS NULL')).rowCount).toBe(2)
  })
  expect(nodes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
})
