import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { createSenders } from '../http/notice-senders.ts'
import { sendRaw } from '../http/raw-request.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Seconds until the next announcement of each reminder, and since its beginning, by the wall clock. */
const ladder = async (server: TestServer, clock: ManualClock) => {
  const { read } = server.running.ctx.db
  const rows = await read.all<{ due: number; since: number; n: number; level: number }>(
    'SELECT next_alert_at - ? AS due, ? - since AS since, n, level FROM reminders ORDER BY id',
    [clock.now(), clock.now()],
  )
  return rows.map(({ due, since, ...row }) => ({ ...row, due: due / SECOND, since: since / SECOND }))
}

const statusOf = async ({ api }: TestServer, id: number) =>
  ((await api.call('GET', `/v1/orders/${id}`, { as: api.orderingKey })).body as { status: number }).status

/** Starts a server on the files as a kill -9 would leave them at this moment. */
async function kill(server: TestServer, clock: ManualClock, env: Record<string, string> = {}): Promise<TestServer> {
  const dataDir = tempDir()
  for (const name of readdirSync(server.dataDir)) {
    if (!name.endsWith('.lock')) copyFileSync(join(server.dataDir, name), join(dataDir, name))
  }
  await server.stop()
  return await startTestServer({ clock, dataDir, env })
}

it.each([-DAY, -MINUTE, MINUTE, 8 * HOUR])(
  'a jump by %d ms that was lived through is not dated anew by the start after a kill',
  async (jumpMs) => {
    const clock = createManualClock()
    const server = await startTestServer({ clock })
    await pass(server, clock, 16 * SECOND)
    await server.api.placePaid()
    await pass(server, clock, 2 * SECOND)
    clock.jumpWall(jumpMs)
    await pass(server, clock, 2 * SECOND)
    const before = await ladder(server, clock)
    const again = await kill(server, clock)
    expect(await ladder(again, clock)).toEqual(before)
  },
)

it('a start that is killed has dated anew once', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  await server.api.placePaid()
  await pass(server, clock, 4 * SECOND)
  await server.stop()
  clock.jumpWall(-DAY)
  const again = await server.restart()
  const before = await ladder(again, clock)
  expect(before).toMatchObject([{ due: 26, since: 4 }])
  expect(await ladder(await kill(again, clock), clock)).toEqual(before)
})

it('a jump is dealt with although a command of the same transaction fails', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  await server.api.placePaid()
  await pass(server, clock, 4 * SECOND)
  clock.jumpWall(-DAY)
  clock.advance(SECOND)
  const { write } = server.running.ctx.db
  await expect(write(() => Promise.reject(new Error('of another command')))).rejects.toThrow('of another command')
  await write(async () => {})
  // Where there are several writers, no write waits for the job's.
  await Promise.all(server.running.jobsUnderWay().map(({ finished }) => finished))
  expect(await ladder(server, clock)).toMatchObject([{ due: 25, since: 5 }])
  expect(server.running.ctx.clockWatch.jumps()).toBe(1)
})

/** A shop of WeChat Pay's, whose callbacks say that the clock is right. */
async function openWechatShop(more: Record<string, string> = {}) {
  const clock = createManualClock()
  const { env, senders } = createSenders(() => clock.now())
  const [wechatpay] = senders
  if (wechatpay === undefined) throw new Error('no sender')
  const server = await startTestServer({ clock, env: { ...env, ...more } })
  const sayRight = async (to: TestServer) => {
    const { number: orderNumber, amountMinor } = await to.api.place()
    const facts = { orderNumber, amountMinor, transactionId: `wx-${orderNumber}` }
    expect((await sendRaw(to.url, wechatpay.request(facts))).status).toBe(204)
  }
  return { clock, server, sayRight, env: { ...env, ...more } }
}

it.each([8 * HOUR, -8 * HOUR])(
  'after a jump by %d ms a right signed time and a restart cancel no order that has not waited, and one that has',
  async (jumpMs) => {
    const { clock, server, sayRight, env } = await openWechatShop()
    await pass(server, clock, 20 * MINUTE, 20 * SECOND)
    const young = await server.api.place()
    await pass(server, clock, 2 * SECOND)
    clock.jumpWall(jumpMs)
    await pass(server, clock, 10 * SECOND)
    await sayRight(server)
    await pass(server, clock, 10 * SECOND)
    expect(await statusOf(server, young.id)).toBe(1)
    const again = await kill(server, clock, env)
    await sayRight(again)
    await pass(again, clock, 14 * MINUTE, 5 * SECOND)
    expect(await statusOf(again, young.id)).toBe(1)
    await pass(again, clock, 2 * MINUTE, 5 * SECOND)
    expect(await statusOf(again, young.id)).toBe(6)
  },
)

