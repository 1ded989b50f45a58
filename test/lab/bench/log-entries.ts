import { databaseFile } from './prepare-database.ts'
import { openRawSqlite } from './raw-sqlite.ts'

/** The time of the oldest entry that the server may prune. Only the beginning of each log is looked at: logs are long. */
export const OLDEST_ENTRY = `
  SELECT MIN(entry.at) AS at FROM stores JOIN reminder_log AS entry
      ON entry.store_id = stores.id AND entry.seq = stores.min_seq + 1 AND entry.seq < stores.head_seq`

/** Counts the entries of all logs that a server has pruned: `min_seq` of a store is the last of them. */
export async function forgottenEntries(dataDir: string): Promise<number> {
  const db = await openRawSqlite(databaseFile(dataDir))
  try {
    return (await db.all<{ gone: number }>('SELECT SUM(min_seq) AS gone FROM stores'))[0]?.gone ?? 0
  } finally {
    await db.close()
  }
}
