import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { StorageError } from '../storage-error.ts'
import type { StorageLog } from '../storage-log.ts'
import { codeOf } from './durable-files.ts'
import { type RawSqlite, withRaw } from './raw-sqlite.ts'

/** Bytes before the first frame of a log, and those of a frame before its page (sqlite.org/fileformat2.html §4.1). */
const LOG_HEADER = 32
const FRAME_HEADER = 24

export interface LengthWatch {
  /** Takes note that the files have grown; cheap. Call it after each COMMIT. */
  grown(): void
  /** Looks now; rejects with {@link StorageError} when a file was cut short, and from then on always. */
  expectWhole(): Promise<void>
  /** The file that was found cut short. */
  cut(): string | undefined
}

/**
 * Tells whether somebody has cut the database or its log short. SQLite does not look: it goes on writing behind the hole,
 * and the next start finds a log without its beginning and drops all of it (I1). Files become shorter on purpose too, by
 * a checkpoint after VACUUM and when a long log begins again; so a file that has shrunk is compared with what SQLite says of
 * it.
 */
export function createLengthWatch(real: string, log: StorageLog): LengthWatch {
  const wal = `${real}-wal`
  const known = { db: sizeOf(real), wal: sizeOf(wal) }
  let cut: string | undefined
  let looking: Promise<void> | undefined

  function grown(): void {
    known.db = Math.max(known.db, sizeOf(real))
    known.wal = Math.max(known.wal, sizeOf(wal))
  }

  async function look(): Promise<void> {
    if (cut !== undefined) return
    if (sizeOf(real) < known.db) {
      if (await isWhole(real)) known.db = sizeOf(real)
      else cut = real
    }
    if (cut === undefined && sizeOf(wal) < known.wal) {
      if (await isCutLog(real, wal)) cut = wal
      else known.wal = sizeOf(wal)
    }
    if (cut !== undefined) log.fatal({ cut }, 'a file of the database was cut short; payments are refused')
    grown()
  }

  return {
    grown,
    async expectWhole() {
      looking ??= look().finally(() => (looking = undefined))
      await looking
      if (cut !== undefined) throw new StorageError(`${cut} was cut short`)
    },
    cut: () => cut,
  }
}

/** Resolves to whether the file by itself, without its log, is as long as its own header says. */
async function isWhole(real: string): Promise<boolean> {
  try {
    // SQLite compares header and size when it reads the first page.
    const uri = `${pathToFileURL(real).href}?immutable=1`
    const rows = await withRaw(uri, 'alone', (db) => db.all<{ page_count: number }>('PRAGMA page_count'))
    return (rows[0]?.page_count ?? 0) > 0
  } catch {
    return false
  }
}

/**
 * Resolves to whether the log is shorter than SQLite's index of it says. The size is measured after SQLite was asked, since
 * the log grows; and twice, since it may begin again between.
 */
async function isCutLog(real: string, wal: string): Promise<boolean> {
  for (let tries = 0; tries < 2; tries++) {
    try {
      const least = await withRaw(real, 'write', leastLog)
      if (sizeOf(wal) >= least) return false
    } catch (error) {
      return codeOf(error) !== 'SQLITE_BUSY'
    }
  }
  return true
}

/** Resolves to the bytes that the log must have; 0 when it is empty, or another checkpoint is under way. */
async function leastLog(db: RawSqlite): Promise<number> {
  await db.all('PRAGMA checkpoint_fullfsync = ON')
  const [page] = await db.all<{ page_size: number }>('PRAGMA page_size')
  // The one question whose answer has the length of the log.
  const [state] = await db.all<{ log: number }>('PRAGMA wal_checkpoint(PASSIVE)')
  if (page === undefined || state === undefined || state.log <= 0) return 0
  return LOG_HEADER + state.log * (page.page_size + FRAME_HEADER)
}

/** Bytes; 0 when there is no such file, which file-watch.ts tells. */
function sizeOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0
  } catch {
    return 0
  }
}
