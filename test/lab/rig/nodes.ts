import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { hostClock } from '../../../shared/clock.ts'
import type { SeededRandom } from '../../support/seeded-random.ts'
import { startTcpProxy, type TcpProxy } from './net/tcp-proxy.ts'
import { writeAddress } from './run-files.ts'
import { type ServerChild, startServerChild } from './server-child.ts'
import type { StoryTime } from './story-clock.ts'

/** One of several servers of a database, in a process of its own, behind a stretch of network of its own. */
export interface NodeMember {
  server: ServerChild
  /** Between the server and the database. */
  proxy: TcpProxy
  url: string
}

export interface Nodes {
  members: readonly NodeMember[]
  /** Kills it with SIGKILL; another one takes its place. */
  replace(node: NodeMember): Promise<void>
  /** Kills all of them. */
  kill(): Promise<void>
}

export interface NodesOptions {
  dir: string
  count: number
  databaseUrl: string
  time: StoryTime
  random: SeededRandom
  env: Record<string, string>
}

/** How far the clock of the last node is ahead of the others, in milliseconds of the story. */
const AHEAD_MS = 2_000

/** Starts servers on one database, one after the other, and says in the run's folder where they are. */
export async function startNodes({ dir, count, databaseUrl, time, random, env }: NodesOptions): Promise<Nodes> {
  const members: NodeMember[] = []
  const tell = () => writeAddress(dir, ...members.map(({ url }) => url))

  async function start(index: number, proxy: TcpProxy): Promise<NodeMember> {
    const dataDir = join(dir, `node-${index}`)
    mkdirSync(dataDir, { recursive: true })
    const through = Object.assign(new URL(databaseUrl), { host: new URL(proxy.url).host }).href
    const server = await startServerChild({
      dataDir,
      time: index === count - 1 ? { ...time, offsetMs: AHEAD_MS } : time,
      waits: true,
      env: { ...env, DATABASE_URL: through },
      logFile: join(dir, 'server.log'),
    })
    return { server, proxy, url: (await server.ready()).url }
  }

  async function kill({ server }: NodeMember): Promise<void> {
    const { signal } = await server.kill()
    if (signal !== 'SIGKILL') throw new Error(`a server ended by itself\n${server.output()}`)
  }

  for (let index = 0; index < count; index++) {
    const proxy = await startTcpProxy({ clock: hostClock(globalThis), random })
    proxy.leadTo(`http://${new URL(databaseUrl).host}`)
    members.push(await start(index, proxy))
  }
  tell()
  return {
    members,
    async replace(node) {
      const index = members.indexOf(node)
      await kill(node)
      members[index] = await start(index, node.proxy)
      tell()
    },
    async kill() {
      for (const node of members) await kill(node)
    },
  }
}
