import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Cluster, startCluster, withClient } from '../support/postgres-cluster.ts'
import type { TestDevice } from '../support/test-device.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { uniqueName } from '../support/unique-name.ts'

/** A cluster of this file's own: it is stopped and started again. */
let cluster: Cluster

beforeAll(async () => {
  cluster = await startCluster()
})
afterAll(() => cluster.remove())

/** Starts a server on a new database of the cluster. */
async function startOwn(): Promise<{ server: TestServer; url: string }> {
  const name = uniqueName('own')
  await withClient(cluster.urlOf('postgres'), (client) => client.query(`CREATE DATABASE ${name}`))
  const url = cluster.urlOf(name)
  return { server: await startTestServer({ env: { DATABASE_URL: url } }), url }
}

async function readyz({ api }: TestServer): Promise<unknown> {
  return (await api.call('GET', '/readyz')).body
}

/** Breaks every connection to the database, as a server that is promoted in its place does. */
async function breakConnections(url: string): Promise<void> {
  await withClient(url, (client) =>
    client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    ),
  )
}

function rings(device: TestDevice): number[] {
  return device.frames.flatMap((frame) => ('type' in frame ? [frame.orderId] : []))
}

it('a database that crashes makes the server unready and closes no socket; what is paid afterwards rings', async () => {
  const { server } = await startOwn()
  const device = await server.connect({ token: (await server.api.pair()).token, autoAck: true })
  await device.synced()
  cluster.stop('immediate')
  await expect.poll(() => readyz(server)).toEqual({ status: 'unavailable', fault: 'database_away' })
  const refused = await server.api.notify({ orderNumber: 'A1', amountMinor: 1, currency: 'CNY' })
  expect(refused.status).toBe(503)
  cluster.start()
  await expect.poll(() => readyz(server)).toEqual({ status: 'ready' })
  const { id } = await server.api.placePaid()
  await device.until((frame) => 'type' in frame && frame.orderId === id)
})

it('a server that is started before its database waits for it', async () => {
  const { server, url } = await startOwn()
  await server.stop()
  cluster.stop('fast')
  const starting = startTestServer({ dataDir: server.dataDir, env: { DATABASE_URL: url } })
  cluster.start()
  expect((await (await starting).api.call('GET', '/readyz')).status).toBe(200)
})

it('connections that break in the middle of payments lose none, and none is recorded twice (I1, I4)', async () => {
  const { server, url } = await startOwn()
  const device = await server.connect({ token: (await server.api.pair()).token, autoAck: true })
  await device.synced()
  const orders = await Promise.all(Array.from({ length: 40 }, () => server.api.place()))
  const paying = orders.map(async ({ number: orderNumber, amountMinor, currency }) => {
    const notice = { orderNumber, amountMinor, currency, transactionId: `tx_${orderNumber}` }
    while ((await server.api.notify(notice)).status !== 204);
  })
  for (let i = 0; i < 5; i++) await breakConnections(url)
  await Promise.all(paying)
  await expect.poll(() => new Set(rings(device)).size).toBe(orders.length)
  expect(rings(device).length).toBe(orders.length)
  await withClient(url, async (client) => {
    const { rows } = await client.query(`SELECT state, count(*) AS n FROM payments GROUP BY state`)
    expect(rows).toEqual([{ state: 'applied', n: '40' }])
  })
})

/** Takes the latest entries of the only store's log back, with what they tell of, as a standby that had not got them. */
async function loseAfter(url: string, seq: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('DELETE FROM reminder_log WHERE seq > $1', [seq])
    await client.query('DELETE FROM reminders WHERE seq > $1', [seq])
    await client.query('UPDATE stores SET head_seq = $1', [seq])
  })
}

it.each([
  ['connections break', true],
  ['none is seen to break', false],
])(
  'a failover that lost the latest commits resets the device, and all that is open is heard: %s (I13)',
  async (_, breaks) => {
    const { server, url } = await startOwn()
    const { token } = await server.api.pair()
    const device = await server.connect({ token, autoAck: true })
    await device.synced()
    for (let i = 0; i < 3; i++) await server.api.placePaid()
    await expect.poll(() => rings(device).length).toBe(3)
    await loseAfter(url, 1)
    if (breaks) await breakConnections(url)
    // As many as were lost, and one more: without the proof the device would hear the last one alone, and see no gap.
    const ids: number[] = []
    for (let i = 0; i < 3; i++) ids.push((await server.api.placePaid()).id)
    expect(await device.closed).toMatchObject({ code: 1013 })
    const last = device.frames.findLast((frame) => 'type' in frame)
    const again = await server.connect({ token, cursor: last?.cursor ?? null, autoAck: true })
    await again.synced()
    const welcome = again.frames.find((frame) => 'op' in frame && frame.op === 'welcome')
    expect(welcome).toMatchObject({ resumed: false, reason: 'unknown_event' })
    const open = again.frames.flatMap((frame) => ('op' in frame && frame.op === 'snapshot' ? frame.open : []))
    expect(open.map(({ orderId }) => orderId)).toEqual(expect.arrayContaining(ids))
  },
)
