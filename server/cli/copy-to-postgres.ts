import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SECRETS_FILE } from '../../shared/api/local-keys.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Sql } from '../db/database.ts'
import { DatabaseCommandError } from '../db/postgres/command-error.ts'
import { databaseNameOf } from '../db/postgres/database-name.ts'
import { lockDatabase } from '../db/sqlite/lock.ts'
import { openSqlite } from '../db/sqlite/open-sqlite.ts'
import { withRaw } from '../db/sqlite/raw-sqlite.ts'
import { asUnusable } from '../db/sqlite/unusable-database.ts'
import { examineCopy, readHeader } from '../db/sqlite/verify-backup.ts'
import type { StorageLog } from '../db/storage-log.ts'
import { createSecretFile } from './secret-file.ts'

/** Rows of one table between two lines of progress. */
const TOLD_EVERY = 50_000

export interface CopyCommand {
  /** The SQLite database. */
  file: string
  /** `postgres://user:password@host:port/database`. */
  url: string
  clock: Clock
  log: StorageLog
  say(line: string): void
}

/**
 * Runs `laidan-server copy-to-postgres URL`: copies the SQLite database of DATA_DIR into an empty PostgreSQL one, and says
 * how far it is. The file stays as it is, but for migrations of this version. Rejects with a {@link DatabaseCommandError}, a BackupError, a
 * DatabaseInUseError, a DatabaseMissingError or an UnusableDatabaseError; then nothing was copied.
 */
export async function copyCommand({ file, url, clock, log, say }: CopyCommand): Promise<void> {
  await examine(file)
  const { copyFromSqlite } = await import('../db/postgres/copy-from-sqlite.ts')
  const db = await openSqlite({ file, log })
  try {
    await keepOldSecrets(db.read, dirname(file), log)
    say(`Copying ${file} to ${databaseNameOf(url)}`)
    const progress = (table: string, rows: number, done: boolean) => {
      if (done) say(`  ${table}: ${rows}`)
      else if (rows % TOLD_EVERY === 0) say(`  ${table}: ${rows} …`)
    }
    const copied = await copyFromSqlite({ source: db.read, url, clock, progress })
    const rows = [...copied.values()].reduce((sum, each) => sum + each, 0)
    say(`Copied and counted: ${rows} rows of ${copied.size} tables, in one transaction.`)
  } catch (error) {
    throw asUnusable(error, file)
  } finally {
    await db.close()
  }
  say(`  ${file} is as it was. Keep it; do not start a server on it again once one has run on PostgreSQL.`)
  say(`  Secrets were not copied: what ${SECRETS_FILE} in ${dirname(file)} holds is a setting of every server now.`)
  say('Now start the servers with DATABASE_URL. Devices go on where they were.')
}

/** Expects a whole database of this or an older version, which nobody serves. */
async function examine(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found === undefined)
    throw new DatabaseCommandError(`There is no database in ${dirname(file)}. Is DATA_DIR right?`)
  if (!found.isFile() || !(await readHeader(file)).sqlite)
    throw new DatabaseCommandError(`${file} is not a SQLite database. Nothing was copied.`)
  const lock = await lockDatabase(file)
  try {
    await withRaw(file, 'read', (db) => examineCopy(db, file))
  } catch (error) {
    throw asUnusable(error, file)
  } finally {
    await lock.release()
  }
}

/** An earlier version kept its secrets in the database; a start on it would move them into the file. */
async function keepOldSecrets(sql: Sql, dataDir: string, log: StorageLog): Promise<void> {
  const secrets = createSecretFile(dataDir, log)
  const rows = await sql.all<{ name: string; value: string }>(
    `SELECT name, value FROM installation WHERE name LIKE '%\\_secret' ESCAPE '\\'`,
  )
  for (const { name, value } of rows) if ((await secrets.read(name)) === undefined) await secrets.keep(name, value)
}
