import { stat } from 'node:fs/promises'
import sqlite3 from 'sqlite3'
import { madePrivate, realPath } from './private-files.ts'

/** Thrown when another process serves the same database file. */
export class DatabaseInUseError extends Error {
  override name = 'DatabaseInUseError'
  constructor(file: string, how = '') {
    super(`Another Laidan server is already using ${file}${how}. Stop it, or set another DATA_DIR.`)
  }
}

export interface DatabaseLock {
  /** Device and inode of the lock's file (on Windows volume and file id). */
  identity: string
  release(): Promise<void>
}

/**
 * Makes this process the only one that serves `file`, by holding an exclusive transaction on a file of its own beside
 * the real file, wherever links to it lie. The operating system lets go of it when the process ends, kill -9 included,
 * so it can never be stale. Rejects with {@link DatabaseInUseError}.
 */
export async function lockDatabase(file: string): Promise<DatabaseLock> {
  const path = `${await realPath(file)}.lock`
  await madePrivate(path)
  const lock = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(path, (error) => (error ? reject(error) : resolve(opened)))
  })
  const release = () => new Promise<void>((resolve) => lock.close(() => resolve()))
  lock.configure('busyTimeout', 0)
  await new Promise<void>((resolve, reject) => {
    lock.exec('BEGIN EXCLUSIVE', (error) => (error ? reject(error) : resolve()))
  }).catch(async (error: Error & { code?: string }) => {
    await release()
    throw error.code === 'SQLITE_BUSY' ? new DatabaseInUseError(file) : error
  })
  const { dev, ino } = await stat(path, { bigint: true })
  return { identity: `${dev}:${ino}`, release }
}
