import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { RUNNING_FILE, type RunningServerNote, runningServerSchema } from '../../shared/api/running-server.ts'
import { exists } from '../db/sqlite/durable-files.ts'
import { DatabaseInUseError, lockDatabase } from '../db/sqlite/lock.ts'
import { realPath } from '../db/sqlite/private-files.ts'

/** Thrown when a start finds its database served already, by the process that the message names. */
export class AlreadyServedError extends Error {
  override name = 'AlreadyServedError'
  constructor(file: string, { pid, url, attached }: RunningServerNote) {
    super(
      `Another Laidan server is already using ${file}: process ${pid} at ${url}, started ` +
        `${attached ? 'by npm start, with which it ends' : 'by itself'}. Stop it, or set another DATA_DIR.`,
    )
  }
}

/** Writes down which process serves `dataDir`; resolves to the call that takes the note away. Never rejects. */
export async function noteRunning(dataDir: string, note: RunningServerNote): Promise<() => Promise<void>> {
  const file = join(dataDir, RUNNING_FILE)
  // The note helps people and `npm start`; the lock is what keeps a second server away.
  await writeFileAtomic(file, `${JSON.stringify(note)}\n`, { mode: 0o600, fsync: false }).catch(() => {})
  return () => forgetRunning(dataDir)
}

/** Takes the note of `dataDir` away. Never rejects. */
export async function forgetRunning(dataDir: string): Promise<void> {
  await rm(join(dataDir, RUNNING_FILE), { force: true }).catch(() => {})
}

/**
 * Reads the note of the process that serves the database `file` in `dataDir` right now; `undefined` when none does, and
 * when none has left a note. The lock tells: a note alone may be of a server that was killed.
 */
export async function whoServes(dataDir: string, file: string): Promise<RunningServerNote | undefined> {
  try {
    const note = runningServerSchema.parse(JSON.parse(await readFile(join(dataDir, RUNNING_FILE), 'utf8')))
    return (await isLocked(file)) ? note : undefined
  } catch {
    return undefined
  }
}

/** Tells whether a process holds the lock. Makes no lock where there is none: that would be a sign of a lost database. */
async function isLocked(file: string): Promise<boolean> {
  if (!(await exists(`${await realPath(file)}.lock`))) return false
  try {
    await (await lockDatabase(file)).release()
    return false
  } catch (error) {
    return error instanceof DatabaseInUseError
  }
}
