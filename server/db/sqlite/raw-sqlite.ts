import sqlite3 from 'sqlite3'
import type { SqlValue } from '../database.ts'

/** Longer than any COMMIT takes. */
const BUSY_MS = 5_000

/** One connection as it is, without migrations and without the lock that makes a process the only server. */
export interface RawSqlite {
  all<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>
  close(): Promise<void>
  connection: sqlite3.Database
}

/** How a file is opened. `alone`: `file` is a URI, read as if nobody else had it and without its log (`?immutable=1`). */
type Mode = 'read' | 'write' | 'alone'

const FLAGS: Record<Mode, number> = {
  read: sqlite3.OPEN_READONLY,
  write: sqlite3.OPEN_READWRITE,
  alone: sqlite3.OPEN_READONLY | sqlite3.OPEN_URI,
}

/** Opens a database file that is there already; rejects with SQLITE_CANTOPEN when it is not. */
export async function openRaw(file: string, mode: Mode): Promise<RawSqlite> {
  const flags = FLAGS[mode]
  const connection = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(file, flags, (error) => (error ? reject(error) : resolve(opened)))
  })
  connection.configure('busyTimeout', BUSY_MS)
  return {
    all: <Row>(sql: string, values: readonly SqlValue[] = []) =>
      new Promise<Row[]>((resolve, reject) => {
        connection.all<Row>(sql, values, (error, rows) => (error ? reject(error) : resolve(rows)))
      }),
    close: () =>
      new Promise((resolve, reject) => {
        connection.close((error) => (error ? reject(error) : resolve()))
      }),
    connection,
  }
}

/** Runs `use` on a connection of its own, which is closed however it ends. */
export async function withRaw<T>(file: string, mode: Mode, use: (db: RawSqlite) => Promise<T>): Promise<T> {
  const db = await openRaw(file, mode)
  try {
    return await use(db)
  } finally {
    await db.close()
  }
}
