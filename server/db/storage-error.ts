/**
 * The refusal of the database itself: disk full, read-only, I/O error, corruption. The transaction is gone as a whole.
 */
export class StorageError extends Error {
  override name = 'StorageError'
}

/** SQLite's result codes after which it may already have rolled the transaction back (lang_transaction.html §2). */
const FATAL = new Set([
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
  'SQLITE_CANTOPEN',
  'SQLITE_NOMEM',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_INTERRUPT',
  'SQLITE_MISUSE',
])

/**
 * Turns a driver's error into a {@link StorageError} when it is about the storage; returns every other error unchanged.
 */
export function asStorageError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return FATAL.has(code) ? new StorageError(code, { cause: error }) : error
}
