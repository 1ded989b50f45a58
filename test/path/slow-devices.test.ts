import { expect, it } from 'vitest'
import { hashSecret } from '../../server/lib/hash-secret.ts'
import { CLOSE } from '../../shared/protocol/close-codes.ts'
import { ACK_TIMEOUT_MS, HEARTBEAT_MS, SILENCE_MS } from '../../shared/protocol/limits.ts'
import { entries, isHeartbeat, isReminder } from '../support/frames.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

it('200 devices that do not read are closed with 4408, and the others notice nothing', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const [silent, listening] = [await server.api.pair(), await server.api.pair()]
  const good = await server.connect({ token: listening.token, autoAck: true })
  await good.synced()
  const { ctx } = server.running
  const tokens = await Promise.all(Array.from({ length: 200 }, () => cloneDevice(server, silent.token)))
  const stuck = await Promise.all(tokens.map((token) => server.connect({ token })))
  await Promise.all(stuck.map((device) => device.synced()))
  for (const device of stuck) device.pause()

  await Promise.all(Array.from({ length: 100 }, () => server.api.placePaid({ remark: '很长的备注 '.repeat(40) })))
  await good.until((frame) => isReminder(frame) && frame.seq === 100)
  await pass(server, clock, ACK_TIMEOUT_MS + 1_000)
  for (const device of stuck) device.resume()
  const closes = await Promise.all(stuck.map((device) => device.closed))
  expect(new Set(closes.map(({ code }) => code))).toEqual(new Set([CLOSE.slow.code]))

  await server.api.placePaid()
  const first = entries(good.frames).filter(isReminder)
  await good.until((frame) => isReminder(frame) && frame.n === 1 && frame.seq > 100)
  expect(first.slice(0, 100).map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
  expect(await ctx.db.read.get('SELECT COUNT(*) AS n FROM reminders')).toEqual({ n: 101 })
})

it('a device that reads but acknowledges nothing is closed with 4408 as well; one that acknowledges is not', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const deaf = await server.connect({ token: (await server.api.pair()).token })
  const good = await server.connect({ token: (await server.api.pair()).token, autoAck: true })
  await Promise.all([deaf.synced(), good.synced()])
  await server.api.placePaid()
  await Promise.all([deaf.until(isReminder), good.until(isReminder)])
  await pass(server, clock, ACK_TIMEOUT_MS + 1_000)
  expect(await deaf.closed).toMatchObject({ code: CLOSE.slow.code })
  await server.api.placePaid()
  await good.until((frame) => isReminder(frame) && frame.n === 1 && frame.seq > 1)
})

it('a device that never reads its snapshot is closed with 4408 too, however much it says meanwhile (I14)', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  await server.api.placePaid()
  await openMany(server, 2_000)
  const device = await server.connect({ token })
  await device.until((frame) => 'op' in frame && frame.op === 'welcome')
  device.pause()
  for (let gone = 0; gone <= ACK_TIMEOUT_MS; gone += HEARTBEAT_MS / 2) {
    device.send({ op: 'sync' })
    await pass(server, clock, HEARTBEAT_MS / 2)
  }
  device.resume()
  expect((await device.closed).code).toBe(CLOSE.slow.code)
})

it('sends a heartbeat with the head every 20 s, and gives up a peer that is silent for 45 s', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const device = await server.connect({ token: (await server.api.pair()).token })
  await device.synced()
  await pass(server, clock, HEARTBEAT_MS)
  expect(await device.until(isHeartbeat)).toEqual({ op: 'heartbeat', head: 0, now: clock.now() })

  device.pause()
  await pass(server, clock, SILENCE_MS + 1_000)
  device.resume()
  expect(await device.closed).toMatchObject({ code: 1006 })
  expect(server.running.connections()).toBe(0)
})

/** Copies of the open reminder there is, of 14 kB each: more of them than the buffers of a connection hold. */
async function openMany(server: TestServer, count: number): Promise<void> {
  const { db } = server.running.ctx
  const { details = '{}' } = (await db.read.get<{ details: string }>('SELECT details FROM reminders')) ?? {}
  const long = JSON.stringify({ ...(JSON.parse(details) as object), remark: '0'.repeat(14_000) })
  await db.write((tx) =>
    tx.run(
      `WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < ?)
       INSERT INTO reminders (id, store_id, order_id, kind, dedupe, content, details, state, n, level, created_at, since,
           seq, alerted_at, next_alert_at)
       SELECT id || more.n, store_id, order_id, 'urge', CAST(more.n AS TEXT), content,
           CAST(? AS TEXT), state, 1, level, created_at, since, seq, alerted_at,
           created_at + 86400000
         FROM more CROSS JOIN reminders`,
      [count, long],
    ),
  )
}

/** A further device of the same store, without the slow hash of a pairing. */
async function cloneDevice(server: TestServer, token: string): Promise<string> {
  const { db, random } = server.running.ctx
  const clone = random.secret('ldd')
  await db.write((tx) =>
    tx.run(
      `INSERT INTO devices (id, store_id, name, platform, token_hash, created_at)
       SELECT ?, store_id, name, platform, ?, created_at FROM devices WHERE token_hash = ?`,
      [random.id('dv'), hashSecret(clone), hashSecret(token)],
    ),
  )
  return clone
}
