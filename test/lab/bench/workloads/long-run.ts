import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from '../clock.ts'
import { laidan, startLaidan } from '../contenders/laidan.ts'
import { faults, RATE_COLUMNS, type RateResult } from '../figures.ts'
import { forgottenEntries } from '../log-entries.ts'
import { type Measurement, measureRate, measureStanding, ordersOf } from '../measure-rate.ts'
import { measureRetention, type Retention } from '../measure-retention.ts'
import { passOneOrder } from '../pass-one-order.ts'
import { awaitPort } from '../port.ts'
import { prepareDatabase } from '../prepare-database.ts'
import { measureRecord, ordersOfRecord, type RecordAlone } from '../record-alone.ts'
import { type History, readHistory, seedHistory, takeOrders } from '../seed-history.ts'
import { measureSpace, spaceTable } from '../space.ts'
import { createProcesses, type Processes } from '../start-processes.ts'
import { type Column, millis, plain, table } from '../table.ts'
import { carried } from './steady.ts'
import type { Bench, Workload } from './workload.ts'

const DAYS = 90
const STARTS = 3
const LOOK_AGAIN_MS = 2
/** Retention that finds nothing to do, and the one that comes with the server. */
const KEEP_ALL = { LOG_RETENTION_DAYS: '365' }
/** How many payments are recorded by themselves, by the size of their groups. */
const RECORDED = [
  { group: 1, payments: 256 },
  { group: 8, payments: 1_024 },
  { group: 32, payments: 2_048 },
]

type Database = 'empty' | 'full' | 'full, pruning'

interface Run extends RateResult {
  database: Database
  /** Entries of the log that the server forgot during the run. */
  pruned: number
  /** How many times longer the p99 is than the one with an empty database, just before. */
  timesEmpty: number
}

interface Recorded extends RecordAlone {
  database: Database
}

const COLUMNS: Column<Run>[] = [['database', (r) => r.database], ['pruned', (r) => plain(r.pruned)], ...RATE_COLUMNS]

/**
 * W6: years of use. The rates of W1 beside an empty database, the record by itself, how long the server takes to start,
 * what an order takes on disk, and how long a retention lasts.
 */
export const longRun: Workload = {
  title: 'W6 long run',
  async run(bench) {
    const { dir, database } = bench.options
    const processes = createProcesses(dir)
    try {
      const dataDir = database ?? join(bench.sharedFolder, 'w6')
      mkdirSync(dataDir, { recursive: true })
      const history = readHistory(dataDir) ?? (await seed(bench, processes, dataDir))
      bench.say('counting pages')
      // Once, before measurements add orders of their own; takeOrders() keeps it with the rest.
      history.space ??= await measureSpace(dataDir, history.orders)
      const { space } = history
      const starts = await measureStarts(processes, dataDir, history)
      const runs = await climb(bench, processes, dataDir, history)
      const recorded = [
        ...(await recordIn(bench, 'empty', join(processes.dir, 'empty'))),
        ...(await recordIn(bench, 'full', dataDir, history)),
      ]
      bench.say('pruning one day')
      const { value: retention } = await bench.watch('retention', () => measureRetention(dataDir))
      const name = `${history.orders} orders, ${history.days} days of log`
      return {
        figures: { orders: history.orders, days: history.days, space, starts, runs, recorded, retention },
        tables: [
          spaceTable(space, name),
          table(START_COLUMNS, starts, `From a start after kill -9, ${name}`),
          table(COLUMNS, runs),
          table(RECORD_COLUMNS, recorded, 'The record alone'),
          table(
            RETENTION_COLUMNS,
            [retention],
            'Pruning the oldest day, without the pauses between two runs of the job',
          ),
        ],
        faults: runs.flatMap((run) => faults(run)),
      }
    } finally {
      await processes.end()
    }
  },
}

const START_COLUMNS: Column<Start>[] = [
  ['since', () => 'start'],
  ['port ms', (s) => millis(s.portMs)],
  ['ready ms', (s) => millis(s.readyMs)],
]

const RECORD_COLUMNS: Column<Recorded>[] = [
  ['database', (r) => r.database],
  ['group', (r) => String(r.group)],
  ['payments/s', (r) => plain(r.perSecond)],
  ['µs CPU a payment', (r) => plain(r.cpuMicrosPerPayment)],
  ['kB of write-ahead log a payment', (r) => plain(r.walBytesPerPayment / 1_000, 1)],
]

