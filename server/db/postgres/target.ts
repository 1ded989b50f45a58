import type pg from 'pg'
import { asStorageError } from '../storage-error.ts'
import { asCommandError, DatabaseCommandError } from './command-error.ts'
import { connect } from './connect.ts'
import { knownMigrations } from './migrate.ts'

/** Names under which a server's connections stand in `pg_stat_activity` for as long as it runs. */
const OF_SERVERS = ['laidan feed', 'laidan reader', 'laidan writer']
/** Longest wait for a lock that somebody else holds, for a command that has the database for itself otherwise. */
const LOCK_WITHIN = '60s'

/** Runs `use` with a connection of its own to the database at `url`. Rejects with the error of `use`, and as `connect`. */
export async function withConnection<T>(url: string, name: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const { client, cut } = await connect(url, name)
  try {
    await client.query(`SET lock_timeout = '${LOCK_WITHIN}'`)
    return await use(client)
  } finally {
    // What was not committed is undone by the end of the connection.
    cut()
  }
}

/**
 * Expects that the database can be reached and is of this or an older version. Rejects with a {@link DatabaseCommandError}
 * and an UnusableDatabaseError.
 */
export async function expectReachable(url: string): Promise<void> {
  try {
    await withConnection(url, 'look', hasSchema)
  } catch (error) {
    throw asCommandError(asStorageError(error), url)
  }
}

/**
 * Runs `work` as one transaction. Rejects with its error and with the driver's, with nothing changed; and with a
 * {@link DatabaseCommandError} when the connection broke at the COMMIT, after which nobody knows.
 */
export async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  const result = await work()
  try {
    await client.query('COMMIT')
  } catch (error) {
    if (error instanceof Error && 'severity' in error && error.severity === 'ERROR') throw error
    throw new DatabaseCommandError(
      'The connection to PostgreSQL broke while the work was being committed: it is done as a whole, or not at all. Run ' +
        'the command again; a copy that is there already is refused.',
      { cause: error },
    )
  }
  return result
}

/** Expects that no server runs on the database, as far as its role can see. Rejects with a {@link DatabaseCommandError}. */
export async function expectNoServer(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(
    'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = ANY($1)',
    [OF_SERVERS],
  )
  if (rowCount !== 0)
    throw new DatabaseCommandError(
      'A Laidan server runs on this PostgreSQL database. Stop every server of it first. Nothing was changed.',
    )
}

/** Tells whether the database has the schema of a Laidan server. Rejects with a {@link DatabaseCommandError} when it is a newer one's. */
export async function hasSchema(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('knex_migrations') IS NOT NULL AS there`)
  if (rows[0]?.there !== true) return false
  const known = await knownMigrations()
  const done = await client.query<{ name: string }>('SELECT name FROM knex_migrations ORDER BY id')
  const unknown = done.rows.find(({ name }) => !known.includes(name))
  if (unknown !== undefined)
    throw new DatabaseCommandError(
      `The PostgreSQL database is of a newer version of the server, or of another program (${unknown.name} is not known ` +
        'here). Install that version first. Nothing was changed.',
    )
  return done.rows.length > 0
}
