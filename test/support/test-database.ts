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
  const admin = inject('postgresAdminUrl')
  atEnd(() => withClient(admin, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)))
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}
