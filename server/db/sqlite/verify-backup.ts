import { open } from 'node:fs/promises'
import { migrationSource } from '../migrations/index.ts'
import { codeOf } from './durable-files.ts'
import type { RawSqlite } from './raw-sqlite.ts'

/** A backup or a restore that cannot be done. The message is for the operator; nothing was changed. */
export class BackupError extends Error {
  override name = 'BackupError'
}

/** Counts of a database, for the person who backs it up or restores it. */
export interface Contents {
  stores: number
  orders: number
  openReminders: number
}

const HEADER = 'SQLite format 3\0'
/** Where the header says who may read it: 2 is a database in WAL mode (fileformat2.html §1.3.3). */
const READ_VERSION_AT = 19
/** Tables that every version of ours has had. */
const OURS = ['knex_migrations', 'stores', 'devices', 'orders', 'reminders', 'reminder_log']

/** How a file that claims to be a database begins. */
export async function readHeader(file: string): Promise<{ sqlite: boolean; wal: boolean }> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(READ_VERSION_AT + 1), 0, READ_VERSION_AT + 1, 0)
    const sqlite = bytesRead > READ_VERSION_AT && buffer.toString('latin1', 0, HEADER.length) === HEADER
    return { sqlite, wal: sqlite && buffer[READ_VERSION_AT] === 2 }
  } finally {
    await handle.close()
  }
}

/**
 * Reads a whole database: sound, complete, one of ours, and not of a version that this one does not know. `name` is
 * what the operator calls it. Rejects with {@link BackupError}.
 */
export async function examineCopy(db: RawSqlite, name: string): Promise<Contents> {
  try {
    const [first] = await db.all<{ integrity_check: string }>('PRAGMA integrity_check(1)')
    if (first?.integrity_check !== 'ok') throw new BackupError(`${name} is damaged: ${first?.integrity_check}`)
    const tables = await db.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    const missing = OURS.filter((table) => !tables.some((there) => there.name === table))
    if (missing.length > 0) throw new BackupError(`${name} is not a database of a Laidan server.`)
    const [dangling] = await db.all<{ table: string }>('PRAGMA foreign_key_check')
    if (dangling !== undefined) throw new BackupError(`${name} is damaged: rows of ${dangling.table} hang in the air.`)
    await refuseNewer(db, name)
    return await count(db)
  } catch (error) {
    if (['SQLITE_CORRUPT', 'SQLITE_NOTADB'].includes(codeOf(error))) {
      throw new BackupError(`${name} is damaged or incomplete: ${(error as Error).message}`, { cause: error })
    }
    throw error
  }
}

async function refuseNewer(db: RawSqlite, name: string): Promise<void> {
  const known = (await migrationSource.getMigrations([])).map((migration) =>
    migrationSource.getMigrationName(migration),
  )
  const done = await db.all<{ name: string }>('SELECT name FROM knex_migrations')
  const unknown = done.find((migration) => !known.includes(migration.name))
  if (unknown === undefined) return
  throw new BackupError(
    `${name} was written by a newer version of the server (${unknown.name} is not known here). Install that version first.`,
  )
}

async function count(db: RawSqlite): Promise<Contents> {
  const [row] = await db.all<Contents>(
    `SELECT (SELECT COUNT(*) FROM stores) AS stores, (SELECT COUNT(*) FROM orders) AS orders,
            (SELECT COUNT(*) FROM reminders WHERE state = 'open') AS openReminders`,
  )
  if (row === undefined) throw new Error('counting gave no row')
  return row
}
