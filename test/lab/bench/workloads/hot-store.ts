import { laidan } from '../contenders/laidan.ts'
import { isOurs, ON_POSTGRES } from '../contenders/laidan-pg.ts'
import { FLOORS } from '../contenders/others.ts'
import { CONTENDER_COLUMN, faults, RATE_COLUMNS, type RateResult } from '../figures.ts'
import { measureRate } from '../measure-rate.ts'
import { table } from '../table.ts'
import type { Workload } from './workload.ts'

const RATE = 200
const DEVICES = 50

/** W4: one store in the middle of a promotion, with a device at every counter; each of them gets every order. */
export const hotStore: Workload = {
  title: 'W4 hot store',
  async run(bench) {
    const { seconds, warmup, announced, dir, env } = bench.options
    const results: RateResult[] = []
    for (const contender of bench.choose([laidan, ...ON_POSTGRES, ...FLOORS])) {
      const profile = bench.profile(`w4-${contender.name}`)
      const shape = { rate: RATE, stores: 1, devicesPerStore: DEVICES }
      results.push(await measureRate({ ...shape, seconds, warmup, announced, dir, env, ...profile }, contender, bench))
    }
    return {
      figures: results,
      tables: [table([CONTENDER_COLUMN, ...RATE_COLUMNS], results)],
      faults: results.filter(isOurs).flatMap((r) => faults(r)),
    }
  },
}
