import { expect, it } from 'vitest'
import type { Sql } from '../../server/db/database.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const MINUTE = 60_000

async function statusOf(server: TestServer, id: number): Promise<unknown> {
  const { body } = await server.api.call('GET', `/v1/orders/${id}`, { as: server.api.operatorKey })
  return body
}

it('an order unpaid for 15 minutes is cancelled, also across a restart; nobody is reminded of it', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const order = await server.api.place()
  await pass(server, clock, 14 * MINUTE)
  expect(await statusOf(server, order.id)).toMatchObject({ status: 1 })
  await server.stop()
  clock.advance(MINUTE)
  const again = await server.restart()
  await pass(again, clock, 10_000)
  expect(await statusOf(again, order.id)).toMatchObject({ status: 6, reason: 'not paid in time' })
  expect(await again.running.ctx.db.read.all('SELECT * FROM reminders')).toEqual([])

  // Money that comes too late for a revival is kept, and confirms nothing.
  clock.advance(31 * MINUTE)
  expect((await again.api.notify({ orderNumber: order.number, amountMinor: order.amountMinor })).status).toBe(204)
  expect(await statusOf(again, order.id)).toMatchObject({ status: 6, payStatus: 0 })
  expect(await again.running.ctx.db.read.all('SELECT state, review_reason FROM payments')).toEqual([
    { state: 'review', review_reason: 'order_cancelled' },
  ])
})

it('an order under way for too long is completed, once', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock, env: { DELIVERY_TIMEOUT_MINUTES: '30' } })
  const { token } = await server.api.pair()
  const order = await server.api.placePaid()
  await server.api.move(token, order.id, 'confirm')
  await server.api.move(token, order.id, 'dispatch')
  await pass(server, clock, 31 * MINUTE)
  const done = (await statusOf(server, order.id)) as { status: number; completedAt: number }
  expect(done.status).toBe(5)
  await pass(server, clock, 5 * MINUTE)
  expect(await statusOf(server, order.id)).toMatchObject({ completedAt: done.completedAt })
})

it('many overdue orders are all found, batch after batch', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  await Promise.all(Array.from({ length: 120 }, () => server.api.place()))
  await pass(server, clock, 16 * MINUTE)
  expect(await server.running.ctx.db.read.get('SELECT COUNT(*) AS n FROM orders WHERE status = 6')).toEqual({ n: 120 })
})

it('the log is cut from its beginning after the retention, and stays dense (I2)', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock, env: { LOG_RETENTION_DAYS: '1', REMINDER_EXPIRY_HOURS: '1' } })
  const { token } = await server.api.pair()
  const device = await server.connect({ token })
  await device.synced()
  const [snapshot] = device.frames.filter((frame) => 'op' in frame && frame.op === 'snapshot')
  device.close()
  const old = await server.api.placePaid()
  await server.api.move(token, old.id, 'confirm')
  await server.running.ctx.db.write((tx) => tx.run('UPDATE reminder_log SET at = at - ?', [25 * 60 * MINUTE]))
  await pass(server, clock, 1_000)
  const fresh = await server.api.placePaid()
  await pass(server, clock, 20_000)

  const { read } = server.running.ctx.db
  expect(await read.get('SELECT min_seq, head_seq FROM stores')).toEqual({ min_seq: 2, head_seq: 3 })
  expect(await read.all('SELECT seq FROM reminder_log ORDER BY seq')).toEqual([{ seq: 3 }])
  const returned = await server.connect({ token, cursor: snapshot && 'cursor' in snapshot ? snapshot.cursor : null })
  await returned.synced()
  expect(returned.frames[0]).toMatchObject({ resumed: false, reason: 'pruned' })
  expect(returned.frames[1]).toMatchObject({ op: 'snapshot', seq: 3, open: [{ orderId: fresh.id }] })
})

