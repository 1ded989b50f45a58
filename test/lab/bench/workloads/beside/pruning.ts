import { startLaidan } from '../../contenders/laidan.ts'
import { forgottenEntries, OLDEST_ENTRY } from '../../log-entries.ts'
import { passOneOrder } from '../../pass-one-order.ts'
import { databaseFile } from '../../prepare-database.ts'
import { openRawSqlite } from '../../raw-sqlite.ts'
import { seedHistory, takeOrders } from '../../seed-history.ts'
import { ordersThrough, payThrough } from '../pay-through.ts'
import type { Phase } from '../phase.ts'
import type { Disturbance } from './disturbance.ts'

const DAYS = 90
const DAY_MS = 86_400_000
/** The server's job prunes 10,000 entries every 3 seconds at most; an order has two. */
const ORDERS_A_SECOND = 1_700
/** A server needs some time for starting and stopping, too. */
const MORE_SECONDS = 4
/** In days. A year finds nothing to do; of the shortest one there is, nearly everything is too old. */
const RETENTION = { quiet: '365', pruning: '1' }
const STRETCHES = ['quiet', 'pruning', 'quiet', 'pruning'] as const

/**
 * A log of ninety days that is cut down to one. A retention is set when a server starts, so each stretch has a server of
 * its own, on the same database.
 */
export const besidePruning: Disturbance = {
  what: 'pruning',
  async measure(bench, processes) {
    const { options, say } = bench
    const rate = Math.min(...options.rates)
    const dataDir = processes.dir
    const pruning = STRETCHES.filter((what) => what === 'pruning').length
    const enough = ORDERS_A_SECOND * pruning * (options.warmup + options.seconds + MORE_SECONDS)
    const wanted = { stores: options.stores, orders: Math.max(options.orders, enough), days: DAYS }
    const history = await seedHistory(dataDir, wanted, (tokens) => passOneOrder(processes, dataDir, tokens), say)
    const phases: Phase<string>[] = []
    for (const what of STRETCHES) {
      const firstOrder = await takeOrders(dataDir, history, ordersThrough(options, rate, 1))
      const env = { LOG_RETENTION_DAYS: RETENTION[what], ...options.env }
      const standing = await startLaidan(processes, { dataDir, tokens: history.tokens, env })
      const before = await forgottenEntries(dataDir)
      phases.push(...(await payThrough(bench, { standing, processes, rate, firstOrder }, [{ what }])))
      await standing.stop()
      say(`${(await forgottenEntries(dataDir)) - before} entries of the log went`)
    }
    return {
      phases,
      done: { 'entries pruned': await forgottenEntries(dataDir) },
      faults: (await isMoreToPrune(dataDir)) ? [] : ['pruning was over before the payments'],
    }
  },
}

/** Whether entries are left that are older than the retention. */
async function isMoreToPrune(dataDir: string): Promise<boolean> {
  const db = await openRawSqlite(databaseFile(dataDir))
  try {
    const [oldest] = await db.all<{ at: number | null }>(OLDEST_ENTRY)
    return (oldest?.at ?? Date.now()) < Date.now() - DAY_MS
  } finally {
    await db.close()
  }
}
