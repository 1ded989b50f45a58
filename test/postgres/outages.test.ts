import { afterAll, beforeAll, expect, it } from 'vitest'
import { LOOK_EVERY_MS } from '../../server/log/follow-feed.ts'
import type { Clock } from '../../shared/clock.ts'
import { isSnapshot } from '../support/frames.ts'
import { createManualClock, type ManualClock } from '../support/manual-clock.ts'
import { type Cluster, startCluster, withClient } from '../support/postgres-cluster.ts'
import type { TestDevice } from '../support/test-device.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { uniqueName } from '../support/unique-name.ts'
import { until } from '../support/until.ts'

/** A cluster of this file's own: it is stopped and started again. */
let cluster: Cluster

beforeAll(async () => {
  cluster = await startCluster()
})
afterAll(() => cluster.remove())

/** Starts a server on a new database of the cluster. */
async function startOwn(clock?: Clock): Promise<{ server: TestServer; url: string }> {
  const name = uniqueName('own')
  await withClient(cluster.urlOf('postgres'), (client) => client.query(`CREATE DATABASE ${name}`))
  const url = cluster.urlOf(name)
  return { server: await startTestServer({ env: { DATABASE_URL: url }, ...(clock && { clock }) }), url }
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

/** The orders whose first announcement has come; a slow machine also brings the second ones. */
function rings(device: TestDevice): number[] {
  return device.frames.flatMap((frame) => ('type' in frame && frame.n === 1 ? [frame.orderId] : []))
}

/** The orders of which a device knows, by whatever announcement, also one of a snapshot: it may have been away for minutes. */
function heardBy({ frames }: TestDevice): number[] {
  return frames.flatMap((frame) =>
    'type' in frame ? [frame.orderId] : isSnapshot(frame) ? frame.open.map(({ orderId }) => orderId) : [],
  )
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

/** Places an order and pays it, again and again until both are answered well; resolves to its id. */
async function payUntilAnswered({ api }: TestServer): Promise<number> {
  const { id, number: orderNumber, amountMinor, currency } = await until('an order is placed', () => api.place())
  const notice = { orderNumber, amountMinor, currency, transactionId: `tx_${orderNumber}` }
  await until('it is paid', async () => (await api.notify(notice)).status === 204)
  return id
}

it('connections that break in the middle of payments lose none, and none is recorded twice (I1, I4)', async () => {
  const { server, url } = await startOwn()
  const { token } = await server.api.pair()
  const heard = new Set<number>()
  let paid = false
  // As every client does: it comes back with its cursor whenever it is closed.
  const listening = (async () => {
    let cursor: string | null = null
    while (!paid || heard.size < 40) {
      const device: TestDevice = await server.connect({ token, cursor, autoAck: true })
      const over = await Promise.race([
        device.closed,
        until('all is heard', () => paid && new Set([...heard, ...heardBy(device)]).size === 40),
      ])
      for (const id of heardBy(device)) heard.add(id)
      cursor = device.frames.findLast((frame) => 'type' in frame)?.cursor ?? cursor
      if (over === true) return
    }
  })()
  const orders = await Promise.all(Array.from({ length: 40 }, () => server.api.place()))
  const paying = orders.map(async ({ number: orderNumber, amountMinor, currency }) => {
    const notice = { orderNumber, amountMinor, currency, transactionId: `tx_${orderNumber}` }
    while ((await server.api.notify(notice)).status !== 204);
  })
  for (let i = 0; i < 5; i++) await breakConnections(url)
  await Promise.all(paying)
  paid = true
  await listening
  expect([...heard].toSorted((a, b) => a - b)).toEqual(orders.map(({ id }) => id).toSorted((a, b) => a - b))
  await withClient(url, async (client) => {
    const { rows } = await client.query(`SELECT state, count(*) AS n FROM payments GROUP BY state`)
    expect(rows).toEqual([{ state: 'applied', n: '40' }])
  })
})

it('a break of every connection at once closes no socket: what is read for a device is read again', async () => {
  const clock = createManualClock()
  const { server, url } = await startOwn(clock)
  const devices: TestDevice[] = []
  for (let i = 0; i < 8; i++)
    devices.push(await server.connect({ token: (await server.api.pair()).token, autoAck: true }))
  for (const device of devices) await device.synced()
  for (let round = 1; round <= 5; round++) {
    await breakConnections(url)
    await payUntilAnswered(server)
    for (const device of devices) await expect.poll(() => rings(device).length).toBe(round)
  }
})

/** Takes the latest entries of the only store's log back, with what they tell of, as a standby that had not got them. */
async function loseAfter(url: string, seq: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('DELETE FROM reminder_log WHERE seq > $1', [seq])
    await client.query('DELETE FROM reminders WHERE seq > $1', [seq])
    await client.query(
      `DELETE FROM feed WHERE topic = 'heads' AND (SELECT max(value::BIGINT) FROM json_each_text(body::JSON)) > $1`,
      [seq],
    )
    await client.query('UPDATE stores SET head_seq = $1', [seq])
  })
}

/** Says how many are paid between the failover and the next look at the feed; the device has heard three. */
const FAILOVERS: readonly { breaks: boolean; paid: number }[] = [
  { breaks: true, paid: 0 },
  { breaks: true, paid: 2 },
  { breaks: true, paid: 3 },
  // Behind a pooler nothing need break. Until the next look a device may then hear what goes beyond its place.
  { breaks: false, paid: 0 },
  { breaks: false, paid: 2 },
]

it.each(FAILOVERS)(
  'a failover without the last two commits resets the device, and all that is open is heard: connections break: $breaks, $paid paid before the next look (I13)',
  async ({ breaks, paid }) => {
    // Nothing is looked at before the clock goes on: what is paid meanwhile is written on the new history.
    const clock = createManualClock()
    const { server, url } = await startOwn(clock)
    const { token } = await server.api.pair()
    const device = await server.connect({ token, autoAck: true })
    await device.synced()
    for (let i = 0; i < 3; i++) await server.api.placePaid()
    await expect.poll(() => rings(device).length).toBe(3)
    await look(clock, server)
    await loseAfter(url, 1)
    if (breaks) await breakConnections(url)
    const ids: number[] = []
    for (let i = 0; i < paid; i++) ids.push(await payUntilAnswered(server))
    await until('the device is closed', async () => {
      await look(clock, server)
      return await Promise.race([device.closed, undefined])
    })
    expect(await device.closed).toMatchObject({ code: 1013 })
    expect(rings(device).length).toBe(3)
    const last = device.frames.findLast((frame) => 'type' in frame)
    const again = await server.connect({ token, cursor: last?.cursor ?? null, autoAck: true })
    await again.synced()
    const welcome = again.frames.find((frame) => 'op' in frame && frame.op === 'welcome')
    expect(welcome).toMatchObject({ resumed: false, reason: paid < 2 ? 'cursor_ahead' : 'unknown_event' })
    const open = again.frames.flatMap((frame) => ('op' in frame && frame.op === 'snapshot' ? frame.open : []))
    expect(open.slice(1).map(({ orderId }) => orderId)).toEqual(ids)
  },
)

/** Lets the server look at the feed once. */
async function look(clock: ManualClock, { running }: TestServer): Promise<void> {
  clock.advance(LOOK_EVERY_MS)
  await Promise.all(running.jobsUnderWay().map(({ finished }) => finished))
}
