import { expect, it } from 'vitest'
import type { ReminderFrame } from '../../shared/protocol/frames.ts'
import { isClosed, isReminder, isSynced } from '../support/frames.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { startTestServer } from '../support/test-server.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

it('an unanswered reminder comes back after 30 s, 60 s, 120 s and then every 5 min, louder each time (I10)', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const device = await server.connect({ token: (await server.api.pair()).token, autoAck: true })
  await device.synced()
  await server.api.placePaid()
  const first = (await device.until(isReminder)) as ReminderFrame
  await pass(server, clock, 20 * MINUTE)
  await device.until((frame) => isReminder(frame) && frame.n === 7)

  const rings = device.frames.filter(isReminder)
  const seconds = rings.map(({ at }) => Math.round((at - first.at) / SECOND))
  expect(seconds).toEqual([0, 30, 90, 210, 510, 810, 1110])
  expect(rings.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(rings.map(({ level }) => level)).toEqual([1, 1, 1, 2, 3, 3, 3])
  expect(new Set(rings.map(({ id }) => id)).size).toBe(1)
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

it('a customer who urges makes one reminder insistent, from the bottom of the ladder again', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  const device = await server.connect({ token, autoAck: true })
  const order = await server.api.placePaid()
  const urge = () => server.api.call('POST', `/v1/orders/${order.id}/urge`, { as: server.api.orderingKey })
  expect((await urge()).status).toBe(200)
  clock.jumpWall(61 * SECOND)
  expect((await urge()).status).toBe(200)
  const second = await device.until((frame) => isReminder(frame) && frame.type === 2 && frame.order.urges === 2)
  const urges = device.frames.filter(isReminder).filter(({ type }) => type === 2)
  expect(urges.map(({ id, n }) => [id, n])).toEqual([
    [urges[0]?.id, 1],
    [urges[0]?.id, 2],
  ])
  expect(second).toMatchObject({ content: `订单号：${order.number}`, level: 1 })
})
