import { expect, it } from 'vitest'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** The samples of a server, by name and labels. */
async function samples({ api }: TestServer): Promise<Map<string, number>> {
  const { body } = await api.call('GET', '/metrics', { as: api.operatorKey })
  return new Map(
    String(body)
      .split('\n')
      .filter((line) => line.startsWith('laidan_'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  )
}

it('every server tells its own counts, and marks what every server tells of the one database', async () => {
  const dataDir = tempDir()
  const one = await startTestServer({ dataDir })
  const two = await startTestServer({ dataDir })
  await one.api.placePaid()
  const device = await two.connect({ token: (await one.api.pair()).token })
  await device.synced()
  await expect.poll(async () => (await samples(one)).get('laidan_nodes{scope="database"}')).toBe(2)
  const told = [await samples(one), await samples(two)]
  const both = (name: string) => told.map((each) => each.get(name))
  expect(both('laidan_reminders_open{state="open",scope="database"}')).toEqual([1, 1])
  expect(both('laidan_connections')).toEqual([0, 1])
  expect(both('laidan_wal_bytes')).toEqual([undefined, undefined])
  for (const each of told) {
    expect(each.get('laidan_database_connections')).toBeGreaterThan(1)
    for (const name of ['database_connections_busy', 'feed_lag_seconds', 'collisions_total', 'audit_found_total'])
      expect(each.get(`laidan_${name}`), name).toBeGreaterThanOrEqual(0)
  }
})

it('a group that collides with another server’s is counted', async () => {
  const dataDir = tempDir()
  const one = await startTestServer({ dataDir })
  const collide = (first: string, second: string) =>
    one.running.ctx.db.write(async (tx) => {
      await tx.run('UPDATE stores SET name = name WHERE id = ?', [first])
      reached()
      await bothReached
      await tx.run('UPDATE stores SET name = name WHERE id = ?', [second])
    })
  const as = one.api.operatorKey
  const { body } = await one.api.call('POST', '/v1/stores', { as, body: { name: '二号店' } })
  const other = (body as { id: string }).id
  let missing = 2
  let go = () => {}
  const bothReached = new Promise<void>((resolve) => {
    go = resolve
  })
  function reached(): void {
    if (--missing === 0) go()
  }
  await Promise.all([collide(one.storeId, other), collide(other, one.storeId)])
  expect((await samples(one)).get('laidan_collisions_total')).toBeGreaterThan(0)
})

it('the probes of several servers write no row that they share', async () => {
  const dataDir = tempDir()
  const nodes = [await startTestServer({ dataDir }), await startTestServer({ dataDir })]
  for (const { url } of nodes) expect((await fetch(`${url}/readyz`)).status).toBe(200)
  const shared = await nodes[0]?.running.ctx.db.read.all(`SELECT name FROM installation WHERE name = 'ready'`)
  expect(shared).toEqual([])
})
