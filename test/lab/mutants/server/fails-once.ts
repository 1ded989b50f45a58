import { StorageError } from '../../../../server/db/storage-error.ts'
import type { appendEntries as Seam } from '../../../../server/log/append-log.ts'

/** The disk is full when the first entry is to be written. */
export function appendEntries(original: typeof Seam): typeof Seam {
  let failed = false
  return async (tx, ctx, entries) => {
    if (failed) return await original(tx, ctx, entries)
    failed = true
    throw new StorageError('SQLITE_FULL')
  }
}
