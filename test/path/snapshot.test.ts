import { expect, it } from 'vitest'
import type { SnapshotFrame } from '../../shared/protocol/frames.ts'
import { isSnapshot, isWelcome } from '../support/frames.ts'
import { startTestServer } from '../support/test-server.ts'

it('a new device gets everything open, and what follows continues from there (I6)', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const orders = await Promise.all(Array.from({ length: 60 }, (_, i) => server.api.placePaid({ remark: `备注 ${i}` })))
  await server.api.move(token, orders[0]?.id ?? 0, 'confirm')
  await server.api.move(token, orders[1]?.id ?? 0, 'reject', '卖完了')

  const device = await server.connect({ token, autoAck: true })
  expect(await device.until(isWelcome)).toMatchObject({ resumed: false, reason: 'no_cursor', head: 62 })
  await device.synced()
  const parts = device.frames.filter(isSnapshot)
  expect(parts.length).toBeGreaterThan(1)
  expect(parts.map(({ part }) => part)).toEqual(parts.map((_, i) => i + 1))
  expect(parts.map(({ last }) => last)).toEqual(parts.map((_, i) => i === parts.length - 1))
  expect(parts.every(({ seq, cursor }) => seq === 62 && cursor === parts[0]?.cursor)).toBe(true)
  expect(new Set(openOrders(parts))).toEqual(new Set(orders.slice(2).map(({ id }) => id)))

  const next = await server.api.placePaid()
  expect(await device.until((frame) => 'type' in frame)).toMatchObject({ seq: 63, orderId: next.id })
})

it('the largest order still fits into a frame', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const wide = '𝕳'.repeat(100)
  const device = await server.connect({ token })
  await device.synced()
  await server.api.placePaid({
    items: Array.from({ length: 200 }, () => ({ name: wide, quantity: 9_999, note: `"\\${wide}` })),
    remark: '"\u0000\\‮𝕳'.repeat(1_500),
    customer: { name: wide.slice(0, 100), phone: '"'.repeat(40), address: wide.repeat(2) },
  })
  const frame = await device.until((frame) => 'type' in frame)
  expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThan(16 * 1024)
  expect(frame).toMatchObject({ order: { moreItems: 180 } })
})

it('a device whose history is another one is reset, told why, and no lost cursor becomes valid again (I13)', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const other = await server.api.pair()
  await Promise.all(Array.from({ length: 5 }, () => server.api.placePaid()))
  const device = await server.connect({ token, autoAck: true })
  await device.synced()
  const cursorAt5 = (await device.until(isSnapshot)) as SnapshotFrame
  await server.api.placePaid()
  const at6 = await device.until((frame) => 'type' in frame)
  device.close()

  // A backup taken at 5 is put back, and the shop goes on: the same positions now hold other events.
  const { ctx } = server.running
  await ctx.db.write(async (tx) => {
    await tx.run('DELETE FROM reminder_log WHERE seq = 6')
    await tx.run('DELETE FROM reminders WHERE seq = 6')
    await tx.run('UPDATE stores SET head_seq = 5')
  })
  const paidAgain = await server.api.placePaid()

  const cursor = 'cursor' in at6 ? at6.cursor : null
  const returned = await server.connect({ token, cursor })
  expect(await returned.until(isWelcome)).toMatchObject({ resumed: false, reason: 'unknown_event', head: 6 })
  expect(openOrders([(await returned.until(isSnapshot)) as SnapshotFrame])).toContain(paidAgain.id)

  // The other branch is dead for every device of the store: its epoch is over.
  const elsewhere = await server.connect({ token: other.token, cursor: cursorAt5.cursor })
  expect(await elsewhere.until(isWelcome)).toMatchObject({ resumed: false, reason: 'epoch' })
})

it('a cursor ahead of the log means that the log was rolled back (I13)', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  await server.api.placePaid()
  const device = await server.connect({ token })
  const { cursor } = (await device.until(isSnapshot)) as SnapshotFrame
  device.close()
  const { ctx } = server.running
  await ctx.db.write((tx) => tx.run('UPDATE stores SET head_seq = 0'))
  await ctx.db.write((tx) => tx.run('DELETE FROM reminder_log'))
  const returned = await server.connect({ token, cursor })
  expect(await returned.until(isWelcome)).toMatchObject({ resumed: false, reason: 'cursor_ahead', head: 0 })
})

function openOrders(parts: readonly SnapshotFrame[]): number[] {
  return parts.flatMap(({ open }) => open.map(({ orderId }) => orderId))
}
