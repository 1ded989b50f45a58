import { pause, until } from '../../../support/until.ts'
import type { Round } from '../../runs/run.ts'
import { startFleet } from '../fleet.ts'
import { layCable } from './namespaces.ts'

export interface LossyOptions {
  dir: string
  seed: number
  /** How long each kind of bad line lasts. */
  phaseMs: number
  haste: number
}

/**
 * A fleet whose devices and clients are at the other end of a cable that really drops packets: 5 of 100, then 20, then
 * none but at 64 kbit/s. In the middle of each the server is killed, so that everybody connects anew over that line.
 */
export async function runLossy({ dir, seed, phaseMs, haste }: LossyOptions): Promise<Round> {
  const cable = await layCable()
  const fleet = await startFleet({
    dir,
    seed,
    haste,
    host: cable.host,
    link: async () => ({ url: (server) => server }),
    through: {
      server: cable.atServer,
      callers: cable.atServer,
      device: cable.atDevices,
      client: cable.atDevices,
    },
    customers: 4,
    pauseMs: 400,
  })
  const phase = async () => {
    await pause(phaseMs / 2)
    await fleet.replaceServer()
    await pause(phaseMs / 2)
  }
  cable.lose(5)
  await phase()
  cable.lose(20)
  await phase()
  await until('a packet is dropped', () => cable.dropped() > 0)
  cable.lose(0)
  cable.narrow(64)
  await phase()
  cable.narrow(0)
  const end = await fleet.finish()
  return { ...end, counts: { 'packets dropped': cable.dropped(), 'servers killed': 3, ...end.counts } }
}
