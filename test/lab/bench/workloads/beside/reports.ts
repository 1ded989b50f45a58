import { laidan } from '../../contenders/laidan.ts'
import { createFleet } from '../../fleet.ts'
import { ordersThrough, payThrough, type Stretch } from '../pay-through.ts'
import type { Disturbance } from './disturbance.ts'

/** One in so many payments is of the store whose devices listen. */
const STORES = 10

/** Devices of one store, which are connected all the time, and in every other stretch report each announcement. */
export const besideReports: Disturbance = {
  what: 'reports',
  async measure(bench, processes) {
    const { rates, devices, env } = bench.options
    const rate = Math.min(...rates)
    const orders = ordersThrough(bench.options, rate, 4)
    const shape = { stores: STORES, devicesPerStore: devices, orders }
    const standing = await laidan.start(processes, {
      ...shape,
      env: { MAX_CONNECTIONS: String(devices + 1), ...env },
    })
    const ofOneStore = { url: standing.url, tokens: standing.tokens.slice(0, devices) }
    const fleet = createFleet(processes, ofOneStore, { ...shape, processes: 1, firstOrder: 0 })
    await fleet.connect()
    const reporting: Stretch<string> = {
      what: 'reports',
      async during(ended) {
        await fleet.announce(true)
        await ended
        await fleet.announce(false)
      },
    }
    const stretches = [{ what: 'quiet' }, reporting, { what: 'quiet' }, reporting]
    const phases = await payThrough(bench, { standing, processes, rate, firstOrder: 0 }, stretches)
    const { gaps, dropped } = await fleet.gather(0, 0)
    const reported = await fleet.reported()
    await fleet.leave()
    await standing.stop()
    return {
      phases,
      done: { devices, reports: reported },
      faults: gaps + dropped > 0 ? [`${dropped} devices were dropped, and ${gaps} gaps left`] : [],
    }
  },
}
