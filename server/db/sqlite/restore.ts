import { chmod, copyFile, mkdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { codeOf, exists, syncFile, syncFolder } from './durable-files.ts'
import { lockDatabase } from './lock.ts'
import { withRaw } from './raw-sqlite.ts'
import { BackupError, type Contents, examineCopy, readHeader } from './verify-backup.ts'

export interface RestoreOptions {
  /** The backup. It is read and never changed. */
  from: string
  /** The database file that it becomes. */
  file: string
  /** An epoch that was never used, for a store. */
  newEpoch(): string
  /** Where the replaced database is moved; `file` and a time, say. */
  aside: string
}

export interface Restored extends Contents {
  /** Where the replaced database is now; absent when there was none. */
  aside: string | undefined
  /** The source was not written by {@link backUp}: what stood in its `-wal` when it was copied is not in it. */
  rawCopy: boolean
}

/**
 * Puts a backup in the place of the database. Every store begins a new epoch, so that each device that knew the old
 * history is told that it was reset and gets everything open: none can mistake a new event for one it has seen (I13).
 * Throws DatabaseInUseError while a server runs on `file`, {@link BackupError} for a source that is none; both
 * before anything was changed.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const folder = dirname(options.file)
  try {
    await checkSource(resolve(options.from), options.file)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await refuseWrongUser(folder)
    const lock = await lockDatabase(options.file)
    try {
      return await replace(options)
    } finally {
      await lock.release()
    }
  } catch (error) {
    const full = ['ENOSPC', 'SQLITE_FULL'].includes(codeOf(error))
    throw full ? new BackupError(`There is no room left in ${folder}. Nothing was changed.`, { cause: error }) : error
  }
}

async function replace({ from, file, newEpoch, aside }: RestoreOptions): Promise<Restored> {
  const source = resolve(from)
  const fresh = `${file}.restoring`
  const { wal } = await readHeader(source)
  await clear(fresh)
  try {
    const contents = await prepare(source, fresh, newEpoch)
    const replaced = await moveAside(file, aside)
    await rename(fresh, file).catch(async (error: unknown) => {
      if (replaced) await moveBack(file, aside)
      throw error
    })
    await syncFolder(dirname(file))
    return { ...contents, aside: replaced ? aside : undefined, rawCopy: wal }
  } catch (error) {
    await clear(fresh)
    throw error
  }
}

/** Also what an earlier restore left that was killed: its journal would be replayed into the next copy. */
async function clear(fresh: string): Promise<void> {
  for (const ending of ['', '-journal', '-wal', '-shm']) await rm(`${fresh}${ending}`, { force: true })
}

/** Refuses a restore by root into another user's folder: the server could not write to the file. */
async function refuseWrongUser(folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid } = await stat(folder)
  if (uid !== 0)
    throw new BackupError(`${folder} belongs to the user ${uid}. Run this as that user (sudo -u), not as root.`)
}

async function checkSource(source: string, file: string): Promise<void> {
  const found = await stat(source).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw error
  })
  if (found === undefined) throw new BackupError(`There is no file ${source}.`)
  if (!found.isFile()) throw new BackupError(`${source} is not a file.`)
  if ((await exists(file)) && (await realpath(file)) === (await realpath(source))) {
    throw new BackupError(`${source} is the database itself, not a backup of it.`)
  }
  if (!(await readHeader(source)).sqlite) throw new BackupError(`${source} is not a SQLite database.`)
  const wal = await stat(`${source}-wal`).catch(() => undefined)
  if (wal !== undefined && wal.size > 0) {
    throw new BackupError(
      `${source} is a database in use, or a copy of one: a part of it is in ${source}-wal. Make a backup of it with the ` +
        'backup command (DATA_DIR=its folder), and restore that.',
    )
  }
}

/** The copy that will be the database: examined, with new epochs, in one file and on the disk. */
async function prepare(source: string, fresh: string, newEpoch: () => string): Promise<Contents> {
  await copyFile(source, fresh)
  await chmod(fresh, 0o600)
  const contents = await withRaw(fresh, 'write', async (db) => {
    const found = await examineCopy(db, source)
    await db.all('PRAGMA journal_mode = DELETE')
    await db.all('PRAGMA synchronous = FULL')
    await db.all('BEGIN')
    for (const { id } of await db.all<{ id: string }>('SELECT id FROM stores')) {
      await db.all('UPDATE stores SET epoch = ? WHERE id = ?', [newEpoch(), id])
    }
    // A code that was used after the backup was made must not pair a second device.
    await db.all('UPDATE pairing_codes SET used_at = expires_at WHERE used_at IS NULL')
    await db.all('COMMIT')
    return found
  })
  await syncFile(fresh)
  return contents
}

/**
 * Moves the database out of the way, whole: what is in its log is written into it first, and where that fails (a damaged
 * one is often why somebody restores) the log goes with it. The log of one database must never be found beside another:
 * SQLite would replay it.
 */
async function moveAside(file: string, aside: string): Promise<boolean> {
  const there = await exists(file)
  if (there) {
    // With a log that holds every page, SQLite would make a database of a file that is none.
    const { sqlite } = await readHeader(file)
    if (sqlite) await withRaw(file, 'write', (db) => db.all('PRAGMA wal_checkpoint(TRUNCATE)')).catch(() => {})
    await rename(file, aside)
  }
  if (await exists(`${file}-wal`)) await rename(`${file}-wal`, `${aside}-wal`)
  await rm(`${file}-shm`, { force: true })
  await syncFolder(dirname(file))
  return there
}

async function moveBack(file: string, aside: string): Promise<void> {
  if (await exists(`${aside}-wal`)) await rename(`${aside}-wal`, `${file}-wal`)
  await rename(aside, file)
}
