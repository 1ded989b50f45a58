import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { atEnd } from './at-end.ts'
import { withClient } from './postgres-cluster.ts'
import { TEMPLATE } from './postgres-for-tests.ts'
import { uniqueName } from './unique-name.ts'

/** The file in a test's DATA_DIR that says which database of the cluster belongs to it. */
const NOTE = 'database-url'

/** The engine of the running project: `sqlite` unless it says otherwise, and outside of vitest. */
export function engine(): 'sqlite' | 'postgres' {
  return inject('engine') === 'postgres' ? 'postgres' : 'sqlite'
}

/**
 * The settings that let a server with this DATA_DIR run on the project's engine: none for SQLite, DATABASE_URL for
 * PostgreSQL. Servers of one DATA_DIR share its database, which is dropped when the running test is over.
 */
export async function databaseEnv(dataDir: string): Promise<{ DATABASE_URL?: string }> {
  if (engine() === 'sqlite') return {}
  const note = join(dataDir, NOTE)
  if (existsSync(note)) return { DATABASE_URL: readFileSync(note, 'utf8') }
  const url = await createDatabase('t', TEMPLATE)
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(note, url)
  return { DATABASE_URL: url }
}

/** Makes a database in the project's PostgreSQL, dropped when the running test is over; resolves to its address. */
export async function createDatabase(prefix: string, template = 'template1'): Promise<string> {
  const url = inject('postgresUrl')
  const name = uniqueName(prefix)
  await withClient(url, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`))
  const made = Object.assign(new URL(url), { pathname: `/${name}` }).href
  atEnd(() => dropDatabase(made))
  return made
}

/** Drops a database of the project's PostgreSQL, if it is still there, and ends whoever is connected to it. */
export async function dropDatabase(url: string): Promise<void> {
  await withClient(inject('postgresAdminUrl'), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${databaseName(url)} WITH (FORCE)`),
  )
}

/** Ends every connection to a database of the project's PostgreSQL, as a restart of its server does. */
export async function disconnectDatabase(url: string): Promise<void> {
  await withClient(inject('postgresAdminUrl'), (client) =>
    client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [databaseName(url)]),
  )
}

/** Returns the name of the database at an address. */
export function databaseName(url: string): string {
  return new URL(url).pathname.slice(1)
}