/** Makes the log of the one store, which has one entry, `head` entries long. */
async function lengthenLog({ running }: TestServer, head: number): Promise<void> {
  await running.ctx.db.write(async (tx) => {
    await tx.run(
      `WITH RECURSIVE more(seq) AS (SELECT 2 UNION ALL SELECT seq + 1 FROM more WHERE seq < ?)
       INSERT INTO reminder_log (store_id, seq, event_id, what, reminder_id, n, body, at)
       SELECT store_id, more.seq, event_id || more.seq, 'close', reminder_id || more.seq, n, '{}', at
         FROM more CROSS JOIN reminder_log`,
      [head],
    )
    await tx.run('UPDATE stores SET head_seq = ?', [head])
  })
}

it('what a busy shop leaves behind is cut a batch at a time, with rests (I2)', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock, env: { LOG_RETENTION_DAYS: '1' } })
  await server.api.placePaid()
  const { db } = server.running.ctx
  await lengthenLog(server, 2_600)
  await db.write(async (tx) => {
    await tx.run('UPDATE reminder_log SET at = at - ?', [25 * 60 * MINUTE])
    await tx.run('UPDATE reminders SET next_alert_at = 0')
  })
  // What is left is the next alert of the reminder, told just now. Batches rest between them.
  const left = async () => {
    await pass(server, clock, 1_000)
    return await db.read.all('SELECT seq FROM reminder_log')
  }
  await expect.poll(left, { timeout: 60_000 }).toEqual([{ seq: 2601 }])
  expect(await db.read.get('SELECT min_seq FROM stores')).toEqual({ min_seq: 2600 })
})

it('a first entry that a clock has dated years ahead does not keep those after it (I2)', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock, env: { LOG_RETENTION_DAYS: '1' } })
  await server.api.placePaid()
  const { db } = server.running.ctx
  await lengthenLog(server, 150)
  await db.write(async (tx) => {
    await tx.run('UPDATE reminder_log SET at = at - ? WHERE seq > 1', [25 * 60 * MINUTE])
    await tx.run('UPDATE reminder_log SET at = at + ? WHERE seq = 1', [10 * 365 * 24 * 60 * MINUTE])
  })
  const first = async () => {
    await pass(server, clock, 1_000)
    return (await db.read.get<{ min_seq: number }>('SELECT min_seq FROM stores'))?.min_seq
  }
  await expect.poll(first).toBeGreaterThanOrEqual(100)
})

it('a stop does not wait until the rest between two batches is over', async () => {
  const clock = createManualClock()
  const slow = (sql: Sql): Sql => ({
    ...sql,
    run: async (text, values) => {
      const changed = await sql.run(text, values)
      if (text.startsWith('DELETE FROM reminder_log')) clock.advance(1_000)
      return changed
    },
  })
  const server = await startTestServer({ clock, env: { LOG_RETENTION_DAYS: '1' }, instrument: { sql: slow } })
  for (let i = 0; i < 3; i++) await server.api.placePaid()
  const { db } = server.running.ctx
  const entries = async () => (await db.read.all('SELECT seq FROM reminder_log WHERE seq <= 3')).length
  clock.advance(25 * 60 * MINUTE)
  const left = () => {
    clock.advance(3_000)
    return entries()
  }
  await expect.poll(left).toBeLessThan(3)
  await server.stop()
})

it('the head of a quiet log is never cut, so that its cursor stays good', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock, env: { LOG_RETENTION_DAYS: '1' } })
  const { token } = await server.api.pair()
  const order = await server.api.placePaid()
  await server.api.move(token, order.id, 'confirm')
  const device = await server.connect({ token })
  await device.synced()
  const [, snapshot] = device.frames
  device.close()
  clock.advance(3 * 24 * 60 * MINUTE)
  await pass(server, clock, 20_000)
  const returned = await server.connect({ token, cursor: snapshot && 'cursor' in snapshot ? snapshot.cursor : null })
  await returned.synced()
  expect(returned.frames[0]).toMatchObject({ resumed: true, head: 2 })
})