const RETENTION_COLUMNS: Column<Retention>[] = [
  ['what', () => 'one day'],
  ['entries', (r) => plain(r.entries)],
  ['seconds', (r) => plain(r.seconds, 1)],
  ['runs of the job', (r) => plain(r.runs)],
]

function seed({ options: { stores, orders }, say }: Bench, processes: Processes, dataDir: string): Promise<History> {
  say(`making a database of ${orders} orders in ${stores} stores`)
  return seedHistory(dataDir, { stores, orders, days: DAYS }, (tokens) => passOneOrder(processes, dataDir, tokens), say)
}

interface Start {
  portMs: number
  readyMs: number
}

/** After a kill -9 each, so that the write-ahead log has to be read. */
async function measureStarts(processes: Processes, dataDir: string, { tokens }: History): Promise<Start[]> {
  const standing = await startLaidan(processes, { dataDir, tokens, env: KEEP_ALL })
  const { hostname, port } = new URL(standing.url)
  const starts: Start[] = []
  for (let i = 0; i < STARTS; i++) {
    await standing.restart()
    const began = machineMs()
    const portMs = (await awaitPort(hostname, Number(port))) - began
    while (!(await isReady(standing.url))) await pause(LOOK_AGAIN_MS)
    starts.push({ portMs, readyMs: machineMs() - began })
  }
  const gone = once(standing.child(), 'exit')
  await Promise.all([gone, standing.stop()])
  return starts
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(new URL('/readyz', url)).catch(() => undefined)
  await response?.arrayBuffer()
  return response?.status === 200
}

/** At each rate the empty database, then the full one with a retention that finds nothing to do, then as it comes. */
async function climb(bench: Bench, processes: Processes, dataDir: string, history: History): Promise<Run[]> {
  const { seconds, warmup, announced, dir, env } = bench.options
  const runs: Run[] = []
  for (const rate of bench.options.rates.toSorted((a, b) => a - b)) {
    const stores = history.tokens.length
    const measurement = { rate, seconds, warmup, stores, devicesPerStore: 1, announced, dir, env }
    const empty = await measureRate(measurement, laidan, bench)
    runs.push({ ...empty, database: 'empty', pruned: 0, timesEmpty: 1 })
    for (const database of ['full', 'full, pruning'] as const) {
      const profile = bench.profile(`w6-${database.replace(', ', '-')}-${rate}`)
      const onFull = { ...measurement, ...profile, env: { ...(database === 'full' && KEEP_ALL), ...env } }
      const run = await runOnFull(bench, onFull, { processes, dataDir, history })
      runs.push({ ...run, database, timesEmpty: run.path.p99 / empty.path.p99 })
    }
    if (!runs.slice(-2).every(carried)) break
  }
  return runs
}

async function runOnFull(
  bench: Bench,
  measurement: Measurement,
  { processes, dataDir, history }: { processes: Processes; dataDir: string; history: History },
): Promise<RateResult & { pruned: number }> {
  const firstOrder = await takeOrders(dataDir, history, ordersOf(measurement))
  const before = await forgottenEntries(dataDir)
  const standing = await startLaidan(processes, { dataDir, tokens: history.tokens, env: measurement.env })
  // What it holds in the end is mostly not of this run; that all of this run is in there, the devices have seen.
  const { stored: _, ...started } = standing
  const result = await measureStanding(
    measurement,
    { contender: laidan, standing: started, processes, firstOrder },
    bench,
  )
  return { ...result, pruned: (await forgottenEntries(dataDir)) - before }
}

/** `history`: of a database that is there already; else one is made with as many stores as asked for. */
async function recordIn(bench: Bench, database: Database, dataDir: string, history?: History): Promise<Recorded[]> {
  bench.say(`the record alone, database ${database}`)
  const orders = RECORDED.reduce((sum, { payments }) => sum + ordersOfRecord(payments), 0)
  let firstOrder = 0
  if (history !== undefined) firstOrder = await takeOrders(dataDir, history, orders)
  else {
    mkdirSync(dataDir)
    await prepareDatabase(dataDir, { stores: bench.options.stores, devicesPerStore: 1, orders })
  }
  const recorded: Recorded[] = []
  for (const { group, payments } of RECORDED) {
    const what = `the record in groups of ${group}, database ${database}`
    const { value } = await bench.watch(what, () => measureRecord(dataDir, { group, payments, firstOrder }))
    recorded.push({ ...value, database })
    firstOrder += ordersOfRecord(payments)
  }
  return recorded
}
