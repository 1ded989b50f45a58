import { describe, expect, it } from 'vitest'
import type { ReminderFrame } from '../../shared/protocol/frames.ts'
import { isClosed, isReminder, isSynced } from '../support/frames.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { startTestServer } from '../support/test-server.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

it('an unanswered order comes back after 30, 90, 210 and 300 s, at its limit and every 5 min, and says when it is overdue (I10)', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api, storeId } = server
  const change = { as: api.operatorKey, body: { settings: { acceptWithinMinutes: 12 } } }
  expect((await api.call('PATCH', `/v1/stores/${storeId}`, change)).status).toBe(200)
  const device = await server.connect({ token: (await api.pair()).token, autoAck: true })
  await device.synced()
  await api.placePaid()
  const first = (await device.until(isReminder)) as ReminderFrame
  // The limit of an order stays as it was raised.
  await api.call('PATCH', `/v1/stores/${storeId}`, { ...change, body: { settings: { acceptWithinMinutes: 60 } } })
  await pass(server, clock, 24 * MINUTE)
  await device.until((frame) => isReminder(frame) && frame.n === 9)

  const rings = device.frames.filter(isReminder)
  const seconds = rings.map(({ at }) => Math.round((at - first.at) / SECOND))
  expect(seconds).toEqual([0, 30, 90, 210, 300, 600, 720, 1020, 1320])
  expect(rings.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(rings.map(({ level }) => level)).toEqual([1, 1, 1, 2, 3, 3, 3, 3, 3])
  expect(rings.map(({ overdue }) => overdue === true)).toEqual(seconds.map((second) => second >= 720))
  expect(new Set(rings.map(({ id }) => id)).size).toBe(1)
})

it('an order that no device announces is not passed over at 300 s and at its limit', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api, storeId } = server
  await api.call('PATCH', `/v1/stores/${storeId}`, {
    as: api.operatorKey,
    body: { settings: { acceptWithinMinutes: 47 } },
  })
  const device = await server.connect({ token: (await api.pair()).token, autoAck: true })
  await device.synced()
  await api.placePaid()
  await pass(server, clock, 50 * MINUTE, 5 * SECOND)
  const [first, ...rings] = (await device.until(isReminder)) && device.frames.filter(isReminder)
  const minutes = rings.map(({ at }) => Math.round((at - (first?.at ?? 0)) / SECOND) / 60)
  expect(minutes.filter((minute) => minute === 5 || minute === 47)).toEqual([5, 47])
})

it('an answer ends it, and nothing comes after `closed` (I9)', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  const device = await server.connect({ token, autoAck: true })
  const order = await server.api.placePaid()
  await pass(server, clock, 31 * SECOND)
  await device.until((frame) => isReminder(frame) && frame.n === 2)
  await server.api.move(token, order.id, 'confirm')
  await device.until(isClosed)
  await pass(server, clock, 10 * MINUTE)
  const [last] = await server.running.ctx.db.read.all<{ what: string }>(
    'SELECT what FROM reminder_log ORDER BY seq DESC',
  )
  expect(last?.what).toBe('close')
})

it('a restart neither forgets what is due nor bursts with what was missed (I10)', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  await Promise.all(Array.from({ length: 20 }, () => server.api.placePaid()))
  await server.stop()
  clock.advance(40 * MINUTE)

  const again = await server.restart()
  const device = await again.connect({ token, autoAck: true })
  await device.synced()
  await pass(again, clock, 3 * SECOND)
  const rings = await again.running.ctx.db.read.all<{ n: number; due: number }>(
    'SELECT n, next_alert_at AS due FROM reminders',
  )
  expect(rings).toHaveLength(20)
  for (const { n, due } of rings) expect([n, due > clock.now()]).toEqual([2, true])
  await device.until((frame) => isReminder(frame) && frame.seq === 40)
  await pass(again, clock, 4 * MINUTE)
  expect(device.frames.filter(isReminder)).toHaveLength(20)
})

it('heard for as long as the policy says, it is given up, visibly: closed as expired, and logged (I19)', async () => {
  const clock = createManualClock()
  const lines: string[] = []
  const env = { REMINDER_EXPIRY_HOURS: '1' }
  const server = await startTestServer({ clock, env, log: (line) => lines.push(line) })
  const { token } = await server.api.pair()
  const device = await server.connect({ token, autoAck: true, announces: true })
  await device.until(isSynced)
  const order = await server.api.placePaid()
  await pass(server, clock, HOUR - 5 * MINUTE)
  expect(device.frames.filter(isClosed)).toEqual([])
  await pass(server, clock, 11 * MINUTE)
  expect(await device.until(isClosed)).toMatchObject({ state: 'expired', by: { kind: 'system' } })
  expect(lines.some((line) => line.includes('reminder expired unanswered'))).toBe(true)
  const { body } = await server.api.call('GET', `/v1/orders/${order.id}`, { as: token })
  expect(body).toMatchObject({ status: 2 })
})

describe('a customer who urges', () => {
  /** A server with a device, and an order that was accepted or not. */
  async function shop({ accepted }: { accepted: boolean }) {
    const clock = createManualClock()
    const server = await startTestServer({ clock })
    const { api } = server
    const { token } = await api.pair()
    const device = await server.connect({ token, autoAck: true, announces: true })
    await device.synced()
    const order = await api.placePaid()
    if (accepted) await api.move(token, order.id, 'confirm')
    const urge = async () =>
      expect((await api.call('POST', `/v1/orders/${order.id}/urge`, { as: api.orderingKey })).status).toBe(200)
    const told = (urges: number) =>
      device.until((frame) => isReminder(frame) && frame.type === 2 && frame.order.urges === urges)
    return { clock, server, device, order, urge, told }
  }

  it('makes one reminder insistent, which goes on with its ladder and is louder from the third urge on, loudest from the fifth', async () => {
    const { clock, server, device, order, urge, told } = await shop({ accepted: true })
    for (let urges = 1; urges <= 6; urges++) {
      await urge()
      await told(urges)
      await pass(server, clock, 61 * SECOND)
    }
    const urges = device.frames.filter(isReminder).filter(({ type }) => type === 2)
    expect(new Set(urges.map(({ id }) => id)).size).toBe(1)
    expect(urges[0]).toMatchObject({ content: `订单号：${order.number}`, n: 1, level: 1 })
    const levels = urges.map(({ level }) => level)
    expect(levels).toEqual(levels.toSorted())
    expect([1, 2, 3, 4, 5, 6].map((of) => urges.find(({ order }) => order.urges === of)?.level)).toEqual([
      1, 1, 2, 2, 3, 3,
    ])
    const [{ at = 0 } = {}] = urges
    const rows = await server.running.ctx.db.read.all<{ since: number }>(
      "SELECT since FROM reminders WHERE kind = 'urge'",
    )
    expect(rows).toEqual([{ since: at }])
  })

  it('is told as loudly as the order that nobody has accepted', async () => {
    const { clock, server, urge, told } = await shop({ accepted: false })
    await pass(server, clock, 5 * MINUTE + SECOND)
    await urge()
    expect(await told(1)).toMatchObject({ n: 1, level: 3 })
  })
})
