import { describe, expect, it } from 'vitest'
import type { ReminderFrame } from '../../shared/protocol/frames.ts'
import { isReminder } from '../support/frames.ts'
import { createManualClock, type ManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { tempDir } from '../support/temp-dir.ts'
import type { TestDevice } from '../support/test-device.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const START = Date.UTC(2026, 0, 1)

interface World {
  /** The clock of the database's machine. */
  database: ManualClock
  clocks: [ManualClock, ManualClock]
  nodes: [TestServer, TestServer]
  lines: { level: number; msg: string }[]
  /** Lets time pass on every machine, a second at a time. */
  pass(ms: number): Promise<void>
  /** A device at each server, of the one store. */
  devices: [TestDevice, TestDevice]
  log(what: string): { level: number; msg: string }[]
  /** Lets the second server's measurements of the database's clock tell the time of `ms` ago. */
  delayMeasurements(ms: number): void
}

/** Two servers of one database, each with its own clock, the second `aheadMs` ahead of the database's. */
async function open(aheadMs = 0): Promise<World> {
  const dataDir = tempDir()
  const database = createManualClock(START)
  const clocks = [createManualClock(START), createManualClock(START + aheadMs)] as const
  let delayMs = 0
  const databaseNow = async () => database.now()
  const delayedNow = async () => database.now() - delayMs
  const lines: World['lines'] = []
  const log = (line: string) => void lines.push(JSON.parse(line) as World['lines'][number])
  const one = await startTestServer({ dataDir, clock: clocks[0], databaseNow, log })
  const two = await startTestServer({ dataDir, clock: clocks[1], databaseNow: delayedNow, log })
  const devices = [await connect(one, one), await connect(one, two)] as const
  return {
    database,
    clocks: [...clocks],
    nodes: [one, two],
    lines,
    devices: [...devices],
    log: (what) => lines.filter(({ msg }) => msg.includes(what)),
    delayMeasurements(ms) {
      delayMs = ms
    },
    async pass(ms) {
      for (let gone = 0; gone < ms; gone += SECOND) {
        database.advance(SECOND)
        await pass(one, clocks[0], SECOND)
        await pass(two, clocks[1], SECOND)
      }
    },
  }
}

async function connect(home: TestServer, node: TestServer): Promise<TestDevice> {
  const device = await node.connect({ token: (await home.api.pair()).token, autoAck: true, announces: true })
  await device.synced()
  return device
}

const rings = (device: TestDevice): ReminderFrame[] => device.frames.filter(isReminder)
const jumpsOf = ({ nodes }: World) => nodes.map(({ running }) => running.ctx.clockWatch.jumps())

async function reminder({ nodes: [one] }: World) {
  const row = await one.running.ctx.db.read.get<{
    n: number
    since: number
    alerted_at: number
    next_alert_at: number
  }>('SELECT n, since, alerted_at, next_alert_at FROM reminders')
  if (row === undefined) throw new Error('no reminder')
  return row
}

/** Waits until both devices have heard of the `n`th announcement, and expects each announcement once. */
async function expectRings({ devices }: World, n: number): Promise<void> {
  for (const device of devices) {
    await device.until((frame) => isReminder(frame) && frame.n === n)
    expect(rings(device).map((ring) => ring.n)).toEqual(Array.from({ length: n }, (_, index) => index + 1))
  }
}

describe.each([
  ['2.5 seconds ahead', 2_500],
  ['2.5 seconds behind', -2_500],
  ['8 hours ahead', 8 * HOUR],
  ['8 hours behind', -8 * HOUR],
])('a server whose clock is %s of the others’', (_, aheadMs) => {
  it('behaves as they do: nothing rings early, late or twice, nothing is dated anew, and it says so (I8, I9)', async () => {
    const world = await open(aheadMs)
    const [, two] = world.nodes
    const order = await two.api.placePaid()
    const { since, next_alert_at } = await reminder(world)
    expect(Math.abs(since - world.database.now())).toBeLessThan(SECOND)
    await world.pass(next_alert_at - world.database.now() - SECOND)
    expect(await reminder(world)).toMatchObject({ n: 1 })
    await world.pass(2 * SECOND)
    await expectRings(world, 2)
    expect(await reminder(world)).toMatchObject({ n: 2, since })
    expect(jumpsOf(world)).toEqual([0, 0])
    expect(world.log('dated anew')).toEqual([])
    expect(world.log('differs from the database')).toHaveLength(1)
    const ready = await fetch(`${two.url}/readyz`)
    expect(await ready.json()).toMatchObject({ hostClockAheadMs: aheadMs })
    expect((await two.api.call('GET', `/v1/orders/${order.id}`, { as: two.api.operatorKey })).body).toMatchObject({
      status: 2,
    })
  })
})

it('a clock that is set on the machine of one server moves nothing (I8)', async () => {
  const world = await open()
  await world.nodes[0].api.placePaid()
  const before = await reminder(world)
  for (const ms of [8 * HOUR, -16 * HOUR]) {
    world.clocks[1].jumpWall(ms)
    await world.pass(3 * SECOND)
    expect(await reminder(world)).toEqual(before)
  }
  expect(jumpsOf(world)).toEqual([0, 0])
})

describe.each([
  ['a minute ahead', MINUTE],
  ['8 hours back', -8 * HOUR],
])('a database’s clock that is set %s', (_, jumpMs) => {
  it('is followed by every server, and everything is dated anew once (I8, I9)', async () => {
    const world = await open()
    await world.nodes[0].api.placePaid()
    await world.pass(10 * SECOND)
    const before = await reminder(world)
    world.database.jumpWall(jumpMs)
    await world.pass(5 * SECOND)
    expect(jumpsOf(world)).toEqual([1, 1])
    expect(world.log('alerts are dated anew')).toHaveLength(1)
    const after = await reminder(world)
    expect(after).toEqual({
      n: 1,
      since: before.since + jumpMs,
      alerted_at: before.alerted_at + jumpMs,
      next_alert_at: before.next_alert_at + jumpMs,
    })
    await world.pass(after.next_alert_at - world.database.now() - SECOND)
    expect(await reminder(world)).toMatchObject({ n: 1 })
    await world.pass(2 * SECOND)
    await expectRings(world, 2)
  })
})

it('a database’s clock that is set 8 hours ahead makes what is open ring once, and back again dates it anew once (I8)', async () => {
  const world = await open()
  await world.nodes[0].api.placePaid()
  await world.pass(5 * SECOND)
  world.database.jumpWall(8 * HOUR)
  await world.pass(5 * SECOND)
  await expectRings(world, 2)
  const { since, next_alert_at } = await reminder(world)
  world.database.jumpWall(-8 * HOUR)
  await world.pass(5 * SECOND)
  expect(await reminder(world)).toMatchObject({
    n: 2,
    since: since - 8 * HOUR,
    next_alert_at: next_alert_at - 8 * HOUR,
  })
  expect(jumpsOf(world)).toEqual([2, 2])
  expect(world.log('alerts are dated anew')).toHaveLength(2)
})

it('a payment taken by the server that has not heard of the jump back is told again in time (I8)', async () => {
  const world = await open()
  const [one, two] = world.nodes
  world.database.advance(2 * SECOND)
  world.database.jumpWall(-8 * HOUR)
  await pass(one, world.clocks[0], 2 * SECOND)
  expect(jumpsOf(world)).toEqual([1, 0])
  await two.api.placePaid()
  await pass(two, world.clocks[1], 2 * SECOND)
  await world.pass(2 * SECOND)
  expect(jumpsOf(world)).toEqual([1, 1])
  const { next_alert_at } = await reminder(world)
  expect(next_alert_at - world.database.now()).toBeLessThanOrEqual(30 * SECOND)
  await world.pass(30 * SECOND)
  await expectRings(world, 2)
})

/** Lets ten minutes pass for everybody but the second server, whose devices hear on. Resolves to the reminder then. */
async function sleepAlone(world: World) {
  const [one] = world.nodes
  await one.api.placePaid()
  await world.pass(3 * SECOND)
  for (let gone = 0; gone < 10 * MINUTE; gone += SECOND) {
    world.database.advance(SECOND)
    await pass(one, world.clocks[0], SECOND)
  }
  return await reminder(world)
}

it('a server that slept alone, and has not measured since, brings nothing forward by its old time (I8)', async () => {
  const world = await open()
  const before = await sleepAlone(world)
  world.delayMeasurements(10 * MINUTE)
  // Devices' positions are written every five seconds, and with them what is due too late for a store that listens.
  await world.pass(6 * SECOND)
  expect(await reminder(world)).toEqual(before)
})

it('a server that slept alone goes on by the others’ clock, and dates nothing anew (I8)', async () => {
  const world = await open()
  const before = await sleepAlone(world)
  await world.pass(3 * SECOND)
  expect(await reminder(world)).toEqual(before)
  expect(before.since).toBe(START)
  expect(world.log('alerts are dated anew')).toEqual([])
  const [a, b] = world.nodes.map(({ running }) => running.ctx.clockWatch.now())
  expect(Math.abs((a ?? 0) - (b ?? Number.NaN))).toBeLessThan(SECOND)
})

it('a server that starts beside others is not taken for one whose clock was set back (I19)', async () => {
  const world = await open()
  await world.nodes[0].api.placePaid()
  await world.pass(16 * SECOND)
  const before = await reminder(world)
  const late = createManualClock(world.database.now() - 2_500)
  await startTestServer({
    dataDir: world.nodes[0].dataDir,
    clock: late,
    databaseNow: async () => world.database.now(),
  })
  expect(await reminder(world)).toEqual(before)
})
