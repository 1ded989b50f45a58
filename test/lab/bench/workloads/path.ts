import { laidan } from '../contenders/laidan.ts'
import { faults, RATE_COLUMNS, type RateResult } from '../figures.ts'
import { measureRate } from '../measure-rate.ts'
import { table } from '../table.ts'
import type { Workload } from './workload.ts'

/**
 * `npm run bench:path`: how long a paid order takes from the provider's callback to the device of its store, on disk in
 * between, and what it costs. Each rate that was asked for, with our server alone.
 */
export const path: Workload = {
  title: 'The path of a paid order',
  async run(bench) {
    const { rates, seconds, warmup, stores, announced, dir, env } = bench.options
    const results: RateResult[] = []
    for (const rate of rates) {
      const profile = bench.profile(`path-${rate}`)
      const measurement = { rate, seconds, warmup, stores, devicesPerStore: 1, announced, dir, env, ...profile }
      results.push(await measureRate(measurement, laidan, bench))
    }
    return { figures: results, tables: [table(RATE_COLUMNS, results)], faults: results.flatMap(faults) }
  },
}
