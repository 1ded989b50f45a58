import { StorageError } from '../storage-error.ts'
import { UnusableDatabaseError } from '../unusable-database.ts'
import { codeOf } from './durable-files.ts'

const RESTORE = 'Keep a copy of its folder, and restore the newest backup (the command restore).'

/** Advice for SQLite's result codes (sqlite.org/rescode.html) that no second try changes. */
const ADVICE: Record<string, (file: string) => string> = {
  SQLITE_CORRUPT: (file) =>
    `${file} is damaged (SQLITE_CORRUPT): a part of it was overwritten or is missing. ${RESTORE}`,
  SQLITE_NOTADB: (file) => `${file} is damaged, or no database at all (SQLITE_NOTADB). ${RESTORE}`,
  SQLITE_CANTOPEN: (file) =>
    `${file} cannot be opened (SQLITE_CANTOPEN): it or a file beside it (-wal, -shm, .lock) is a folder, or this user ` +
    'may not read and write them. Nothing was started.',
}

/** Turns an error of the driver while the database `file` is opened into an {@link UnusableDatabaseError}; returns every other one unchanged. */
export function asUnusable(error: unknown, file: string): unknown {
  const cause = error instanceof StorageError ? error.cause : error
  const advice = ADVICE[codeOf(cause)]
  return advice === undefined ? error : new UnusableDatabaseError(advice(file), { cause: error })
}
