import { databaseFile } from './prepare-database.ts'
import { openRawSqlite } from './raw-sqlite.ts'

/** Counts the entries of all logs that a server has pruned: `min_seq` of a store is the last of them. */
export async function forgottenEntries(dataDir: string): Promise<number> {
  const db = await openRawSqlite(databaseFile(dataDir))
  try {
    return (await db.all<{ gone: number }>('SELECT SUM(min_seq) AS gone FROM stores'))[0]?.gone ?? 0
  } finally {
    await db.close()
  }
}
