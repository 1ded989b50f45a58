import { describe, expect, it } from 'vitest'
import type { Order } from '../../../shared/api/orders.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { MISSED_CONTENT } from '../../../shared/reminder.ts'
import { isClosed, isReminder } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer } from '../../support/test-server.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

interface Row {
  id: string
  kind: string
  state: string
  n: number
  level: number
}

/** A server with a device and one paid order. `expire` ends its open reminders as if they had been heard for 12 h. */
async function shop(log: (line: string) => void = () => {}) {
  const clock = createManualClock()
  const server = await startTestServer({ clock, log })
  const { api } = server
  const { token } = await api.pair()
  const device = await server.connect({ token, autoAck: true, announces: true })
  await device.synced()
  const order = await api.placePaid()
  const { db } = server.running.ctx
  const rows = () => db.read.all<Row>('SELECT id, kind, state, n, level FROM reminders ORDER BY created_at, seq')
  const look = async () => (await api.call('GET', `/v1/orders/${order.id}`, { as: token })).body as Order
  async function expire(): Promise<void> {
    await db.write((tx) =>
      tx.run(`UPDATE reminders SET heard_ms = ?, next_alert_at = 0 WHERE state = 'open'`, [12 * HOUR]),
    )
    await pass(server, clock, 2 * SECOND)
  }
  return { clock, server, api, token, device, order, db, rows, look, expire }
}

const isMissed = (frame: Parameters<typeof isReminder>[0]) => isReminder(frame) && frame.type === 4

describe('a new order whose reminder expires', () => {
  it('is missed: one reminder ends and another, loudest, takes its place; the order says since when', async () => {
    const { device, order, rows, look, expire, clock } = await shop()
    expect((await look()).missedAt).toBeNull()
    await expire()
    const frame = (await device.until(isMissed)) as ReminderFrame
    expect(frame).toMatchObject({
      orderId: order.id,
      content: MISSED_CONTENT,
      n: 1,
      level: 3,
      order: { number: order.number },
    })
    const end = device.frames.find(isClosed)
    expect(end).toMatchObject({ state: 'expired', by: { kind: 'system' }, seq: frame.seq - 1 })
    expect(await rows()).toMatchObject([
      { kind: 'new_order', state: 'expired' },
      { kind: 'missed', state: 'open', n: 1, level: 3 },
    ])
    const { status, missedAt } = await look()
    expect([status, missedAt]).toEqual([2, frame.at])
    expect(frame.at).toBeGreaterThan(clock.now() - 3 * SECOND)
  })

  it('is missed in the same transaction, or its reminder stays open', async () => {
    const lines: string[] = []
    const { db, rows, look, expire } = await shop((line) => lines.push(line))
    await db.write((tx) =>
      tx.run(
        `INSERT INTO reminders (id, store_id, order_id, kind, dedupe, content, details, state, n, level, created_at, since, seq, alerted_at)
         SELECT 'rm_in_the_way', store_id, order_id, 'missed', '', content, details, 'cancelled', n, level, created_at, since, seq, alerted_at
           FROM reminders`,
      ),
    )
    await expire()
    expect(lines.some((line) => line.includes('a job failed'))).toBe(true)
    expect((await rows()).filter(({ kind }) => kind === 'new_order')).toMatchObject([{ state: 'open' }])
    expect((await look()).missedAt).toBeNull()
  })

  it('is missed once: the reminder comes back every 15 min, quieter, and never expires by itself', async () => {
    const { server, clock, device, rows, expire } = await shop()
    await expire()
    await device.until(isMissed)
    await pass(server, clock, 16 * MINUTE)
    await device.until((frame) => isMissed(frame) && isReminder(frame) && frame.n === 2)
    const rings = device.frames.filter(isMissed) as ReminderFrame[]
    const [first] = rings
    expect(rings.map(({ n, level }) => [n, level])).toEqual([
      [1, 3],
      [2, 2],
    ])
    expect(rings.map(({ at }) => Math.round((at - (first?.at ?? 0)) / MINUTE))).toEqual([0, 15])
    await expire()
    expect((await rows()).filter(({ kind }) => kind === 'missed')).toMatchObject([{ state: 'open', n: 3 }])
  })

  it('is not missed when it does not wait for acceptance any more', async () => {
    const { db, rows, look, expire } = await shop()
    await db.write((tx) => tx.run('UPDATE orders SET status = 3'))
    await expire()
    expect(await rows()).toMatchObject([{ kind: 'new_order', state: 'expired' }])
    expect((await look()).missedAt).toBeNull()
  })

  it('stays missed over a restart, and rings then, at its loudest, once', async () => {
    const { server, clock, token, expire } = await shop()
    await expire()
    // The time of the wall clock is written every 15 s, and a start looks how long ago that was.
    await pass(server, clock, 16 * SECOND)
    await server.stop()
    clock.advance(9 * HOUR)
    const again = await server.restart()
    const device = await again.connect({ token, autoAck: true, announces: true })
    await device.synced()
    await pass(again, clock, 2 * SECOND)
    expect(await device.until((frame) => isMissed(frame) && isReminder(frame) && frame.n === 2)).toMatchObject({
      level: 3,
    })
    await pass(again, clock, 2 * MINUTE)
    expect(device.frames.filter((frame) => isMissed(frame) && isReminder(frame) && frame.n > 1)).toHaveLength(1)
  })
})

