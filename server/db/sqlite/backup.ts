import { open, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { copyInSteps } from './copy-in-steps.ts'
import { codeOf, exists, publishFile } from './durable-files.ts'
import { withRaw } from './raw-sqlite.ts'
import { BackupError, type Contents, examineCopy } from './verify-backup.ts'

/**
 * Writes a copy of the database `file` to `to`, whether a server runs on it or not: one consistent view, in which
 * everything is that was committed when the copying began. The server is not held up: copying only reads, and in WAL mode
 * readers and the writer do not wait for each other.
 *
 * The copy appears under its name when it is complete, verified and synced, readable by its owner alone; until then it
 * is called `….part`. Nothing is ever overwritten. Rejects with {@link BackupError}.
 */
export async function backUp({ file, to }: { file: string; to: string }): Promise<Contents> {
  if (!(await exists(file))) throw new BackupError(`There is no database in ${dirname(file)}. Is DATA_DIR right?`)
  const target = resolve(to)
  const part = `${target}.${process.pid}.part`
  try {
    if (await exists(target)) throw Object.assign(new Error(`${target} exists`), { code: 'EEXIST' })
    return await writeCopy(file, part, target)
  } catch (error) {
    await clear(part).catch(() => {})
    throw explained(error, target)
  }
}

async function writeCopy(file: string, part: string, target: string): Promise<Contents> {
  // A backup that was killed may have left one.
  await clear(part)
  await (await open(part, 'wx', 0o600)).close()
  await copyInSteps(file, part)
  const contents = await withRaw(part, 'write', async (copy) => {
    // Into one file, as one that no server has open: the copy says of itself that it has a log.
    await copy.all('PRAGMA journal_mode = DELETE')
    return await examineCopy(copy, 'the copy')
  })
  await publishFile(part, target)
  return contents
}

async function clear(part: string): Promise<void> {
  for (const ending of ['', '-journal', '-wal', '-shm']) await rm(`${part}${ending}`, { force: true })
}

function explained(error: unknown, target: string): unknown {
  const because: Record<string, string> = {
    ENOENT: `The folder ${dirname(target)} does not exist.`,
    ENOTDIR: `${dirname(target)} is not a folder.`,
    EACCES: `${dirname(target)} may not be written to.`,
    EROFS: `${dirname(target)} may not be written to.`,
    EEXIST: `${target} exists already. Nothing is overwritten; choose another name.`,
    ENOSPC: `There is no room left in ${dirname(target)}.`,
    SQLITE_FULL: `There is no room left in ${dirname(target)}.`,
    SQLITE_CANTOPEN: 'The database in DATA_DIR may not be read, or its folder not be written to, by this user.',
    SQLITE_NOTADB: 'The database in DATA_DIR is not a SQLite database.',
    SQLITE_CORRUPT: 'The database in DATA_DIR is damaged; it cannot be copied.',
  }
  const text = because[codeOf(error)]
  return text === undefined ? error : new BackupError(`${text} No backup was made.`, { cause: error })
}
