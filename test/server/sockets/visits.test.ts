import { expect, it } from 'vitest'
import { prune } from '../../../server/jobs/prune.ts'
import { isSynced } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { until } from '../../support/until.ts'

interface Row {
  device_id: string
  from_at: number
  until_at: number | null
  ended: string | null
}

function visitsOf({ running }: TestServer): Promise<Row[]> {
  return running.ctx.db.read.all<Row>(
    'SELECT device_id, from_at, until_at, ended FROM device_visits ORDER BY from_at, id',
  )
}

it('a visit is kept from the hello to the end, with the reason of the end', async () => {
  const clock = createManualClock()
  const lines: string[] = []
  const server = await startTestServer({ clock, log: (line) => lines.push(line) })
  const { token, deviceId } = await server.api.pair()
  const begun = clock.now()
  const device = await server.connect({ token })
  await device.until(isSynced)
  await pass(server, clock, 5_000)
  await until('it is written', async () => (await visitsOf(server)).length === 1)
  expect(await visitsOf(server)).toEqual([{ device_id: deviceId, from_at: begun, until_at: null, ended: null }])

  const second = await server.connect({ token })
  await second.until(isSynced)
  await device.closed
  await pass(server, clock, 5_000)
  await until('it is written', async () => (await visitsOf(server)).length === 2)
  expect((await visitsOf(server))[0]).toMatchObject({ until_at: begun + 5_000, ended: 'replaced' })

  second.terminate()
  await until('it is written', async () => {
    await pass(server, clock, 1_000)
    return (await visitsOf(server))[1]?.ended === 'gone'
  })
  const left = lines
    .map((line) => JSON.parse(line) as { msg: string; level: number })
    .filter(({ msg }) => msg === 'a device left')
  expect(left).toMatchObject([
    { level: 30, storeId: server.storeId, deviceId, why: 'replaced', seconds: 5 },
    { level: 30, deviceId, why: 'gone' },
  ])
})

it('a server that stops ends its visits; one that was killed ends them at its last sign of life', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  const device = await server.connect({ token })
  await device.until(isSynced)
  await pass(server, clock, 2_000)
  await until('it is written', async () => (await visitsOf(server)).length === 1)
  const after = await server.restart()
  expect(await visitsOf(after)).toMatchObject([{ ended: 'restart' }])
  // As a killed server leaves it.
  const { db } = after.running.ctx
  await db.write((tx) => tx.run('UPDATE device_visits SET until_at = NULL, ended = NULL'))
  const [open] = await visitsOf(after)
  const again = await after.restart()
  // Where several servers may share the database, a job looks for those that are gone.
  await pass(again, clock, 120_000, 10_000)
  const [ended] = await visitsOf(again)
  expect(ended).toMatchObject({ ended: 'server_gone' })
  expect(ended?.until_at).toBeGreaterThanOrEqual(open?.from_at ?? Number.POSITIVE_INFINITY)
  expect(ended?.until_at).toBeLessThanOrEqual(clock.now())
})

it('visits older than the retention are pruned, and no others', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { deviceId } = await server.api.pair()
  const { ctx } = server.running
  const old = clock.now() - ctx.policy.logRetentionMs - 1
  const add = (id: string, untilAt: number | null) =>
    ctx.db.write((tx) =>
      tx.run('INSERT INTO device_visits (id, store_id, device_id, from_at, until_at) VALUES (?, ?, ?, ?, ?)', [
        ...[id, server.storeId, deviceId],
        ...[old - 1, untilAt],
      ]),
    )
  await add('vs_old', old)
  await add('vs_young', clock.now())
  await add('vs_open', null)
  await prune(ctx)
  const rows = await ctx.db.read.all<{ id: string }>('SELECT id FROM device_visits ORDER BY id')
  expect(rows.map(({ id }) => id)).toEqual(['vs_open', 'vs_young'])
})
