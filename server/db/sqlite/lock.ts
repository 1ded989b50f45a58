import sqlite3 from 'sqlite3'

/** Thrown when another process serves the same database file. */
export class DatabaseInUseError extends Error {
  override name = 'DatabaseInUseError'
}

/**
 * Makes this process the only one that serves `file`, by holding an exclusive transaction on a file of its own beside
 * it. The operating system lets go of it when the process ends, kill -9 included, so it can never be stale.
 * Resolves to a function that releases it.
 */
export async function lockDatabase(file: string): Promise<() => Promise<void>> {
  const lock = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(`${file}.lock`, (error) => (error ? reject(error) : resolve(opened)))
  })
  const close = () => new Promise<void>((resolve) => lock.close(() => resolve()))
  lock.configure('busyTimeout', 0)
  await new Promise<void>((resolve, reject) => {
    lock.exec('BEGIN EXCLUSIVE', (error) => (error ? reject(error) : resolve()))
  }).catch(async (error: Error & { code?: string }) => {
    await close()
    if (error.code !== 'SQLITE_BUSY') throw error
    throw new DatabaseInUseError(`Another Laidan server is already using ${file}. Stop it, or set another DATA_DIR.`)
  })
  return close
}
