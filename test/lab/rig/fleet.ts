import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PROBLEMS } from '../../../shared/problem.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'
import { pause } from '../../support/until.ts'
import { checkDatabase } from '../check/check-database.ts'
import { checkHistory, explain } from '../check/check-history.ts'
import type { DeviceLine, History, OperationLine, Violation } from '../check/history.ts'
import { readDatabase, readHeads } from '../check/read-database.ts'
import type { Counts, Round } from '../runs/run.ts'
import { readErrors } from './chaos.ts'
import { type Member, type Members, type MembersOptions, STORES, startMembers } from './fleet-members.ts'
import { readJournal } from './journal.ts'
import { type ServerChild, startServerChild } from './server-child.ts'
import { openShops } from './shops.ts'
import type { StoryTime } from './story-clock.ts'

export interface FleetOptions extends MembersOptions {
  /** The address that the server listens on. */
  host: string
}

/** A server, callers, bare devices and real clients, each in a process of its own, and what lies between them. */
export interface Fleet extends Pick<Members, 'devices' | 'clients'> {
  /** The one at work. */
  server(): ServerChild
  /** Kills it; others are killed so many milliseconds after they began to start; the next one takes its place. */
  replaceServer(killedStarts?: readonly number[]): Promise<void>
  /**
   * To be called when nothing is in the way any more. Everybody reaches the head as it is now, in bounded time (I7);
   * the callers finish; then the story stands still, and everything is compared.
   */
  finish(): Promise<Round>
}

/** An hour of the ladder in a minute. */
const STORY_SPEED = 60
/** Error lines that tell of a clock which the nemesis has set. */
const CLOCK_SET = /^the wall clock (has jumped|was set back)/
/** Every so many kills the database is looked at before the next server may touch it. */
const LOOK_EVERY = 3
/**
 * Error lines of a server that was stopped, or hurried more than the machine can: a provider is not answered in time, and
 * its retry finds the payment recorded. The second is the line of the call, which says nothing more.
 */
const LATENESS = new RegExp(`^a request failed: ${PROBLEMS.still_working.title}|^answered:`)

export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { dir, seed, haste, host, through = {} } = options
  const random = createSeededRandom(seed)
  const time: StoryTime = { origin: Date.now(), speed: STORY_SPEED, haste }
  const dataDir = join(dir, 'data')
  const logFile = join(dir, 'server.log')
  const env = { REMINDER_EXPIRY_HOURS: '1', HOST: host }
  mkdirSync(dataDir)
  // I15: a fifth of the servers lose every wake.
  const serve = (now = time) => {
    const mutant = random.chance(0.2) ? { mutant: 'loses_wakes' as const } : {}
    return startServerChild({ dataDir, time: now, waits: true, env, logFile, ...mutant }, through.server)
  }

  const { shops, orderingKey } = await openShops(
    await startServerChild({ dataDir, time, logFile }),
    STORES.map(({ devices, clients }) => devices + clients),
  )
  let server = await serve()
  let next = await serve()
  const { url } = await server.ready()
  const members = await startMembers(options, { shops, orderingKey, time, url })
  const { devices, clients, load } = members
  const atKills: Violation[] = []
  let kills = 0

  async function kill(doomed: ServerChild): Promise<void> {
    const { signal } = await doomed.kill()
    if (signal !== 'SIGKILL') throw new Error(`a server ended by itself\n${doomed.output()}`)
    if (++kills % LOOK_EVERY === 0) atKills.push(...checkDatabase(await readDatabase(dataDir)))
  }

  async function replaceServer(killedStarts: readonly number[] = []): Promise<void> {
    // Loaded first: then they die while they start, and not while their program is read.
    const doomed = await Promise.all(killedStarts.map(async (ms) => ({ ms, child: await serve() })))
    await Promise.all(doomed.map(({ child }) => child.message((message) => message['loaded'])))
    await kill(server)
    for (const { ms, child } of doomed) {
      child.ready().catch(() => {})
      await pause(ms)
      await kill(child)
    }
    server = next
    next = await serve()
    members.announce((await server.ready()).url)
  }

  async function finish(): Promise<Round> {
    const mendedAt = Date.now()
    const goal = await readHeads(dataDir)
    const behind = await members.late((member) => member.at() >= (goal.get(member.storeId) ?? 0))
    const caughtUpMs = Date.now() - mendedAt
    const away = behind.map(
      (member) => `I7: ${member.deviceId} is at ${member.at()} of ${goal.get(member.storeId)} after ${caughtUpMs} ms`,
    )
    load.send({ drain: true })
    await load.message((message) => message['drained'])
    await kill(server)
    await next.kill()
    await comeToRest(behind)
    const history = await readHistory()
    const violations = [
      ...away,
      ...explain(atKills),
      ...explain(checkHistory(history, { atRest: true })),
      ...explain(clients.flatMap((client) => client.check(history.database))),
      ...readErrors(dir).filter((line) => !LATENESS.test(line) && !CLOCK_SET.test(line)),
    ]
    return { counts: countsOf(history), longest: { 'ms to catch up': caughtUpMs }, violations }
  }

  /** The last server runs no jobs: nothing changes any more, and everybody can be compared with the head. */
  async function comeToRest(behind: readonly Member[]): Promise<void> {
    const last = await serve({ ...time, asked: true })
    members.announce((await last.ready()).url)
    const heads = await readHeads(dataDir)
    const rests = (member: Member) =>
      member.at() === heads.get(member.storeId) && !('unannounced' in member && member.unannounced() > 0)
    // For those that did not get anywhere before, nobody waits again.
    await members.late((member) => behind.includes(member) || rests(member))
    for (const member of [...devices, ...clients]) await member.stop()
    await last.stop()
  }

  async function readHistory(): Promise<History> {
    return {
      operations: readJournal<OperationLine>(members.loadJournal),
      devices: devices.map(({ deviceId, storeId, journal }) => ({
        deviceId,
        storeId,
        lines: readJournal<DeviceLine>(journal),
      })),
      database: await readDatabase(dataDir),
    }
  }

  return { devices, clients, server: () => server, replaceServer, finish }
}

function countsOf({ operations, devices, database }: History): Counts {
  const welcomes = devices.flatMap(({ lines }) => lines.filter((line) => line.t === 'welcome'))
  return {
    orders: database.orders.length,
    payments: database.payments.length,
    entries: database.log.length,
    'calls without an answer': operations.filter(({ t }) => t === 'lost').length,
    'devices connected': welcomes.length,
    'of them by snapshot': welcomes.filter(({ resumed }) => !resumed).length,
  }
}
