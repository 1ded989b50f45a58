import { open } from 'node:fs/promises'
import type sqlite3 from 'sqlite3'
import { hostClock } from '../../../shared/clock.ts'
import { openRaw } from './raw-sqlite.ts'

/** Pages that a step copies: 256 KB, which a disk takes in a few milliseconds. With steps of 4 MB COMMITs beside it waited twice as long. */
const STEP_PAGES = 64

/** SQLite's backup interface as node-sqlite3 has it; its types leave it out (its lib/sqlite3.js and src/backup.cc). */
interface Backup {
  step(pages: number, done: (error: Error | null, completed: boolean) => void): void
  finish(done: () => void): void
}
type WithBackup = sqlite3.Database & { backup(to: string, done: (error: Error | null) => void): Backup }

/**
 * Copies one snapshot of the database `file` page by page into the empty file `to`, in steps, each of which is synced
 * and followed by a pause as long as it took: the disk is never busy with the copy alone, and payments meanwhile find it
 * free. The snapshot is held from the first step to the last, or SQLite would begin again at every COMMIT of the server
 * (sqlite.org/backup.html); so the write-ahead log grows for that long, and nobody waits for it (checkpoints.ts).
 * Rejects with SQLite's error.
 */
export async function copyInSteps(file: string, to: string): Promise<void> {
  const source = await openRaw(file, 'read')
  try {
    await source.all('BEGIN')
    await source.all('SELECT COUNT(*) FROM sqlite_schema')
    const backup = await begin(source.connection as WithBackup, to)
    try {
      await copy(backup, to)
    } finally {
      await new Promise<void>((resolve) => backup.finish(resolve))
    }
  } finally {
    await source.close()
  }
}

function begin(source: WithBackup, to: string): Promise<Backup> {
  return new Promise((resolve, reject) => {
    const backup: Backup = source.backup(to, (error) => (error ? reject(error) : resolve(backup)))
  })
}

async function copy(backup: Backup, to: string): Promise<void> {
  const { elapsed, after } = hostClock(globalThis)
  const handle = await open(to, 'r+')
  try {
    for (;;) {
      const begun = elapsed()
      const completed = await new Promise<boolean>((resolve, reject) => {
        backup.step(STEP_PAGES, (error, done) => (error ? reject(error) : resolve(done)))
      })
      if (completed) return
      await handle.datasync()
      await new Promise<void>((resolve) => after(elapsed() - begun, resolve))
    }
  } finally {
    await handle.close()
  }
}
