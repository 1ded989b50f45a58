import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { buildServer } from '../../../../server/build/build-server.ts'
import { root } from '../../../../test/tooling/source-files.ts'
import { postgresPrograms, startCluster } from '../../../support/postgres-cluster.ts'
import { countInPostgres, preparePostgres } from '../prepare-postgres.ts'
import type { Processes } from '../start-processes.ts'
import type { Contender, Setup, Standing } from './contender.ts'
import { ENV, laidan } from './laidan.ts'
import { startNodeServer } from './node-server.ts'

/** As in production: what was answered is on the disk. The rest is what a small machine's administrator would set. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  max_connections: '100',
  deadlock_timeout: '100ms',
}
const DATABASE = 'bench'

/** The server on PostgreSQL, one process. */
const laidanPg: Contender = {
  name: 'laidan-pg',
  what: 'this server on PostgreSQL, one node',
  missing: missingPostgres,
  start: (processes, setup) => startNodes(processes, setup, 1),
}

/** Two processes on one PostgreSQL; clients choose as a proxy with least connections does. */
export const laidanPg2: Contender = {
  name: 'laidan-pg-2',
  what: 'this server on PostgreSQL, two nodes',
  missing: missingPostgres,
  start: (processes, setup) => startNodes(processes, setup, 2),
}

/** The contenders on PostgreSQL; they have to be asked for. */
export const ON_POSTGRES: readonly Contender[] = [laidanPg, laidanPg2]

/** Whether a result is of this server, on whichever database: losing anything is its fault. */
export function isOurs({ contender }: { contender: string }): boolean {
  return [laidan, ...ON_POSTGRES].some(({ name }) => name === contender)
}

/** The version of PostgreSQL that the contenders run on; `undefined` where there is none. */
export function postgresVersion(): string | undefined {
  const bin = postgresPrograms()
  return bin && execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).trim()
}

function missingPostgres(): string | undefined {
  return postgresPrograms() === undefined
    ? 'PostgreSQL is not installed (Debian: apt-get install postgresql)'
    : undefined
}

async function startNodes(processes: Processes, setup: Setup, count: 1 | 2): Promise<Standing> {
  // Beside the folder of the processes, into which PostgreSQL's user may not look.
  const cluster = await startCluster(SETTINGS, dirname(processes.dir))
  processes.atEnd(cluster.remove)
  const url = cluster.urlOf(DATABASE)
  const tokens = await preparePostgres(cluster, DATABASE, setup)
  const entry = await buildServer(root)
  const start = (number: number) =>
    startNodeServer(processes, entry, {
      ...ENV,
      DATA_DIR: join(processes.dir, `node-${number}`),
      DATABASE_URL: url,
      ...setup.env,
    })
  const first = await start(1)
  const others = count === 1 ? [] : [await start(2)]
  let nodes = [first, ...others]

  async function loseNode(): Promise<void> {
    nodes = others
    const gone = once(first.child(), 'exit')
    first.child().kill('SIGKILL')
    await gone
  }

  return {
    url: first.url,
    ...(count > 1 && { urls: nodes.map((node) => node.url), loseNode }),
    tokens,
    child: first.child,
    restart: first.restart,
    pids: () => nodes.map((node) => node.pid()),
    databasePid: cluster.pid(),
    databaseUrl: url,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()))
    },
    stored: () => countInPostgres(url),
  }
}
