import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { SILENCE_MS } from '../../../shared/protocol/limits.ts'
import type { Child } from '../../support/start-process.ts'
import { inTime } from '../../support/until.ts'
import { startLoad } from './chaos.ts'
import type { ChildRun } from './child.ts'
import { type DeviceChild, startDeviceChild } from './device-child.ts'
import { type KeptClient, startKeptClient } from './kept-client.ts'
import { writeAddress } from './run-files.ts'
import type { Shop } from './shops.ts'
import type { StoryTime } from './story-clock.ts'

/** What lies between the server and one of the others. */
export interface Link {
  /** Where it finds the server that listens at `server`. */
  url(server: string): string
}

export type Role = 'device' | 'client' | 'callers'
export type Member = DeviceChild | KeptClient

export interface MembersOptions {
  /** A fresh folder: the database and every journal. */
  dir: string
  seed: number
  /** Heartbeats, silence and reconnecting in so many times less; see {@link StoryTime}. */
  haste: number
  link(name: string, role: Role): Promise<Link>
  /** Programs to start them through, for namespaces; faults in their code. */
  through?: Partial<Record<Role | 'server', ChildRun>>
  customers: number
  /** Between two orders of one customer, on average. */
  pauseMs: number
}

/** Everybody but the server, each in a process of its own with a folder of its own. */
export interface Members {
  devices: readonly DeviceChild[]
  clients: readonly KeptClient[]
  /** The process of customers and payment providers. */
  load: Child
  /** Its journal. */
  loadJournal: string
  /** The server is here from now on. */
  announce(url: string): void
  /** Resolves to nobody as soon as all are where they should be; when the time is up, to those who are not. */
  late(isThere: (member: Member) => boolean): Promise<Member[]>
}

/** In each store bare devices and real clients. */
export const STORES = [
  { devices: 2, clients: 1 },
  { devices: 1, clients: 1 },
]
/** A dead link is noticed after the silence; the longest pause before the next attempt is 30 s; it has 15 s. */
const LONGEST_AWAY_MS = SILENCE_MS + 30_000 + 15_000
/** For a machine that has other things to do. */
const PATIENCE_MS = 60_000

export async function startMembers(
  options: MembersOptions,
  run: { shops: Shop[]; orderingKey: string; time: StoryTime; url: string },
): Promise<Members> {
  const { dir, seed, haste, customers, pauseMs, through = {} } = options
  const { shops, orderingKey, time } = run
  const links: { dir: string; link: Link }[] = []

  async function place(name: string, role: Role): Promise<string> {
    const own = join(dir, name)
    mkdirSync(own)
    const link = await options.link(name, role)
    links.push({ dir: own, link })
    writeAddress(own, link.url(run.url))
    return own
  }

  const devices: DeviceChild[] = []
  const clients: KeptClient[] = []
  for (const [index, shop] of shops.entries()) {
    const bare = STORES[index]?.devices ?? 0
    for (const [number, device] of shop.devices.entries()) {
      const role = number < bare ? 'device' : 'client'
      const own = await place(`store${index}-${role}${number}`, role)
      if (role === 'device')
        devices.push(await startDeviceChild({ dir: own, seed, time }, shop, device, through.device))
      else clients.push(await startKeptClient({ dir: own, time }, shop, device, through.client))
    }
  }
  const loadDir = await place('callers', 'callers')
  const load = await startLoad({ dir: loadDir, time, seed, shops, orderingKey, customers, pauseMs }, 0, through.callers)

  return {
    devices,
    clients,
    load,
    loadJournal: join(loadDir, '0.load.jsonl'),
    announce(url) {
      for (const { dir: own, link } of links) writeAddress(own, link.url(url))
    },
    async late(isThere) {
      const away = () => [...devices, ...clients].filter((member) => !isThere(member))
      await inTime(LONGEST_AWAY_MS / haste + PATIENCE_MS, () => away().length === 0)
      return away()
    },
  }
}
