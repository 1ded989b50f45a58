import type { TestProject } from 'vitest/node'
import { openPostgres } from '../../server/db/postgres/open-postgres.ts'
import { silentLog } from '../../server/db/storage-log.ts'
import { postgresPrograms, startCluster, withClient } from './postgres-cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The engine that the project's servers run on. */
    engine: 'sqlite' | 'postgres' | 'postgres-missing'
    /** The database of the cluster in which databases are made; empty without PostgreSQL. */
    postgresUrl: string
    /** The same by its superuser, who drops them: nobody else may end what PostgreSQL itself does in one. */
    postgresAdminUrl: string
  }
}

/** The database that every test's own is a copy of: empty, with the schema of today. */
export const TEMPLATE = 'laidan_template'

/** Starts one PostgreSQL for a whole project, with a template for the databases of its tests. */
export default async function prepare(project: TestProject): Promise<(() => void) | undefined> {
  if (postgresPrograms() === undefined) {
    project.provide('engine', 'postgres-missing')
    project.provide('postgresUrl', '')
    project.provide('postgresAdminUrl', '')
    return undefined
  }
  // Hundreds of databases that live for a second each: nothing in them is worth sweeping.
  const cluster = await startCluster({ autovacuum: 'off' })
  const url = cluster.urlOf('postgres')
  await withClient(url, (client) => client.query(`CREATE DATABASE ${TEMPLATE}`))
  await (await openPostgres({ url: cluster.urlOf(TEMPLATE), log: silentLog, below: () => 0 })).close()
  project.provide('engine', 'postgres')
  project.provide('postgresUrl', url)
  project.provide('postgresAdminUrl', cluster.adminUrl)
  return cluster.remove
}
