import { join } from 'node:path'
import { type Cluster, readDeadlocks, startCluster, withClient } from '../../support/postgres-cluster.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'
import { until } from '../../support/until.ts'
import { checkHistory, explain } from '../check/check-history.ts'
import { readPostgres } from '../check/read-postgres.ts'
import type { Round } from '../runs/run.ts'
import { countServed, ownAddress, readHistory, startLoad } from './chaos.ts'
import { startDeviceChild } from './device-child.ts'
import { readJournal } from './journal.ts'
import { FAULTS, type Field, type NodeFault } from './node-faults.ts'
import { type NodeMember, startNodes } from './nodes.ts'
import { writeAddress } from './run-files.ts'
import { startServerChild } from './server-child.ts'
import { openShopsOn } from './shops.ts'
import type { StoryTime } from './story-clock.ts'

export interface NodesRunOptions {
  /** A fresh folder for every journal. */
  dir: string
  seed: number
  /** What is done, one after the other. */
  faults: readonly NodeFault[]
}

/** An hour of the ladder in a minute: reminders repeat, unpaid orders fall due and reminders expire within a run. */
const STORY_SPEED = 60
const NODES = 3
const DEVICES_PER_STORE = [3, 2]
const CUSTOMERS = 6
/** Between two faults. */
const SERVED_BETWEEN = 4
const SETTLE_MS = 100_000

/**
 * Three servers of one PostgreSQL under load from another process, with devices that connect to any of them, and one fault
 * after the other; the clock of one server is ahead. Then everything is mended, everybody is let finish, every device
 * reaches the head in bounded time (I7), the story stands still, and everything is compared.
 */
export async function runNodes({ dir, seed, faults }: NodesRunOptions): Promise<Round> {
  const random = createSeededRandom(seed)
  const time: StoryTime = { origin: Date.now(), speed: STORY_SPEED }
  const cluster = await startCluster()
  try {
    const databaseUrl = await newDatabase(cluster)
    const env = { REMINDER_EXPIRY_HOURS: '1', HOST: ownAddress() }
    const nodes = await startNodes({ dir, count: NODES, databaseUrl, time, random, env })
    const [first] = nodes.members as [NodeMember]
    const { shops, orderingKey } = await openShopsOn(first.server, DEVICES_PER_STORE)
    const devices = await Promise.all(
      shops.flatMap((shop) =>
        shop.devices.map((device, index) => startDeviceChild({ dir, seed: seed + index, time }, shop, device)),
      ),
    )
    const load = await startLoad({ dir, time, seed, shops, orderingKey, customers: CUSTOMERS, tells: true }, 0)
    const served = countServed([load])
    const progress = async (customers: number) => {
      const goal = served() + customers
      await until(`${customers} more customers are served`, () => served() >= goal, SETTLE_MS * 2)
    }
    const field: Field = { nodes, cluster, databaseUrl, random, progress }
    const counts: Record<string, number> = {}
    for (const fault of faults) {
      await progress(SERVED_BETWEEN)
      await FAULTS[fault](field)
      counts[`faults: ${fault}`] = (counts[`faults: ${fault}`] ?? 0) + 1
    }
    await progress(SERVED_BETWEEN)
    load.send({ drain: true })
    await load.message((message) => message['drained'] as number | undefined)
    const reached = async (heads: ReadonlyMap<string, number>) =>
      await until(
        'every device reaches the head (I7)',
        () => devices.every((device) => device.at() >= (heads.get(device.storeId) ?? 0)),
        SETTLE_MS,
      )
    await reached(await readHeads(databaseUrl))
    await nodes.kill()
    const deadlocks = await readDeadlocks(databaseUrl)
    // The last one runs no jobs: nothing changes any more, and devices can be compared with the head.
    const last = await startServerChild({
      dataDir: join(dir, 'node-0'),
      time: { ...time, asked: true },
      env: { ...env, DATABASE_URL: databaseUrl },
      logFile: join(dir, 'server.log'),
    })
    writeAddress(dir, (await last.ready()).url)
    await reached(await readHeads(databaseUrl))
    for (const device of devices) await device.stop()
    await last.stop()
    const history = await readHistory(dir, devices, await readPostgres(databaseUrl))
    const { orders, payments, log, reminders } = history.database
    return {
      counts: {
        ...counts,
        orders: orders.length,
        payments: payments.length,
        entries: log.length,
        repeated: reminders.filter(({ n }) => n > 1).length,
        deadlocks,
      },
      violations: [...explain(checkHistory(history, { atRest: true })), ...readUnexpected(dir)],
    }
  } finally {
    cluster.remove()
  }
}

async function newDatabase(cluster: Cluster): Promise<string> {
  await withClient(cluster.urlOf('postgres'), (client) => client.query('CREATE DATABASE nodes'))
  return cluster.urlOf('nodes')
}

async function readHeads(url: string): Promise<Map<string, number>> {
  const { stores } = await readPostgres(url)
  return new Map(stores.map(({ id, head_seq }) => [id, head_seq]))
}

interface LogLine {
  level: number
  msg?: string
  err?: { type?: string; message?: string; code?: string }
}

/** Error lines but for those of a database that was out of reach, or late; the line of a call says nothing more. */
function readUnexpected(dir: string): string[] {
  const owed = ({ msg, err }: LogLine) =>
    msg === 'answered' || err?.type === 'StorageError' || err?.code === 'still_working'
  return readJournal<LogLine>(join(dir, 'server.log'))
    .filter((line) => line.level >= 50 && !owed(line))
    .map(({ msg, err }) => `${msg}: ${err?.type} ${err?.message}`)
}
