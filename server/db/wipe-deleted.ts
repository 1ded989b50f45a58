import type { Database } from './database.ts'

/**
 * Rewrites the whole database, because SQLite leaves the bytes of deleted rows in its file (sqlite.org/lang_vacuum.html), and
 * empties its log. Takes as much room again as the database, and holds every write up: for a start, before anybody is
 * served. Rejects with the driver's error; the database is then as it was.
 */
export async function wipeDeleted({ query }: Pick<Database, 'query'>): Promise<void> {
  await query.raw('VACUUM')
  await query.raw('PRAGMA wal_checkpoint(TRUNCATE)')
}
