import { describe, expect, it } from 'vitest'
import type { ReminderFrame } from '../../shared/protocol/frames.ts'
import { isClosed, isReminder } from '../support/frames.ts'
import { createManualClock, type ManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import type { TestDevice } from '../support/test-device.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const rings = (device: TestDevice): ReminderFrame[] => device.frames.filter(isReminder)

async function statusOf(server: TestServer, id: number): Promise<number> {
  const { body } = await server.api.call('GET', `/v1/orders/${id}`, { as: server.api.operatorKey })
  return (body as { status: number }).status
}

async function open(clock: ManualClock, env: Record<string, string> = {}) {
  const server = await startTestServer({ clock, env })
  const { token } = await server.api.pair()
  const device = await server.connect({ token, autoAck: true, announces: true })
  await device.synced()
  return { server, token, device }
}

describe('a night switched off', () => {
  it('I19: an order paid in the evening rings at once in the morning, at its loudest, once; nothing has expired', async () => {
    const clock = createManualClock()
    const { server, token, device: evening } = await open(clock)
    const order = await server.api.placePaid()
    await pass(server, clock, 32 * SECOND)
    await evening.until((frame) => isReminder(frame) && frame.n === 2)
    await server.stop()
    clock.advance(12 * HOUR + 10 * MINUTE)
    const again = await server.restart()
    const device = await again.connect({ token, autoAck: true, announces: true })
    // A reminder that rang before is in the snapshot alone.
    await device.synced()
    await pass(again, clock, 2 * SECOND)
    const frame = await device.until((frame) => isReminder(frame) && frame.n === 3)
    expect(frame).toMatchObject({ orderId: order.id, level: 3 })
    await pass(again, clock, 4 * MINUTE)
    expect(rings(device)).toHaveLength(1)
    expect(device.frames.filter(isClosed)).toEqual([])
    expect(await statusOf(again, order.id)).toBe(2)
  })

  it('I19: time in which no device announced a reminder does not count towards its expiry', async () => {
    const clock = createManualClock()
    const { server, device } = await open(clock, { REMINDER_EXPIRY_HOURS: '1' })
    device.close()
    await server.api.placePaid()
    await pass(server, clock, 90 * MINUTE, 15 * SECOND)
    expect(await server.running.ctx.db.read.all('SELECT state, heard_ms FROM reminders')).toEqual([
      { state: 'open', heard_ms: 0 },
    ])
  })

  it('a store that nobody listens to is told at longer and longer pauses, and within five minutes of its return', async () => {
    const clock = createManualClock()
    const { server, device, token } = await open(clock)
    device.close()
    await server.api.placePaid()
    await pass(server, clock, 2 * HOUR, 15 * SECOND)
    const { n } = (await server.running.ctx.db.read.get<{ n: number }>('SELECT n FROM reminders')) ?? { n: 0 }
    expect(n).toBeLessThan(16)
    const back = await server.connect({ token, autoAck: true, announces: true })
    await back.synced()
    await pass(server, clock, 5 * MINUTE + 6 * SECOND)
    await back.until((frame) => isReminder(frame) && frame.n > n)
  })
})

describe('a wall clock that jumps', () => {
  it.each([-DAY, -8 * HOUR, -MINUTE, MINUTE, 8 * HOUR, 2 * DAY])(
    'I10: by %d ms: the next alert is not late by elapsed time, and there is no burst',
    async (jump) => {
      const clock = createManualClock()
      const { server, device } = await open(clock)
      await server.api.placePaid()
      await pass(server, clock, 10 * SECOND)
      clock.jumpWall(jump)
      await pass(server, clock, 22 * SECOND)
      await device.until((frame) => isReminder(frame) && frame.n === 2)
      await pass(server, clock, 28 * SECOND)
      expect(rings(device).length).toBeLessThanOrEqual(3)
    },
  )

  it('I19: back by a day and right again, a reminder that has waited for 100 s has not expired', async () => {
    const clock = createManualClock()
    const { server, device } = await open(clock)
    await server.api.placePaid()
    await pass(server, clock, 10 * SECOND)
    clock.jumpWall(-DAY)
    await pass(server, clock, 60 * SECOND)
    clock.jumpWall(DAY)
    await pass(server, clock, 30 * SECOND)
    expect(device.frames.filter(isClosed)).toEqual([])
    expect(rings(device).length).toBeGreaterThanOrEqual(3)
  })

  it('forward by two days: an order seconds old is not cancelled, and its payment rings', async () => {
    const clock = createManualClock()
    const { server, device } = await open(clock)
    const order = await server.api.place()
    await pass(server, clock, 5 * SECOND)
    clock.jumpWall(2 * DAY)
    await pass(server, clock, 30 * SECOND)
    expect(await statusOf(server, order.id)).toBe(1)
    expect((await server.api.notify({ orderNumber: order.number, amountMinor: order.amountMinor })).status).toBe(204)
    await device.until(isReminder)
  })

  it('forward by two days: what nobody pays is cancelled once it has waited long enough by elapsed time', async () => {
    const clock = createManualClock()
    const { server } = await open(clock)
    const order = await server.api.place()
    clock.jumpWall(2 * DAY)
    await pass(server, clock, 14 * MINUTE, 5 * SECOND)
    expect(await statusOf(server, order.id)).toBe(1)
    await pass(server, clock, 2 * MINUTE)
    expect(await statusOf(server, order.id)).toBe(6)
  })

  it('forward by two days: a delivery that has just begun is not completed', async () => {
    const clock = createManualClock()
    const { server, token } = await open(clock, { DELIVERY_TIMEOUT_MINUTES: '30' })
    const order = await server.api.placePaid()
    await server.api.move(token, order.id, 'confirm')
    await server.api.move(token, order.id, 'dispatch')
    clock.jumpWall(2 * DAY)
    await pass(server, clock, 29 * MINUTE, 10 * SECOND)
    expect(await statusOf(server, order.id)).toBe(4)
    await pass(server, clock, 3 * MINUTE)
    expect(await statusOf(server, order.id)).toBe(5)
  })

  it('set back while the server was off: what was due rings in time', async () => {
    const clock = createManualClock()
    const { server, token } = await open(clock)
    await server.api.placePaid()
    await pass(server, clock, 20 * SECOND)
    await server.stop()
    clock.jumpWall(-DAY)
    const again = await server.restart()
    const device = await again.connect({ token, autoAck: true, announces: true })
    await device.synced()
    await pass(again, clock, 32 * SECOND)
    await device.until((frame) => isReminder(frame) && frame.n === 2)
  })
})
