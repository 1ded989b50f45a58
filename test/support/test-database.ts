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
  const admin = inject('postgresUrl')
  const name = uniqueName('t')
  await withClient(admin, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`))
  atEnd(() => withClient(admin, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)))
  const url = Object.assign(new URL(admin), { pathname: `/${name}` }).href
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(note, url)
  return { DATABASE_URL: url }
}
