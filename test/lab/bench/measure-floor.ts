import { setTimeout as pause } from 'node:timers/promises'
import type { Contender } from './contenders/contender.ts'
import { createFleet } from './fleet.ts'
import { createPoster } from './poster.ts'
import { usageOf } from './process-usage.ts'
import { signedCallback } from './signed-callback.ts'
import { createProcesses } from './start-processes.ts'

const STORES = 100
/** Requests under way at every moment. */
export const UNDER_WAY = 64
const WARM_MS = 1_000
const MEASURED_MS = 2_000
/** Signed beforehand: signing is not what is measured. */
const CALLBACKS = 1_000

export interface Floor {
  contender: string
  perSecond: number
  cpuMicrosPerPayment: number
}

/** Payments that a contender answers in a closed loop, its devices connected: what this machine can do at the very most. */
export async function measureFloor(contender: Contender, dir: string): Promise<Floor> {
  const processes = createProcesses(dir)
  try {
    const shape = { stores: STORES, devicesPerStore: 1, orders: CALLBACKS }
    const standing = await contender.start(processes, { ...shape, env: {} })
    const fleet = createFleet(processes, standing, { ...shape, processes: 1, firstOrder: 0 })
    await fleet.connect()
    const { hostname, port } = new URL(standing.url)
    const poster = createPoster({ host: hostname, port: Number(port) }, UNDER_WAY)
    const callbacks = Array.from({ length: CALLBACKS }, (_, i) => signedCallback(i))
    let answered = 0
    let sent = 0
    let over = false
    const postNext = (): void => {
      if (over) return
      poster.post(callbacks[sent++ % CALLBACKS] ?? '', () => {
        answered++
        postNext()
      })
    }
    for (let i = 0; i < UNDER_WAY; i++) postNext()
    await pause(WARM_MS)
    const [before, answeredBefore] = [usageOf(standing.pids()), answered]
    await pause(MEASURED_MS)
    const after = usageOf(standing.pids())
    const count = answered - answeredBefore
    over = true
    poster.close()
    return {
      contender: contender.name,
      perSecond: (count * 1_000) / (after.at - before.at),
      cpuMicrosPerPayment: (after.cpuMicros - before.cpuMicros) / count,
    }
  } finally {
    await processes.end()
  }
}
