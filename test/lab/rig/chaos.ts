import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createSeededRandom, type SeededRandom } from '../../support/seeded-random.ts'
import type { Child } from '../../support/start-process.ts'
import { TEST_WEBHOOKS_SECRET } from '../../support/test-server.ts'
import { inTime, pause } from '../../support/until.ts'
import { checkDatabase } from '../check/check-database.ts'
import type { DeviceLine, History, OperationLine, Violation } from '../check/history.ts'
import { type DatabaseDump, readDatabase } from '../check/read-database.ts'
import type { MutantName } from '../mutants/server-mutants.ts'
import { type ChildRun, startChild } from './child.ts'
import { type DeviceChild, startDeviceChild } from './device-child.ts'
import { readJournal } from './journal.ts'
import { type LoadOptions, writeAddress } from './run-files.ts'
import { type ServerChild, startServerChild } from './server-child.ts'
import type { ServerOptions } from './server-options.ts'
import { openShops, type Shop } from './shops.ts'
import type { StoryTime } from './story-clock.ts'

export interface ChaosOptions {
  /** A fresh folder: the database and every journal. */
  dir: string
  seed: number
  /** How often the server is killed. */
  kills: number
  /** Processes that place and pay orders, and customers at one time in each. */
  loads?: number
  customers?: number
  mutant?: MutantName
}

export interface ChaosResult {
  history: History
  /** What a look at the database right after some of the kills found. */
  atKills: Violation[]
  killed: { servers: number; devices: number; served: number }
  /** Error lines in the logs of the servers. */
  errors: string[]
}

/** An hour of the ladder in a minute: reminders repeat, unpaid orders fall due and reminders expire within a run. */
const STORY_SPEED = 60
const DEVICES_PER_STORE = [2, 1]
/** A server that is not killed early is through with so many customers, however slow the machine. */
const SERVED_A_LIFE = 5
const EARLY_MS = 150
/** Every so many kills the database is looked at before the next server may touch it. */
const LOOK_EVERY = 7

/**
 * A server under load from other processes, killed again and again at moments that the seed decides, devices too; then
 * everybody is let finish, and the story stands still. Resolves when every device has reached the head, or was given
 * long enough.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { dir, seed, kills } = options
  const random = createSeededRandom(seed)
  const time: StoryTime = { origin: Date.now(), speed: STORY_SPEED }
  const dataDir = join(dir, 'data')
  mkdirSync(dataDir)
  const env = { REMINDER_EXPIRY_HOURS: '1', HOST: ownAddress() }
  const logFile = join(dir, 'server.log')
  const serve = (mutant?: MutantName, more: Partial<ServerOptions> = {}) =>
    startServerChild({ dataDir, time, waits: true, env, logFile, ...(mutant !== undefined && { mutant }), ...more })

  const { shops, orderingKey } = await openShops(await serve(), DEVICES_PER_STORE)
  const devices = await Promise.all(
    shops.flatMap((shop) => shop.devices.map((device) => startDeviceChild({ dir, seed, time }, shop, device))),
  )
  const loads = await Promise.all(
    Array.from({ length: options.loads ?? 1 }, (_, index) =>
      startLoad(
        { dir, time, seed: seed + index, shops, orderingKey, customers: options.customers ?? 6, tells: true },
        index,
      ),
    ),
  )
  const served = countServed(loads)

  const atKills: Violation[] = []
  const killed = { servers: 0, devices: 0, served: 0 }
  let next = await serve(options.mutant)
  while (killed.servers < kills) {
    const server = next
    // The one after it is already loaded: otherwise most of a run would be spent on starting programs.
    next = await serve(options.mutant ?? (random.chance(0.2) ? 'loses_wakes' : undefined))
    await liveAndDie(server, random, dir, served)
    killed.servers++
    if (killed.servers % LOOK_EVERY === 0) atKills.push(...checkDatabase(await readDatabase(dataDir)))
    if (random.chance(0.15)) {
      await random.pick(devices).crash()
      killed.devices++
    }
  }

  for (const load of loads) load.send({ drain: true })
  writeAddress(dir, (await next.ready()).url)
  for (const load of loads) killed.served += await load.message((message) => message['drained'] as number | undefined)
  await next.kill()
  // The last one runs no jobs: nothing changes any more, and devices can be compared with the head.
  const last = await serve(undefined, { time: { ...time, asked: true } })
  writeAddress(dir, (await last.ready()).url)
  await settle(dataDir, devices)
  for (const device of devices) await device.stop()
  await last.stop()
  return {
    history: await readHistory(dir, devices, await readDatabase(dataDir)),
    atKills,
    killed,
    errors: readErrors(dir),
  }
}

/** Loopback has sixteen million addresses: on one of its own, a run never meets the server of another. */
export function ownAddress(): string {
  if (process.platform !== 'linux') return '127.0.0.1'
  return `127.${77 + (process.pid % 100)}.${(process.pid >> 8) & 255}.${1 + (process.pid % 250)}`
}

