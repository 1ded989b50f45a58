import { expect, it } from 'vitest'
import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { HELLO_TIMEOUT_MS, SUBPROTOCOL } from '../../../shared/protocol/limits.ts'
import { dumpDatabase } from '../../support/db-dump.ts'
import { isSynced } from '../../support/frames.ts'
import { WENT_WELL } from '../../support/reminder-link.ts'
import { alive, live, tried } from './frame-rig.ts'
import { createWorld } from './world.ts'

it('I12: a device leaves no receipt on another store’s reminder, nor on an announcement that never was', async () => {
  const world = await createWorld()
  const before = await dumpDatabase(world.running.ctx.db.read)
  const announced = { op: 'announced', id: world.reminders.newOrder, n: 1, outcome: WENT_WELL }
  const rows: [string, object][] = [
    [world.stranger.token, announced],
    [world.device.token, { ...announced, n: 2 }],
    [world.device.token, { ...announced, n: 1_000_000 }],
    [world.device.token, { ...announced, id: 'rm_nobody' }],
    [world.device.token, { ...announced, id: "' OR 1=1 --" }],
  ]
  for (const [token, frame] of rows) {
    const connected = await live(world, token)
    connected.send(frame)
    await alive(connected, tried(frame))
  }
  const connected = await live(world)
  connected.send({ ...announced, outcome: { speech: 'no_voice', notification: 'focus_assist', dialog: 'ok' } })
  await alive(connected, 'the right one')
  const { read } = world.running.ctx.db
  const receipts = () => {
    // Receipts are written twice a second, in the order in which they came.
    world.clock.advance(500)
    return read.all('SELECT reminder_id, device_id, n FROM receipts')
  }
  const right = { reminder_id: world.reminders.newOrder, device_id: world.device.deviceId, n: 1 }
  await expect.poll(receipts).toEqual([right])
  const beside = { receipts: [], device_visits: [] }
  expect({ ...(await dumpDatabase(read)), ...beside }).toEqual({ ...before, ...beside })
})

it('a flood of syncs is answered once a second', async () => {
  const world = await createWorld()
  const connected = await live(world)
  const from = connected.frames.length
  for (let i = 0; i < 300; i++) connected.send({ op: 'sync' })
  await connected.until(isSynced, from)
  connected.send('{')
  await connected.closed
  expect(connected.frames.filter(isSynced)).toHaveLength(2)
})

it('more than 500 frames in a second end the connection with 4429', async () => {
  const world = await createWorld()
  const patient = await live(world)
  for (let second = 0; second < 3; second++) {
    for (let i = 0; i < 400; i++) patient.send({ op: 'dance' })
    await alive(patient, `second ${second}`)
    await world.clock.advanceAsync(1_000)
  }
  for (let i = 0; i < 501; i++) patient.send({ op: 'dance' })
  expect(await patient.closed).toEqual({ code: CLOSE.rate.code, reason: 'rate' })
})

it('a connection that says no hello within 5 s ends with 4410', async () => {
  const world = await createWorld()
  const silent = await world.connect()
  const busy = await world.connect()
  busy.send({ op: 'dance' })
  const speaking = await live(world)
  await world.clock.advanceAsync(HELLO_TIMEOUT_MS - 1)
  await alive(speaking, 'before')
  expect([silent.frames, busy.frames]).toEqual([[], []])
  await world.clock.advanceAsync(1)
  for (const connected of [silent, busy]) expect((await connected.closed).code).toBe(CLOSE.hello_timeout.code)
  await world.clock.advanceAsync(HELLO_TIMEOUT_MS)
  await alive(speaking, 'after')
})

it('a client without the subprotocol is sent away with 4406', async () => {
  const world = await createWorld()
  const connected = await world.connect({ token: world.device.token, subprotocol: undefined })
  expect(await connected.closed).toEqual({ code: CLOSE.version.code, reason: 'version' })
  expect(connected.frames).toEqual([])
  await expect(world.connect({ token: world.device.token, subprotocol: 'reminder.v2' })).rejects.toThrow('subprotocol')
  await expect(world.connect({ token: world.device.token, subprotocol: SUBPROTOCOL.toUpperCase() })).rejects.toThrow(
    'subprotocol',
  )
})
