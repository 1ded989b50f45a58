import { hostClock } from '../../../../shared/clock.ts'
import { createSeededRandom } from '../../../support/seeded-random.ts'
import type { Round } from '../../runs/run.ts'
import { ownAddress } from '../chaos.ts'
import { type FleetOptions, startFleet } from '../fleet.ts'
import { letLoose, type NemesisOptions } from '../nemesis.ts'
import { startTcpProxy } from './tcp-proxy.ts'

export interface StormOptions extends Pick<FleetOptions, 'dir' | 'seed' | 'haste' | 'through'> {
  /** How long the nemesis is at work. */
  ms: number
  /** One thing more, when the weather is clear again. */
  lastly?(links: NemesisOptions['links']): Promise<void>
}

/** A fleet, each of it behind a stretch of bad network of its own, and a nemesis on everything. */
export async function runStorm({ ms, lastly, ...rest }: StormOptions): Promise<Round> {
  const { dir, seed } = rest
  const links: NemesisOptions['links'][number][] = []
  const fleet = await startFleet({
    ...rest,
    host: ownAddress(),
    customers: 8,
    pauseMs: 150,
    async link(name, role) {
      const random = createSeededRandom(seed * 64 + 32 + links.length)
      const proxy = await startTcpProxy({ clock: hostClock(globalThis), random })
      // A caller waits for an answer as long as it takes until it gives up: what vanishes is met by RST there.
      links.push({ name, proxy, watches: role !== 'callers' })
      return {
        url(server) {
          proxy.leadTo(server)
          return proxy.url
        },
      }
    },
  })
  const done = await letLoose(fleet, { dir, seed, ms, links })
  await lastly?.(links)
  const end = await fleet.finish()
  return { ...end, counts: { ...done, ...end.counts } }
}
