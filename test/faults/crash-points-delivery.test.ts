import { describe, expect, it, vi } from 'vitest'
import type { ServerFrame } from '../../shared/protocol/frames.ts'
import { checkHistory, explain } from '../lab/check/check-history.ts'
import { readDatabase } from '../lab/check/read-database.ts'
import { type BareDevice, createBareDevice } from '../lab/rig/bare-device.ts'
import { createMemoryJournal } from '../lab/rig/memory-journal.ts'
import { type ServerChild, startServerChild } from '../lab/rig/server-child.ts'
import { createStoryClock } from '../lab/rig/story-clock.ts'
import type { Exit } from '../support/start-process.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** Evidence is written this often (server/sockets/delivery-receipts.ts). */
const EVIDENCE_MS = 500
/** As much of an order as a frame takes: a few of them fill a snapshot part. */
const LONG = {
  items: Array.from({ length: 20 }, (_, i) => ({ name: `第${i}道菜，${'很长的名字'.repeat(10)}`, quantity: 1 })),
}

interface Story {
  dataDir: string
  token: string
  child: ServerChild
  url: string
}

/** A database prepared by one server and then served by a process that will be killed. */
async function startStory(prepare: (server: TestServer) => Promise<void>): Promise<Story> {
  const time = { origin: Date.now(), speed: 1, asked: true }
  const server = await startTestServer({ clock: createStoryClock(time) })
  const { token } = await server.api.pair()
  await prepare(server)
  await server.stop()
  const child = await startServerChild({ dataDir: server.dataDir, time })
  return { dataDir: server.dataDir, token, child, url: (await child.ready()).url }
}

/** A server on what the killed one left; the device goes on until it has everything. Resolves to what is wrong. */
async function recover({ dataDir }: Story, device: BareDevice, journal: ReturnType<typeof createMemoryJournal>) {
  const server = await startTestServer({ dataDir })
  void device.connect(server.url)
  const [store] = await server.running.ctx.db.read.all<{ head_seq: number }>('SELECT head_seq FROM stores')
  await device.until(({ seq, synced }) => synced !== undefined && seq === store?.head_seq)
  await server.stop()
  const database = await readDatabase(dataDir)
  const { id: deviceId = '', store_id: storeId = '' } = database.devices[0] ?? {}
  const devices = [{ deviceId, storeId, lines: journal.lines }]
  return { database, faults: explain(checkHistory({ operations: [], devices, database }, { atRest: true })) }
}

const isReminder = (frame: ServerFrame) => 'type' in frame

async function pay(server: TestServer, orders: number, order = {}): Promise<void> {
  await Promise.all(Array.from({ length: orders }, () => server.api.placePaid(order)))
}

/** Progress is written at every tenth look, and the ack may still be on its way: looks until the process is dead. */
async function tickToItsEnd(child: ServerChild): Promise<Exit> {
  let exit: Exit | undefined
  void child.exited.then((how) => (exit = how))
  return await vi.waitFor(
    () => {
      child.tick(EVIDENCE_MS)
      if (exit === undefined) throw new Error('the server still runs')
      return exit
    },
    { timeout: 60_000, interval: 20 },
  )
}

