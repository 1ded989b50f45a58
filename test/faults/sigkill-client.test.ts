import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkClient } from '../lab/check/check-client.ts'
import { explain } from '../lab/check/check-history.ts'
import type { ClientLine } from '../lab/check/client-history.ts'
import { readDatabase } from '../lab/check/read-database.ts'
import { type ClientChild, type ClientOptions, startClientChild } from '../lab/rig/client-child.ts'
import { startClientStory } from '../lab/rig/client-story.ts'
import { readInbox } from '../lab/rig/inbox-file.ts'
import { readJournal } from '../lab/rig/journal.ts'
import { killClientAtEveryStep } from '../lab/rig/kill-client.ts'
import { runDir } from '../lab/rig/run-dir.ts'
import { writeAddress } from '../lab/rig/run-files.ts'
import { createStoryClock } from '../lab/rig/story-clock.ts'
import { createSeededRandom, type SeededRandom } from '../support/seeded-random.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { pause } from '../support/until.ts'

/** How often a client is killed; the long form sets it. */
const KILLS = Number(process.env['FAULTS_KILLS'] ?? 20)
const SEED = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** An hour of the ladder in a minute: reminders are repeated while clients die. */
const STORY_SPEED = 60
/** No step is the last: the client tells each one and lives on, until it is killed from outside. */
const TELLS_STEPS = { at: Number.MAX_SAFE_INTEGER }
/**
 * What a client is killed in the middle of, in turn. Steps are waited for, so that a slow machine gets as far as a fast
 * one; a start is killed wherever it has got to.
 */
const MOMENTS = ['start', 'before dialog', 'after dialog', 'in voice', 'before write inbox.json'] as const
type Moment = (typeof MOMENTS)[number]
const STEPS_MOST = 3
const IN_START_MS = 300
/** Longer than an announcement takes: the kill comes before, within or behind what follows the step. */
const AFTER_STEP_MS = 30

interface Device {
  options: ClientOptions
  deviceId: string
  storeId: string
}

async function pairClient(server: TestServer, dir: string, name: string): Promise<Device> {
  const { token, deviceId, store } = await server.api.pair()
  const stateDir = join(dir, name)
  mkdirSync(stateDir)
  return { options: { dir, stateDir, token, journal: join(stateDir, 'journal.jsonl') }, deviceId, storeId: store.id }
}

/** So many moments, each kind as often as the others. */
const someMoments = (count: number, random: SeededRandom): Moment[] =>
  Array.from({ length: Math.ceil(count / MOMENTS.length) }, () => random.shuffle(MOMENTS))
    .flat()
    .slice(0, count)

/** Resolves when the client is to be killed. */
async function reach(moment: Moment, client: ClientChild, random: SeededRandom): Promise<void> {
  if (moment === 'start') return await pause(random.next() * IN_START_MS)
  const times = 1 + random.int(STEPS_MOST)
  for (let i = 0; i < times; i++) {
    await client.message(({ step }) => (typeof step === 'string' && step.startsWith(moment) ? step : undefined))
  }
  await pause(random.next() * AFTER_STEP_MS)
}

async function faultsOf({ options, deviceId, storeId }: Device, dataDir: string): Promise<string[]> {
  const lines = readJournal<ClientLine>(options.journal)
  const inbox = readInbox(readFileSync(join(options.stateDir, 'inbox.json'), 'utf8'))
  return explain(checkClient({ deviceId, storeId, lines, inbox }, await readDatabase(dataDir), { atRest: true }))
}

async function headOf(server: TestServer): Promise<number> {
  const [store] = await server.running.ctx.db.read.all<{ head_seq: number }>('SELECT head_seq FROM stores')
  return store?.head_seq ?? 0
}

describe('kill -9 of the client', () => {
  it('I8: at every step around two announcements: each is made, and repeated at most once', {
    timeout: 500_000,
  }, async () => {
    const { steps, kills, faults } = await killClientAtEveryStep(await startClientStory())
    expect(faults).toEqual([])
    process.stdout.write(`client: killed at ${kills} of ${steps} steps\n`)
    expect(kills, 'steps at which it was killed').toBeGreaterThan(20)
  })

  it(`I7 I8: ${KILLS} times at random, under load (FAULTS_SEED=${SEED})`, {
    timeout: 240_000 + KILLS * 10_000,
  }, async () => {
    const random = createSeededRandom(SEED)
    const dir = runDir(`sigkill-client-${SEED}`)
    const time = { origin: Date.now(), speed: STORY_SPEED }
    const server = await startTestServer({ clock: createStoryClock(time) })
    writeAddress(dir, server.url)
    const devices = [await pairClient(server, dir, 'one'), await pairClient(server, dir, 'two')]
    const { token = '' } = devices[0]?.options ?? {}
    const victims = devices.map((device, index) => ({
      ...device,
      moments: someMoments(Math.ceil((KILLS - index) / devices.length), random),
    }))

    let killing = true
    const shop = async () => {
      while (killing) {
        const order = await server.api.placePaid()
        await pause(random.next() * 400)
        if (random.chance(0.7)) await server.api.move(token, order.id, 'confirm')
      }
    }
    const kill = async ({ options, moments }: (typeof victims)[number]) => {
      const prepare = () => startClientChild({ ...options, waits: true, crash: TELLS_STEPS })
      let next = await prepare()
      for (const moment of moments) {
        const client = next
        next = await prepare()
        await client.message((message) => message['loaded'])
        client.start()
        await reach(moment, client, random)
        await client.kill()
      }
      return next
    }
    const working = shop()
    const last = await Promise.all(victims.map(kill))
    killing = false
    await working
    // The story stands still from here: nothing is repeated any more, and clients can be compared with the head.
    const still = await server.restart({ clock: createStoryClock({ ...time, asked: true }) })
    writeAddress(dir, still.url)
    const head = await headOf(still)
    for (const [index, client] of last.entries()) {
      client.start()
      const device = victims[index]
      if (device !== undefined && !stands(device, head)) await client.done(head)
      await client.kill()
    }
    await still.stop()
    for (const victim of victims) {
      expect(await faultsOf(victim, still.dataDir)).toEqual([])
      const shown = readJournal<ClientLine>(victim.options.journal).filter(({ t }) => t === 'shown')
      const afterShowing = victim.moments.filter((moment) => moment === 'after dialog')
      expect(shown.length, 'alerts that clients were killed after').toBeGreaterThanOrEqual(afterShowing.length)
    }
  })
})

/** Whether the inbox on disk stands at `head`, with everything announced; not when it was always killed before it wrote one. */
function stands({ options }: Device, head: number): boolean {
  const file = join(options.stateDir, 'inbox.json')
  if (!existsSync(file)) return false
  const { seq, open } = readInbox(readFileSync(file, 'utf8'))
  return seq === head && open.every(({ n, announced }) => announced >= n)
}
