import { join } from 'node:path'
import { expect, it } from 'vitest'
import { entries, isReminder, isSnapshot, isWelcome } from '../support/frames.ts'
import { withClient } from '../support/postgres-cluster.ts'
import { tempDir } from '../support/temp-dir.ts'
import { createDatabase, databaseEnv } from '../support/test-database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { command, rowsOfDatabase, runProgram, settings, startAt } from './support/moving.ts'

/** Makes a paid order; resolves to its id. */
async function pay({ api }: TestServer): Promise<number> {
  return (await api.placePaid()).id
}

it('pg_dump beside a running server, pg_restore and new-epochs: every device is reset and hears all that is open (I1, I13)', async () => {
  const server = await startTestServer()
  const { DATABASE_URL: url = '' } = await databaseEnv(server.dataDir)
  const { token, deviceId } = await server.api.pair()
  const device = await server.connect({ token, autoAck: true })
  await device.synced()
  const before = [await pay(server), await pay(server)]
  const answered = await pay(server)
  await device.until((frame) => isReminder(frame) && frame.orderId === answered)
  const early = entries(device.frames)[0]?.cursor ?? null
  const { code } = await server.running.issuePairingCode(server.storeId)

  const paid: number[] = []
  let going = true
  const load = (async () => {
    while (going) paid.push(await pay(server))
  })()
  await expect.poll(() => paid.length).toBeGreaterThan(3)
  const acknowledged = [...before, answered, ...paid]
  const dump = join(tempDir(), 'laidan.dump')
  await runProgram('pg_dump', ['--format=custom', '--no-owner', `--file=${dump}`, url])
  going = false
  await load
  expect((await server.api.move(token, answered, 'confirm')).status).toBe(200)
  const last = await pay(server)
  await device.until((frame) => isReminder(frame) && frame.orderId === last)
  const ahead = entries(device.frames).at(-1)?.cursor ?? null
  const restored = await createDatabase('new')
  await runProgram('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${restored}`, dump])
  await server.stop()

  const done = await command(['new-epochs'], settings(restored, tempDir()))
  expect(done, done.output).toMatchObject({
    code: 0,
    output: expect.stringMatching(/New epochs: PostgreSQL \S+, stores: 1\n/),
  })
  expect(await rowsOfDatabase(restored, ['feed', 'nodes'])).toEqual({ feed: [], nodes: [] })
  const again = await startAt(restored, server.dataDir)
  const open: number[] = []
  for (const cursor of [early, ahead]) {
    const back = await again.connect({ token, cursor, autoAck: true })
    await back.synced()
    expect(back.frames.find(isWelcome)).toMatchObject({ resumed: false, reason: 'epoch' })
    const heard = back.frames.filter(isSnapshot).flatMap((frame) => frame.open.map(({ orderId }) => orderId))
    // What was answered after the dump is open again: nothing is skipped in silence.
    expect(heard).toEqual(expect.arrayContaining(acknowledged))
    open.push(heard.length)
    const id = await pay(again)
    await back.until((frame) => isReminder(frame) && frame.orderId === id)
    back.close()
  }
  expect(open[1]).toBe((open[0] ?? 0) + 1)
  const pairing = await again.api.call('POST', '/v1/devices/pair', { body: { code, name: '前台', platform: 'test' } })
  expect(pairing.status).toBeGreaterThanOrEqual(400)
  await withClient(restored, async (client) => {
    const { rows } = await client.query('SELECT revoked_at FROM devices WHERE id = $1', [deviceId])
    expect(rows).toEqual([{ revoked_at: null }])
  })
})

it('new-epochs is refused while a server runs, and on a database that is none of ours; it changes nothing there', async () => {
  const server = await startTestServer()
  const { DATABASE_URL: url = '' } = await databaseEnv(server.dataDir)
  const before = await rowsOfDatabase(url, ['stores'])
  const running = await command(['new-epochs'], settings(url, tempDir()))
  expect(running).toMatchObject({ code: 1, output: expect.stringContaining('A Laidan server runs on this') })
  expect(await rowsOfDatabase(url, ['stores'])).toEqual(before)
  await server.stop()
  expect(await command(['new-epochs'], settings(url, tempDir()))).toMatchObject({ code: 0 })
  expect(await rowsOfDatabase(url, ['stores'])).not.toEqual(before)
  const empty = await createDatabase('new')
  const none = await command(['new-epochs'], settings(empty, tempDir()))
  expect(none).toMatchObject({ code: 1, output: expect.stringContaining('holds no store') })
  await withClient(empty, async (client) => {
    expect((await client.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`)).rowCount).toBe(0)
  })
})