it.each([8 * HOUR, -8 * HOUR])(
  'after a jump by %d ms a right signed time completes no delivery that has just begun, and one that took its time',
  async (jumpMs) => {
    const { clock, server, sayRight } = await openWechatShop({ DELIVERY_TIMEOUT_MINUTES: '30' })
    const { token } = await server.api.pair()
    const order = await server.api.placePaid()
    for (const move of ['confirm', 'dispatch']) await server.api.move(token, order.id, move)
    clock.jumpWall(jumpMs)
    await pass(server, clock, 10 * SECOND)
    await sayRight(server)
    await pass(server, clock, 29 * MINUTE, 10 * SECOND)
    expect(await statusOf(server, order.id)).toBe(4)
    await pass(server, clock, 3 * MINUTE, 10 * SECOND)
    expect(await statusOf(server, order.id)).toBe(5)
  },
)

it.each([2 * HOUR, -2 * HOUR, 48 * HOUR, -48 * HOUR])(
  'an order that the time-out has cancelled is revived within its 30 minutes and not after, across a jump by %d ms',
  async (jumpMs) => {
    const clock = createManualClock()
    const server = await startTestServer({ clock, env: { UNPAID_TIMEOUT_MINUTES: '1' } })
    const { api } = server
    const [soon, late] = [await api.place(), await api.place()]
    await pass(server, clock, 70 * SECOND)
    expect([await statusOf(server, soon.id), await statusOf(server, late.id)]).toEqual([6, 6])
    clock.jumpWall(jumpMs)
    await pass(server, clock, 28 * MINUTE, 10 * SECOND)
    await api.notify({ orderNumber: soon.number, amountMinor: soon.amountMinor })
    expect(await statusOf(server, soon.id)).toBe(2)
    await pass(server, clock, 3 * MINUTE, 10 * SECOND)
    await api.notify({ orderNumber: late.number, amountMinor: late.amountMinor })
    expect(await statusOf(server, late.id)).toBe(6)
  },
)

it('an order placed before a jump and cancelled after it is not revivable for days when the clock is set right', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock, env: { UNPAID_TIMEOUT_MINUTES: '1' } })
  const order = await server.api.place()
  clock.jumpWall(48 * HOUR)
  await pass(server, clock, 2 * MINUTE)
  expect(await statusOf(server, order.id)).toBe(6)
  clock.jumpWall(-48 * HOUR)
  await pass(server, clock, 40 * MINUTE, 30 * SECOND)
  await server.api.notify({ orderNumber: order.number, amountMinor: order.amountMinor })
  expect(await statusOf(server, order.id)).toBe(6)
})

it('I2, I11: an idempotency key and the log are kept for their time across a jump and a kill, and then pruned', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const post = async ({ api }: TestServer) => {
    const body = { storeId: api.storeId, items: [{ name: '面', quantity: 1 }], amountMinor: 100 }
    const reply = await api.call('POST', '/v1/orders', {
      as: api.orderingKey,
      body,
      headers: { 'Idempotency-Key': 'k1' },
    })
    return (reply.body as { id: number }).id
  }
  const entries = async ({ running }: TestServer) =>
    (await running.ctx.db.read.get<{ count: number }>('SELECT COUNT(*) AS count FROM reminder_log'))?.count ?? 0
  const id = await post(server)
  await server.api.placePaid()
  await server.api.placePaid()
  const logged = await entries(server)
  clock.jumpWall(10 * DAY)
  await pass(server, clock, 10 * SECOND)
  expect([await post(server), (await entries(server)) >= logged]).toEqual([id, true])
  const again = await kill(server, clock)
  await pass(again, clock, 23 * HOUR, 15 * MINUTE)
  expect([await post(again), (await entries(again)) >= logged]).toEqual([id, true])
  await pass(again, clock, 2 * HOUR, 15 * MINUTE)
  expect(await post(again)).not.toBe(id)
})

it('a clock that flaps rings everything once a minute at most, and the ladder goes on', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  await server.api.placePaid()
  for (let flap = 0; flap < 28; flap++) {
    clock.jumpWall(flap % 2 === 0 ? 200 * SECOND : -200 * SECOND)
    await pass(server, clock, 2 * SECOND)
  }
  const [reminder] = await ladder(server, clock)
  expect(reminder?.n).toBeLessThanOrEqual(3)
  expect(reminder?.since).toBe(56)
})