describe('a missed order is answered', () => {
  it('by 知道了: its reminder is closed, it still waits, and can be accepted after all', async () => {
    const { api, token, order, device, rows, look, expire } = await shop()
    await expire()
    const { id } = (await device.until(isMissed)) as ReminderFrame
    const noted = () => api.call('POST', `/v1/reminders/${id}/acknowledge`, { as: token })
    expect((await noted()).body).toMatchObject({
      kind: 'missed',
      state: 'acknowledged',
      answeredBy: { kind: 'device' },
    })
    expect((await noted()).status).toBe(200)
    const { status, missedAt } = await look()
    expect([status, missedAt === null]).toEqual([2, false])
    expect((await api.move(token, order.id, 'confirm')).body).toMatchObject({ status: 3, missedAt })
    expect((await rows()).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'new_order expired',
      'missed acknowledged',
    ])
  })

  it.each([
    ['confirm', 'device', 'acknowledged', 3],
    ['reject', 'device', 'acknowledged', 6],
    ['cancel', 'customer', 'cancelled', 6],
    ['cancel', 'operator', 'cancelled', 6],
  ] as const)('by %s of the %s: its reminder is closed as %s', async (move, by, state, status) => {
    const { api, token, order, device, rows, look, expire } = await shop()
    await expire()
    const { id } = (await device.until(isMissed)) as ReminderFrame
    const as = { device: token, customer: api.orderingKey, operator: api.operatorKey }[by]
    const moved = await api.call('POST', `/v1/orders/${order.id}/${move}`, { as, body: { reason: '不要了' } })
    expect(moved.body).toMatchObject({ status, missedAt: expect.any(Number) })
    expect(await device.until((frame) => isClosed(frame) && frame.id === id)).toMatchObject({ state, by: { kind: by } })
    expect((await rows()).filter((row) => row.kind === 'missed')).toMatchObject([{ state }])
    expect((await look()).missedAt).not.toBeNull()
  })
})

describe('a missed order of which somebody has taken note, and that is then urged', () => {
  async function notedAndUrged() {
    const all = await shop()
    const { api, token, order, device, expire } = all
    await expire()
    const { id } = (await device.until(isMissed)) as ReminderFrame
    await api.call('POST', `/v1/reminders/${id}/acknowledge`, { as: token })
    const urge = () => api.call('POST', `/v1/orders/${order.id}/urge`, { as: api.orderingKey })
    expect((await urge()).status).toBe(200)
    const told = async () => (await all.rows()).map(({ kind, state }) => `${kind} ${state}`)
    return { ...all, id, urge, told }
  }

  it('is missed again when the urge expires, however often; the order keeps the time of the first', async () => {
    const { api, token, server, clock, device, id, urge, told, look, expire } = await notedAndUrged()
    const { missedAt } = await look()
    await expire()
    const again = (await device.until(
      (frame) => isMissed(frame) && isReminder(frame) && frame.id !== id,
    )) as ReminderFrame
    expect(again).toMatchObject({ content: MISSED_CONTENT, n: 1, level: 3, order: { urges: 1 } })
    expect(await told()).toEqual(['new_order expired', 'missed acknowledged', 'urge expired', 'missed open'])
    expect(await look()).toMatchObject({ status: 2, missedAt })
    await api.call('POST', `/v1/reminders/${again.id}/acknowledge`, { as: token })
    await pass(server, clock, 2 * MINUTE)
    await urge()
    await expire()
    await expect.poll(async () => (await told()).slice(4)).toEqual(['urge expired', 'missed open'])
  })

  it('is missed once: an urge that expires beside its reminder raises none', async () => {
    const { server, clock, urge, told, expire } = await notedAndUrged()
    await expire()
    await pass(server, clock, 2 * MINUTE)
    await urge()
    await expire()
    expect((await told()).filter((one) => one === 'missed open')).toHaveLength(1)
  })

  it('is not missed again once it was accepted', async () => {
    const { api, token, order, told, expire } = await notedAndUrged()
    await api.move(token, order.id, 'confirm')
    await api.call('POST', `/v1/orders/${order.id}/urge`, { as: api.orderingKey })
    await expire()
    expect((await told()).filter((one) => one === 'missed open')).toEqual([])
  })
})

it('an urge of an accepted order and a cancellation that expire end as expired, and miss no order', async () => {
  const { api, token, order, db, rows, look, expire } = await shop()
  await api.move(token, order.id, 'confirm')
  await api.call('POST', `/v1/orders/${order.id}/urge`, { as: api.orderingKey })
  const other = await api.placePaid()
  await api.call('POST', `/v1/orders/${other.id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } })
  await expire()
  const states = async () => (await rows()).map(({ kind, state }) => `${kind} ${state}`).toSorted()
  // Each expires in a transaction of its own.
  await expect.poll(states).toEqual(['cancel expired', 'new_order acknowledged', 'new_order cancelled', 'urge expired'])
  expect((await look()).missedAt).toBeNull()
  expect(await db.read.all('SELECT id FROM orders WHERE missed_at IS NOT NULL')).toEqual([])
})