describe('kill -9 between the log and the device', () => {
  it.each([
    ['when the device has a frame on disk and has not acknowledged it', true],
    ['when a frame was sent and the device has not stored it', false],
  ])('I5: %s, it gets it once', async (_, stored) => {
    const story = await startStory((server) => pay(server, 5))
    const journal = createMemoryJournal()
    let frames = 0
    // The open set is empty for it: it is a device that has seen the log from its beginning.
    const { epoch } = (await readDatabase(story.dataDir)).stores[0] ?? {}
    const device = createBareDevice({
      token: story.token,
      journal,
      from: { cursor: `${epoch}.0.-`, seq: 0 },
      acks: false,
      intercept(frame) {
        if (!isReminder(frame) || ++frames !== 3) return false
        void story.child.kill()
        if (!stored) device.disconnect()
        return !stored
      },
    })
    await device.connect(story.url)
    device.disconnect()
    await story.child.exited
    expect(device.position().seq).toBeGreaterThanOrEqual(stored ? 3 : 2)

    const { faults, database } = await recover(story, device, journal)
    expect(faults).toEqual([])
    expect(journal.lines.filter(({ t }) => t === 'apply')).toHaveLength(database.log.length)
  })

  it('I5: at every frame of a catch-up longer than the window', async () => {
    const story = await startStory((server) => pay(server, 150))
    const { epoch } = (await readDatabase(story.dataDir)).stores[0] ?? {}
    const journal = createMemoryJournal()
    let child = story.child
    let url = story.url
    let seen = 0
    const device = createBareDevice({
      token: story.token,
      journal,
      from: { cursor: `${epoch}.0.-`, seq: 0 },
      intercept(frame) {
        if (!isReminder(frame) || ++seen % 40 !== 0) return false
        void child.kill()
        device.disconnect()
        return true
      },
    })
    for (;;) {
      await device.connect(url)
      const { signal } = await child.exited
      expect(signal).toBe('SIGKILL')
      if (device.position().seq >= 110) break
      child = await startServerChild({ dataDir: story.dataDir })
      url = (await child.ready()).url
    }
    const { faults } = await recover(story, device, journal)
    expect(faults).toEqual([])
    expect(journal.lines.filter(({ t }) => t === 'apply')).toHaveLength(150)
  })

  it('I5: at every step of recording an ack that has arrived', async () => {
    const steps = [
      'before BEGIN',
      'before UPDATE devices SET last_seen_at',
      'after UPDATE devices SET last_seen_at',
      'after COMMIT',
    ]
    for (const match of steps) {
      const story = await startStory((server) => pay(server, 3))
      const journal = createMemoryJournal()
      const device = createBareDevice({ token: story.token, journal })
      void device.connect(story.url)
      await device.until(({ synced }) => synced !== undefined)
      await story.child.arm({ at: 1, match })
      const exit = await tickToItsEnd(story.child)
      expect(exit).toMatchObject({ signal: 'SIGKILL' })
      device.disconnect()
      expect((await readDatabase(story.dataDir)).devices[0]?.acked_seq).toBe(match === 'after COMMIT' ? 3 : 0)
      expect((await recover(story, device, journal)).faults).toEqual([])
    }
  })

  it.each([1, 2, 5])('I6: after part %i of a snapshot, the device gets the whole open set', async (part) => {
    const story = await startStory((server) => pay(server, 30, LONG))
    const journal = createMemoryJournal()
    let more = false
    const device = createBareDevice({
      token: story.token,
      journal,
      intercept(frame) {
        if (!('op' in frame) || frame.op !== 'snapshot' || frame.part !== part || more) return false
        more = !frame.last
        void story.child.kill()
        device.disconnect()
        return true
      },
    })
    await device.connect(story.url)
    expect(more, 'the snapshot has more parts than this').toBe(true)
    await story.child.exited
    expect(device.position()).toEqual({ cursor: null, seq: 0 })

    const { faults } = await recover(story, device, journal)
    expect(faults).toEqual([])
    expect(journal.lines.findLast((line) => line.t === 'reset')).toMatchObject({ seq: 30, open: { length: 30 } })
  })

  it('I5: between hello and the first entry', async () => {
    const story = await startStory((server) => pay(server, 3))
    const journal = createMemoryJournal()
    let killed = false
    const device = createBareDevice({
      token: story.token,
      journal,
      intercept(frame) {
        if (killed || !('op' in frame) || frame.op !== 'welcome') return false
        killed = true
        void story.child.kill()
        device.disconnect()
        return true
      },
    })
    await device.connect(story.url)
    await story.child.exited
    expect((await recover(story, device, journal)).faults).toEqual([])
  })
})
