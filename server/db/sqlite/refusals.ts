import type { StorageError } from '../storage-error.ts'

/** SQLite's codes of a file whose content is wrong: the next write that happens not to touch it proves nothing. */
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB']
/** SQLite's codes of a file that could not grow: the disk is full, or the file at the limit of its size (EFBIG). */
const NO_ROOM = ['SQLITE_FULL', 'SQLITE_IOERR']

export interface Refusals {
  add(error: StorageError): void
  /** A group was committed. */
  end(): void
  /** The number of groups refused so far; nothing when the last group was committed. */
  count(): number | undefined
  /** Whether SQLite has found the database damaged; stays so. */
  damaged(): boolean
}

/** Remembers the groups that the storage has refused. */
export function createRefusals(): Refusals {
  let total = 0
  let last = false
  let damaged = false
  return {
    add(error) {
      total += 1
      last = true
      damaged ||= DAMAGED.includes(error.message)
    },
    end() {
      last = false
    },
    count: () => (last ? total : undefined),
    damaged: () => damaged,
  }
}

/** Tells whether a shorter log could help against `error`. */
export function wantsRoom(error: StorageError): boolean {
  return NO_ROOM.includes(error.message)
}
