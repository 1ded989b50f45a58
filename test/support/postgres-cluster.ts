import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from './ports.ts'
import { until } from './until.ts'

/** Where Debian and its relatives keep the programs of each version. */
const VERSIONS = '/usr/lib/postgresql'
/** The user whose cluster it is when the tests run as root, which PostgreSQL refuses to do; Debian's package makes it. */
const OTHER_USER = 'postgres'
const LIMIT_MS = 120_000
/** The role of the servers under test: an ordinary one, which owns its databases. */
const ROLE = 'laidan'

export interface Cluster {
  /** Address of a database of this cluster, as {@link ROLE}. */
  urlOf(database: string): string
  /** Address as the cluster's administrator. */
  adminUrl: string
  /** Ends it as a machine that loses its power does, or in good order, and starts it again. */
  restart(how: 'immediate' | 'fast'): void
  stop(how: 'immediate' | 'fast'): void
  start(): void
  /** All that it has written to its log so far. */
  log(): string
  /** Its first process, of which all others are children. */
  pid(): number
  /** Ends it, and removes its files. */
  remove(): void
}

/** The folder of PostgreSQL's programs; `undefined` where it is not installed. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).toSorted((a, b) => Number(b) - Number(a)) : []
  return versions.map((version) => join(VERSIONS, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
}

/**
 * Makes a PostgreSQL of its own in a folder below `parent` and starts it on loopback. `settings` are those of
 * postgresql.conf. Throws an Error where PostgreSQL is not installed, and the error of the programs.
 */
export async function startCluster(
  settings: Readonly<Record<string, string>> = {},
  parent = tmpdir(),
): Promise<Cluster> {
  const bin = postgresPrograms()
  if (bin === undefined) throw new Error('PostgreSQL is not installed')
  const dir = mkdtempSync(join(parent, 'laidan-postgres-'))
  const asOther = process.getuid?.() === 0
  if (asOther) {
    const id = (flag: string) => Number(execFileSync('id', [flag, OTHER_USER], { encoding: 'utf8' }))
    chownSync(dir, id('-u'), id('-g'))
  }
  const run = (program: string, args: readonly string[]) => {
    const path = join(bin, program)
    const [file, all] = asOther ? ['runuser', ['-u', OTHER_USER, '--', path, ...args]] : [path, args]
    execFileSync(file, all, { stdio: ['ignore', 'ignore', 'pipe'], timeout: LIMIT_MS, cwd: dir })
  }
  const data = join(dir, 'data')
  const port = await freePort()
  const admin = asOther ? OTHER_USER : userInfo().username
  const options = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: dir,
    // A killed process loses nothing without it; only the machine does.
    fsync: 'off',
    max_connections: '300',
    deadlock_timeout: '100ms',
    ...settings,
  }
  const start = () => {
    const given = Object.entries(options).map(([name, value]) => `-c ${name}=${value}`)
    run('pg_ctl', ['-D', data, '-w', '-t', '100', '-l', join(dir, 'log'), '-o', given.join(' '), 'start'])
  }
  const stop = (how: 'immediate' | 'fast') => run('pg_ctl', ['-D', data, '-w', '-t', '100', '-m', how, 'stop'])
  const remove = () => {
    try {
      stop('immediate')
    } finally {
      rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  }
  run('initdb', ['-D', data, '-A', 'trust', '-E', 'UTF8', '--locale=C', '-U', admin, '--no-sync'])
  start()
  try {
    const adminUrl = `postgres://${admin}@127.0.0.1:${port}/postgres`
    await withClient(adminUrl, (client) => client.query(`CREATE ROLE ${ROLE} LOGIN CREATEDB`))
    return {
      urlOf: (database) => `postgres://${ROLE}@127.0.0.1:${port}/${database}`,
      adminUrl,
      restart(how) {
        stop(how)
        start()
      },
      stop,
      start,
      log: () => readFileSync(join(dir, 'log'), 'utf8'),
      pid: () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n', 1)[0]),
      remove,
    }
  } catch (error) {
    remove()
    throw error
  }
}

/** Runs `use` with a connection of its own. */
export async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/**
 * Counts the deadlocks of a database since it was made, or since its server crashed last. Waits until nobody else is
 * connected: each connection tells what it met when it ends, at the latest.
 */
export async function readDeadlocks(url: string): Promise<number> {
  return await withClient(url, async (client) => {
    const one = async (text: string) => Number(((await client.query(text)).rows[0] as { n: string }).n)
    await until('nobody else is connected', async () => {
      const others = `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
      return (await one(others)) === 0
    })
    return await one('SELECT deadlocks AS n FROM pg_stat_database WHERE datname = current_database()')
  })
}
