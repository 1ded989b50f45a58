import { lstatSync, realpathSync, statSync } from 'node:fs'
import { StorageError } from '../storage-error.ts'
import type { StorageLog } from '../storage-log.ts'
import { codeOf } from './durable-files.ts'

/** A missing file is named again in the log this often. */
const REPEAT_MS = 60_000

export interface FileWatch {
  /** The first of the database's files that is not at its place any more; looks now. */
  missing(): string | undefined
  /** Looks now; throws {@link StorageError} when a file is not at its place. */
  expectThere(): void
  /** Size of the write-ahead log, in bytes. */
  walBytes(): number
}

/**
 * Tells whether the names of the database's files still mean the files that are open. A file that was removed, moved or
 * replaced stays open and takes every write, and all of it is gone with the process (sqlite.org/howtocorrupt.html §2.4):
 * a payment after whose COMMIT a name is missing must not be answered as if it would last (I1). Create it when the
 * database is open, so that its log and its index are there.
 *
 * @param elapsed monotonic milliseconds
 */
export function createFileWatch(file: string, elapsed: () => number, log: StorageLog): FileWatch {
  const real = realpathSync(file)
  const watched = [real, `${real}-wal`, `${real}-shm`].map((path) => ({ path, identity: identityOf(path) }))
  let missed: string | undefined
  let toldAt = Number.NEGATIVE_INFINITY

  /**
   * SQLite makes log and index beside the real file, and at the next start the name that was asked for tells which that
   * is: a name that leads elsewhere, even to the same bytes, leaves the log behind.
   */
  function leadsElsewhere(): boolean {
    const now = realOf(file)
    return now !== real && now !== UNKNOWN
  }

  function look(): string | undefined {
    const moved = watched.find(({ path, identity }) => ![identity, UNKNOWN].includes(identityOf(path)))?.path
    const found = moved ?? (leadsElsewhere() ? file : undefined)
    if (found !== undefined && (missed === undefined || elapsed() - toldAt >= REPEAT_MS)) {
      log.fatal({ missing: found }, 'a file of the database was removed, moved or replaced; payments are refused')
      toldAt = elapsed()
    }
    if (found === undefined && missed !== undefined) log.warn({ file: missed }, 'the file of the database is back')
    missed = found
    return found
  }

  return {
    missing: look,
    expectThere() {
      const path = look()
      if (path !== undefined) throw new StorageError(`${path} was removed, moved or replaced`)
    },
    walBytes: () => statSync(`${real}-wal`, { throwIfNoEntry: false })?.size ?? 0,
  }
}

/** A file whose identity the system does not give, as while a virus scanner holds the file on Windows, where no open one can go away. */
const UNKNOWN = 'unknown'

/** The path without any link in it; nothing when there is no such file. */
function realOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : UNKNOWN
  }
}

/** Device and inode (on Windows volume and file id) of the file, or of the link in its place; nothing when there is neither. */
function identityOf(path: string): string | undefined {
  try {
    const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
    return stat && `${stat.dev}:${stat.ino}`
  } catch {
    return UNKNOWN
  }
}
