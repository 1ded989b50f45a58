import { join } from 'node:path'
import { copyCommand } from '../../../server/cli/copy-to-postgres.ts'
import { withRaw } from '../../../server/db/sqlite/raw-sqlite.ts'
import { silentLog } from '../../../server/db/storage-log.ts'
import { hostClock } from '../../../shared/clock.ts'
import { postgresPrograms, withClient } from '../../support/postgres-cluster.ts'
import { runChild } from '../../support/run-child.ts'
import { startProcess } from '../../support/start-process.ts'
import {
  startTestServer,
  TEST_WEBHOOKS_SECRET,
  type TestServer,
  type TestServerOptions,
} from '../../support/test-server.ts'

/** Starts a server on the SQLite file of a folder, whatever the project's engine. */
export function startOnFile(options: TestServerOptions = {}): Promise<TestServer> {
  return startTestServer({ ...options, env: { DATABASE_URL: '' } })
}

/** Starts a server on the PostgreSQL database at `url`. */
export function startAt(url: string, dataDir: string): Promise<TestServer> {
  return startTestServer({ dataDir, env: { DATABASE_URL: url } })
}

/** The path of the SQLite database in a folder. */
export const fileIn = (dataDir: string): string => join(dataDir, 'laidan.db')

/** Runs the copying in this process; resolves to the lines that it says. */
export async function copyTo(url: string, dataDir: string): Promise<string> {
  const lines: string[] = []
  const say = (line: string) => void lines.push(line)
  await copyCommand({ file: fileIn(dataDir), url, clock: hostClock(globalThis), log: silentLog, say })
  return lines.join('\n')
}

/** Runs a command as an operator does: a process of its own. */
export async function command(
  words: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child = runChild('server/main.ts', [...words], env)
  const { code } = await child.exited
  return { code, output: child.output() }
}

/** The settings of a server on PostgreSQL, as a process of its own. */
export const settings = (url: string, dataDir: string): Record<string, string> => ({
  ...{ DATABASE_URL: url, DATA_DIR: dataDir, PORT: '0' },
  STANDARD_WEBHOOKS_SECRET: TEST_WEBHOOKS_SECRET,
})

/** Runs one of PostgreSQL's own programs beside everything else. Rejects with an Error that has what it said. */
export async function runProgram(name: string, args: readonly string[]): Promise<void> {
  const child = startProcess([join(postgresPrograms() ?? '', name), ...args])
  const { code } = await child.exited
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${child.output()}`)
}

type Rows = Record<string, string[]>

/** Every row of the SQLite tables, as texts in an order of their own. */
export async function rowsOfFile(file: string): Promise<Rows> {
  return await withRaw(file, 'read', async (db) => {
    const tables = await db.all<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'knex%'`,
    )
    const rows: Rows = {}
    for (const { name } of tables) rows[name] = (await db.all<object>(`SELECT * FROM ${name}`)).map(asText).toSorted()
    return rows
  })
}

/** Every row of the named PostgreSQL tables, as texts in an order of their own. */
export async function rowsOfDatabase(url: string, names: readonly string[]): Promise<Rows> {
  return await withClient(url, async (client) => {
    const rows: Rows = {}
    for (const name of names) {
      const { rows: found } = await client.query<{ row: object }>(`SELECT row_to_json(t) AS row FROM ${name} AS t`)
      rows[name] = found.map(({ row }) => asText(row)).toSorted()
    }
    return rows
  })
}

function asText(row: object): string {
  return JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
