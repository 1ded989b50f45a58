import { startLaidan } from '../../contenders/laidan.ts'
import { forgottenEntries } from '../../forgotten-entries.ts'
import { passOneOrder } from '../../pass-one-order.ts'
import { seedHistory, takeOrders } from '../../seed-history.ts'
import { ordersThrough, payThrough } from '../pay-through.ts'
import type { Phase } from '../phase.ts'
import type { Beside } from './beside.ts'

const DAYS = 90
/** In days. A year finds nothing to do; of the shortest one there is, nearly everything is too old. */
const RETENTION = { quiet: '365', pruning: '1' }
const STRETCHES = ['quiet', 'pruning', 'quiet', 'pruning'] as const

/**
 * A log of ninety days that is cut down to one. A retention is set when a server starts, so each stretch has a server of
 * its own, on the same database.
 */
export const besidePruning: Beside = {
  what: 'pruning',
  async measure(bench, processes) {
    const { options, say } = bench
    const rate = Math.min(...options.rates)
    const dataDir = processes.dir
    const wanted = { stores: options.stores, orders: options.orders, days: DAYS }
    const history = await seedHistory(dataDir, wanted, (tokens) => passOneOrder(processes, dataDir, tokens), say)
    const phases: Phase<string>[] = []
    let last = 0
    for (const what of STRETCHES) {
      const firstOrder = await takeOrders(dataDir, history, ordersThrough(options, rate, 1))
      const env = { LOG_RETENTION_DAYS: RETENTION[what], ...options.env }
      const standing = await startLaidan(processes, { dataDir, tokens: history.tokens, env })
      const before = await forgottenEntries(dataDir)
      phases.push(...(await payThrough(bench, { standing, processes, rate, firstOrder }, [{ what }])))
      last = (await forgottenEntries(dataDir)) - before
      await standing.stop()
      say(`${last} entries of the log went`)
    }
    const gone = await forgottenEntries(dataDir)
    return {
      phases,
      done: { 'entries pruned': gone },
      faults: last > 0 ? [] : ['pruning was over before the last stretch began: give it more --orders'],
    }
  },
}
