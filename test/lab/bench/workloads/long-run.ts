import { once } from 'node:events'
import { mkdirSync, statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from '../clock.ts'
import { laidan, startLaidan } from '../contenders/laidan.ts'
import { faults, RATE_COLUMNS, type RateResult } from '../figures.ts'
import { measureStanding, ordersOf } from '../measure-rate.ts'
import { passOneOrder } from '../pass-one-order.ts'
import { awaitPort } from '../port.ts'
import { databaseFile } from '../prepare-database.ts'
import { openRawSqlite } from '../raw-sqlite.ts'
import { type History, readHistory, seedHistory, takeOrders } from '../seed-history.ts'
import { createProcesses, type Processes } from '../start-processes.ts'
import { type Column, formatTable, ms } from '../table.ts'
import { carried } from './steady.ts'
import type { Bench, Workload } from './workload.ts'

const DAYS = 90
const STARTS = 3
const LOOK_AGAIN_MS = 2
/** Retention that finds nothing to do, and the one that comes with the server. */
const KEEP_ALL = { LOG_RETENTION_DAYS: '365' }

interface Run extends RateResult {
  retention: 'idle' | 'working'
  /** Entries of the log that the server forgot during the run. */
  pruned: number
}

const COLUMNS: Column<Run>[] = [['retention', (r) => r.retention], ['pruned', (r) => String(r.pruned)], ...RATE_COLUMNS]

/** W6: years of use. The rates of W1, how long the server takes to start, and retention at its work in the background. */
export const longRun: Workload = {
  title: 'W6 long run',
  async run(bench) {
    const { dir, database } = bench.options
    const processes = createProcesses(dir)
    try {
      const dataDir = database ?? processes.dir
      mkdirSync(dataDir, { recursive: true })
      const history = readHistory(dataDir) ?? (await seed(bench, processes, dataDir))
      const sizeMb = statSync(databaseFile(dataDir)).size / 2 ** 20
      const starts = await measureStarts(processes, dataDir, history)
      const runs = await climb(bench, processes, dataDir, history)
      const title = `${history.orders} orders, ${history.days} days of log, ${sizeMb.toFixed(0)} MB`
      return {
        figures: { orders: history.orders, days: history.days, sizeMb, starts, runs },
        tables: [
          `${title}\n${formatTable(
            [
              ['start → port ms', (s) => ms(s.portMs)],
              ['→ ready ms', (s) => ms(s.readyMs)],
            ],
            starts,
          )}`,
          formatTable(COLUMNS, runs),
        ],
        faults: runs.flatMap((run) => faults(run)),
      }
    } finally {
      await processes.end()
    }
  },
}

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

/** The lowest rate twice, to see what retention does to it; then upwards, with retention as it comes. */
async function climb(bench: Bench, processes: Processes, dataDir: string, history: History): Promise<Run[]> {
  const rates = bench.options.rates.toSorted((a, b) => a - b)
  const runs = [await runOnce(bench, { processes, dataDir, history, rate: rates[0] ?? 0, retention: 'idle' })]
  for (const rate of rates) {
    const run = await runOnce(bench, { processes, dataDir, history, rate, retention: 'working' })
    runs.push(run)
    if (!carried(run)) break
  }
  return runs
}

interface Plan {
  processes: Processes
  dataDir: string
  history: History
  rate: number
  retention: Run['retention']
}

async function runOnce({ options, say, profile }: Bench, plan: Plan): Promise<Run> {
  const { processes, dataDir, history, rate, retention } = plan
  const { seconds, warmup, dir } = options
  const stores = history.tokens.length
  const env = { ...(retention === 'idle' && KEEP_ALL), ...options.env }
  const measurement = {
    rate,
    seconds,
    warmup,
    stores,
    devicesPerStore: 1,
    dir,
    env,
    ...profile(`w6-${retention}-${rate}`),
  }
  const firstOrder = await takeOrders(dataDir, history, ordersOf(measurement))
  const before = await forgotten(dataDir)
  const standing = await startLaidan(processes, { dataDir, tokens: history.tokens, env })
  say(`${rate}/s, retention ${retention}`)
  // What it holds in the end is mostly not of this run; that all of this run is in there, the devices have seen.
  const { stored: _, ...started } = standing
  const result = await measureStanding(
    measurement,
    { contender: laidan, standing: started, processes, firstOrder },
    say,
  )
  return { ...result, retention, pruned: (await forgotten(dataDir)) - before }
}

/** How many entries of all logs together are gone: `min_seq` is the last one that is. */
async function forgotten(dataDir: string): Promise<number> {
  const db = await openRawSqlite(databaseFile(dataDir))
  try {
    return (await db.all<{ gone: number }>('SELECT SUM(min_seq) AS gone FROM stores'))[0]?.gone ?? 0
  } finally {
    await db.close()
  }
}