/** Counts the customers that the loads are through with. */
export function countServed(loads: readonly Child[]): () => number {
  const counts = loads.map(() => 0)
  for (const [index, load] of loads.entries()) {
    const listen = async () => {
      for (;;) counts[index] = await load.message((message) => message['served'] as number | undefined)
    }
    // It rejects when the load ends. What a load did wrong is told where its end is waited for.
    listen().catch(() => {})
  }
  return () => counts.reduce((sum, count) => sum + count, 0)
}

/** Real milliseconds. The jobs that look every second, at what is due and at lost wakes, must have their turn as well. */
function lifeOf(random: SeededRandom): number {
  if (random.chance(0.4)) return random.next() * EARLY_MS
  return random.chance(0.75) ? random.next() * 1_200 : 1_200 + random.next() * 1_200
}

/** Some die while they start, most soon after, a few when they have been at work for long. */
async function liveAndDie(server: ServerChild, random: SeededRandom, dir: string, served: () => number): Promise<void> {
  const up = server.ready().then(
    ({ url }) => writeAddress(dir, url),
    () => {},
  )
  if (random.chance(0.15)) await pause(random.next() * 60)
  else {
    await up
    const goal = served() + SERVED_A_LIFE
    const life = lifeOf(random)
    await pause(life)
    if (life > EARLY_MS) await inTime(SETTLE_MS, () => served() >= goal)
  }
  const { signal } = await server.kill()
  await up
  if (signal !== 'SIGKILL') throw new Error(`a server ended by itself\n${server.output()}`)
}

/** A process of callers; its journal is `INDEX.load.jsonl` in `run.dir`. */
export function startLoad(
  run: Pick<LoadOptions, 'dir' | 'seed' | 'time' | 'customers' | 'pauseMs' | 'orderingKey' | 'tells'> & {
    shops: Shop[]
  },
  index: number,
  through?: ChildRun,
): Promise<Child> {
  const { shops: stores, ...rest } = run
  const journal = join(run.dir, `${index}.load.jsonl`)
  const options: LoadOptions = { ...rest, stores, journal, secret: TEST_WEBHOOKS_SECRET }
  return startChild(new URL('../children/load.ts', import.meta.url), options, through)
}

const SETTLE_MS = 60_000

/** I7: bounded. What is not at the head by then the checker will name. */
async function settle(dataDir: string, devices: DeviceChild[]): Promise<void> {
  const heads = new Map((await readDatabase(dataDir)).stores.map((store) => [store.id, store.head_seq]))
  await inTime(SETTLE_MS, () => devices.every((device) => device.at() === heads.get(device.storeId)))
}

export async function readHistory(
  dir: string,
  devices: readonly DeviceChild[],
  database: DatabaseDump,
): Promise<History> {
  const loads = readdirSync(dir).filter((name) => name.endsWith('.load.jsonl'))
  return {
    operations: loads.flatMap((name) => readJournal<OperationLine>(join(dir, name))),
    devices: devices.map(({ deviceId, storeId, journal }) => ({
      deviceId,
      storeId,
      lines: readJournal<DeviceLine>(journal),
    })),
    database,
  }
}

interface LogLine {
  level: number
  msg?: string
  code?: string
  err?: { message?: string }
}

/** Lines that a server owes to a clock that a run has set under it. */
const ofTheClock = ({ msg, code }: LogLine): boolean =>
  code === 'timestamp_skew' || msg?.startsWith('the wall clock ') === true

/** What the servers of a run have logged as errors, but for what they say of a clock that was set. */
export function readErrors(dir: string): string[] {
  return readJournal<LogLine>(join(dir, 'server.log'))
    .filter((line) => line.level >= 50 && !ofTheClock(line))
    .map(({ msg, err }) => `${msg}: ${err?.message}`)
}
