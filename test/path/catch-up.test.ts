import { expect, it } from 'vitest'
import { MAX_BACKLOG } from '../../shared/protocol/limits.ts'
import { entries, isReminder, isSnapshot, isSynced, isWelcome } from '../support/frames.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** Pays `count` orders, many at a time so that they share commits, and few enough to be answered in time. */
async function ring(server: TestServer, count: number): Promise<number[]> {
  const ids: number[] = []
  while (ids.length < count) {
    const together = Array.from({ length: Math.min(25, count - ids.length) }, () => server.api.placePaid())
    for (const { id } of await Promise.all(together)) ids.push(id)
  }
  return ids
}

it('a device that was away for 500 reminders catches up in order, without a gap or a double (I2, I3, I5)', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const before = await server.connect({ token, autoAck: true })
  await before.synced()
  await ring(server, 1)
  const last = await before.until(isReminder)
  before.close()
  const paid = await ring(server, 500)

  const device = await server.connect({ token, cursor: isReminder(last) ? last.cursor : null, autoAck: true })
  await device.synced()
  const [welcome] = device.frames
  expect(welcome).toMatchObject({ op: 'welcome', resumed: true, head: 501 })
  const got = entries(device.frames)
  expect(got.map(({ seq }) => seq)).toEqual(Array.from({ length: 500 }, (_, i) => i + 2))
  expect(new Set(got.map((entry) => isReminder(entry) && entry.orderId))).toEqual(new Set(paid))
})

it('catch-up goes on while new reminders arrive, and stays dense (I3)', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  await ring(server, 100)
  const start = await server.connect({ token })
  await start.until(isSynced)
  start.close()
  await ring(server, 150)

  const cursor = (await start.until(isSnapshot)) as { cursor?: string }
  const device = await server.connect({ token, cursor: cursor.cursor ?? null, autoAck: true })
  await ring(server, 150)
  await device.until((frame) => isReminder(frame) && frame.seq === 400)
  expect(entries(device.frames).map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, i) => i + 101))
})

it('sends no more than the window without an acknowledgement, and goes on with each', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const device = await server.connect({ token })
  await device.synced()
  await ring(server, 100)
  await device.until((frame) => isReminder(frame) && frame.seq === 64)
  // Whatever else were on its way would stand before the answer to a round trip on the same socket.
  const probe = await server.connect({ token: (await server.api.pair()).token })
  await probe.synced()
  expect(entries(device.frames)).toHaveLength(64)
  device.send({ op: 'ack', seq: 10 })
  await device.until((frame) => isReminder(frame) && frame.seq === 74)
  expect(entries(device.frames)).toHaveLength(74)
})

it('sends again from the last acknowledgement when the device asks for sync', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const device = await server.connect({ token })
  await device.synced()
  await ring(server, 5)
  await device.until((frame) => isReminder(frame) && frame.seq === 5)
  device.send({ op: 'ack', seq: 2 })
  const seen = device.frames.length
  device.send({ op: 'sync' })
  await device.until(isSynced, seen)
  expect(entries(device.frames.slice(seen)).map(({ seq }) => seq)).toEqual([3, 4, 5])
})

it('a device more than the largest backlog behind is reset, and told so', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const first = await server.connect({ token })
  const snapshot = await first.until(isSnapshot)
  first.close()
  const { ctx } = server.running
  await ctx.db.write((tx) => tx.run('UPDATE stores SET head_seq = ?', [MAX_BACKLOG + 1]))
  const device = await server.connect({ token, cursor: isSnapshot(snapshot) ? snapshot.cursor : null })
  expect(await device.until(isWelcome)).toMatchObject({ resumed: false, reason: 'backlog' })
})

it('all of it also without a single wake (I15)', async () => {
  const server = await startTestServer({ instrument: { wake: () => () => {} } })
  const { token } = await server.api.pair()
  const device = await server.connect({ token, autoAck: true })
  await device.synced()
  await ring(server, 80)
  await device.until((frame) => isReminder(frame) && frame.seq === 80)
  expect(entries(device.frames).map(({ seq }) => seq)).toEqual(Array.from({ length: 80 }, (_, i) => i + 1))
})
