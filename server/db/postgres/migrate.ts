import knexModule, { type Knex } from 'knex'
import type { Clock } from '../../../shared/clock.ts'
import { createMigrationSource, type Migration } from '../migrations/index.ts'
import { asStorageError } from '../storage-error.ts'
import { UnusableDatabaseError } from '../unusable-database.ts'
import { clientOptions, connect } from './connect.ts'
import * as budgets from './migrations/budgets.ts'
import * as feed from './migrations/feed.ts'
import * as policy from './migrations/policy.ts'
import * as struck from './migrations/struck.ts'

/** The number under which servers of one database wait for each other; any would do, as long as it is ours. */
const STARTING = 7_261_424

/** Behind the shared ones; each needs only those that are older than itself. */
const OF_POSTGRES: readonly Migration[] = [
  { name: 'postgres-0001-feed', up: feed.up, down: feed.down },
  { name: 'postgres-0002-budgets', up: budgets.up, down: budgets.down },
  { name: 'postgres-0003-struck', up: struck.up, down: struck.down },
  { name: 'postgres-0012-policy', up: policy.up, down: policy.down },
]

/**
 * Runs `task` while no other server of the database does: behind an advisory lock, which PostgreSQL lets go of when the
 * connection ends, however that comes. Rejects with the error of `task`, and with a StorageError.
 */
export async function withStartLock<T>(url: string, clock: Pick<Clock, 'after'>, task: () => Promise<T>): Promise<T> {
  const { client, cut } = await connect(url, 'start').catch((error: unknown) => {
    throw asStorageError(error)
  })
  try {
    await client.query('SET lock_timeout = 0')
    await client.query('SELECT pg_advisory_lock($1)', [STARTING])
    return await task()
  } catch (error) {
    throw asStorageError(error)
  } finally {
    const overdue = clock.after(1_000, cut)
    await client.end().catch(() => {})
    overdue()
  }
}

/** Lists the names of the migrations that this version knows. */
export async function knownMigrations(): Promise<string[]> {
  const source = createMigrationSource(OF_POSTGRES)
  return (await source.getMigrations([])).map((migration) => source.getMigrationName(migration))
}

/**
 * Brings the schema up to date; to be called behind {@link withStartLock}. Rejects with a StorageError, the driver's error,
 * and an {@link UnusableDatabaseError} where the schema is a newer version's or not this role's to change.
 */
export async function migrate(url: string): Promise<void> {
  const knex = openKnex(url, 'migrations')
  try {
    await knex.migrate.latest({ migrationSource: createMigrationSource(OF_POSTGRES) })
  } catch (error) {
    throw asStorageError(asRefusal(error))
  } finally {
    await knex.destroy()
  }
}

/** insufficient_privilege, and its kin of a table that another role owns (appendix A of PostgreSQL's manual). */
const NO_RIGHT = '42501'
/** Knex's words for migrations that are done and not known. */
const NOT_KNOWN = /migration directory is corrupt, the following files are missing: (.*)/

/** Turns an error of the migrations into one that says what to do, where that is known. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const later = NOT_KNOWN.exec(error.message)?.[1]
  if (later !== undefined)
    return new UnusableDatabaseError(
      `The PostgreSQL database was written by a newer version of the server (${later}). Install that version first.`,
    )
  if ('code' in error && error.code === NO_RIGHT)
    return new UnusableDatabaseError(
      'The role of DATABASE_URL may not make or change tables: it must own the database and what is in it ' +
        '(docs/scaling.md, "The database").',
      { cause: error },
    )
  return error
}

/** Opens the query builder; it connects when it is used. */
export function openKnex(url: string, name: string): Knex {
  return knexModule({
    client: 'pg',
    connection: clientOptions(url, name) as Knex.PgConnectionConfig,
    acquireConnectionTimeout: 10_000,
    // A connection that could not be made is printed, and rejects as well.
    log: { warn() {} },
    pool: { min: 0, max: 2 },
  })
}
