import { pathToFileURL } from 'node:url'
import sqlite3 from 'sqlite3'
import type { Sql } from '../database.ts'
import { codeOf } from './durable-files.ts'
import { DatabaseInUseError, type DatabaseLock } from './lock.ts'

/**
 * The lock of lock.ts goes by the folder. A hard link, or a mount of the file alone, is the same database in another
 * folder, with a lock of its own there, and two servers on it would destroy it (sqlite.org/howtocorrupt.html §2.5). So
 * the database itself remembers which lock its server holds, and a server that holds another one starts only when
 * nobody has the file open: SQLite's own locks go by the inode.
 */
const NAME = 'lock'

/**
 * Refuses a database that is served under another name. Rejects with {@link DatabaseInUseError}. Call it before the
 * database is opened for anything else.
 */
export async function refuseOtherNames(file: string, real: string, lock: DatabaseLock): Promise<void> {
  const served = await servedWith(real)
  // A new database, or one that only older versions have served: who has it open may be a backup.
  if (served === undefined || served === lock.identity) return
  if (await isOpenElsewhere(real)) {
    throw new DatabaseInUseError(file, ' under another name (a link or a mount)')
  }
}

/**
 * Writes into the database, and not only into its log, which lock its server holds. `sql` has a busy timeout of 0, so
 * that nobody is waited for who reads meanwhile; then the next checkpoint does it.
 */
export async function rememberLock(sql: Sql, lock: DatabaseLock): Promise<void> {
  const known = await sql.get<{ value: string }>(`SELECT value FROM installation WHERE name = '${NAME}'`)
  if (known?.value === lock.identity) return
  await sql.run(
    `INSERT INTO installation (name, value) VALUES ('${NAME}', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [lock.identity],
  )
  await sql.get('PRAGMA wal_checkpoint(TRUNCATE)')
}

/** The lock that the database remembers; nothing when it remembers none, and no lock's name when it cannot be read. */
async function servedWith(real: string): Promise<string | undefined> {
  // Immutable: without locks, and without the log, whose name would be another one for a link.
  const uri = `${pathToFileURL(real).href}?immutable=1`
  try {
    const rows = await ask(uri, sqlite3.OPEN_READONLY | sqlite3.OPEN_URI, [
      `SELECT value FROM installation WHERE name = '${NAME}'`,
    ])
    return rows[0]?.value
  } catch (error) {
    return codeOf(error) === 'SQLITE_ERROR' ? undefined : 'unreadable'
  }
}

/** Whether another connection has the file open, of whatever program and under whatever name. */
async function isOpenElsewhere(real: string): Promise<boolean> {
  try {
    await ask(real, sqlite3.OPEN_READWRITE, ['PRAGMA locking_mode = EXCLUSIVE', 'BEGIN EXCLUSIVE', 'COMMIT'])
    return false
  } catch (error) {
    // Any other fault is told by whoever opens the database next, in better words.
    return codeOf(error) === 'SQLITE_BUSY'
  }
}

/** Carries out statements on a connection of its own, which does not wait; resolves to the rows of the last. */
async function ask(name: string, flags: number, statements: readonly string[]): Promise<{ value: string }[]> {
  const connection = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(name, flags, (error) => (error ? reject(error) : resolve(opened)))
  })
  connection.configure('busyTimeout', 0)
  try {
    let rows: { value: string }[] = []
    for (const statement of statements) {
      rows = await new Promise((resolve, reject) => {
        connection.all<{ value: string }>(statement, (error, all) => (error ? reject(error) : resolve(all)))
      })
    }
    return rows
  } finally {
    await new Promise<void>((resolve) => connection.close(() => resolve()))
  }
}
