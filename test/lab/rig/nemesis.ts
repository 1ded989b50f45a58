import { join } from 'node:path'
import { createSeededRandom, type SeededRandom } from '../../support/seeded-random.ts'
import { pause } from '../../support/until.ts'
import type { Fleet } from './fleet.ts'
import { openJournal } from './journal.ts'
import type { TcpProxy } from './net/tcp-proxy.ts'
import { WEATHER, type WeatherName } from './net/weather.ts'

export interface NemesisOptions {
  /** `nemesis.jsonl` is written there: what was done, and when. */
  dir: string
  seed: number
  ms: number
  links: readonly { name: string; proxy: TcpProxy /** Whoever stands there notices silence. */; watches: boolean }[]
}

/** Two hours: more than a reminder lives in these stories. */
const LONGEST_JUMP_MS = 2 * 3_600_000
const LONGEST_STOP_MS = 10_000
const NAMES = Object.keys(WEATHER) as WeatherName[]

/**
 * Makes trouble for so long, of every kind at once: one hand on the server, one on the devices and clients, one on each
 * link. Each has a chance of its own from the seed, so that none depends on how fast the others are. When it resolves
 * the weather is clear, everybody runs and every clock is right again. Resolves to how often it did what.
 */
export async function letLoose(fleet: Fleet, options: NemesisOptions): Promise<Record<string, number>> {
  const { dir, seed, ms, links } = options
  const counts: Record<string, number> = {}
  const journal = openJournal(join(dir, 'nemesis.jsonl'))
  const begun = Date.now()
  const until = begun + ms
  const did = (deed: string, facts: object = {}) => {
    counts[deed] = (counts[deed] ?? 0) + 1
    journal.append({ atMs: Date.now() - begun, deed, ...facts })
  }
  /** Never longer than there is time. */
  const lasts = (of: number) => pause(Math.max(0, Math.min(of, until - Date.now())))

  async function hand(number: number, act: (random: SeededRandom) => Promise<void>): Promise<void> {
    const random = createSeededRandom(seed * 64 + number)
    while (Date.now() < until) await act(random)
  }

  async function stopped(pid: number, stopMs: number): Promise<void> {
    process.kill(pid, 'SIGSTOP')
    await lasts(stopMs)
    process.kill(pid, 'SIGCONT')
  }

  async function onServer(random: SeededRandom): Promise<void> {
    await lasts(random.next() * 4_000)
    const server = fleet.server()
    const dice = random.next()
    if (dice < 0.35) {
      did('servers killed')
      await fleet.replaceServer()
    } else if (dice < 0.5) {
      const starts = Array.from({ length: 2 + random.int(3) }, () => Math.round(random.next() * 120))
      did('restart storms', { starts })
      await fleet.replaceServer(starts)
    } else if (dice < 0.75) {
      const stopMs = Math.round(random.next() ** 2 * LONGEST_STOP_MS)
      did('servers stopped', { stopMs })
      await stopped(server.pid, stopMs)
    } else {
      const jumpMs = Math.round((random.next() * 2 - 1) * LONGEST_JUMP_MS)
      did('server clocks set', { jumpMs })
      server.jump(jumpMs)
      await lasts(500 + random.next() * 2_000)
      server.jump(-jumpMs)
    }
  }

  async function onMembers(random: SeededRandom): Promise<void> {
    await lasts(random.next() * 3_000)
    const client = random.pick(fleet.clients)
    const member = random.chance(0.5) ? client : random.pick(fleet.devices)
    const dice = random.next()
    if (dice < 0.35) {
      did('devices killed', { who: member.deviceId })
      await member.crash()
    } else if (dice < 0.7) {
      const stopMs = Math.round(random.next() ** 2 * LONGEST_STOP_MS)
      did('devices stopped', { who: member.deviceId, stopMs })
      await stopped(member.pid(), stopMs)
    } else {
      const jumpMs = Math.round((random.next() * 2 - 1) * LONGEST_JUMP_MS)
      did('device clocks set', { who: client.deviceId, jumpMs })
      client.jump(jumpMs)
    }
  }

  async function onLink(
    { name, proxy, watches }: NemesisOptions['links'][number],
    random: SeededRandom,
  ): Promise<void> {
    const dice = random.next()
    if (dice < 0.15) {
      did('RST', { name })
      proxy.reset()
    } else if (dice < 0.35 && watches) {
      const side = random.chance(0.5) ? 'client' : 'server'
      did('half-open', { name, side })
      proxy.vanish(side)
    } else {
      const weather = random.pick(NAMES)
      did(weather.replace('_', ' '), { name })
      proxy.weather(weather)
    }
    // Now and then for longer than it takes to notice a silence.
    await lasts(random.chance(0.15) ? 10_000 : random.next() * 4_000)
  }

  await Promise.all([
    hand(0, onServer),
    hand(1, onMembers),
    ...links.map((link, index) => hand(2 + index, (random) => onLink(link, random))),
  ])
  for (const { proxy } of links) proxy.weather('clear')
  journal.close()
  return counts
}
