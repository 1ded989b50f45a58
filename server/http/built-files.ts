import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../shared/clock.ts'

/** How often the mark is looked at, at most. */
const LOOK_MS = 1_000
/** A build that is younger may still be written: its files are read, and not kept. */
const SETTLED_MS = 10_000
/** Most bytes in memory: thirty times the console’s. A file beyond that is read for each request. */
const MOST_BYTES = 16 * 2 ** 20

/** A file of a build, as it is handed out. */
export interface BuiltFile {
  body: Buffer
  /** A strong entity tag, by the content (RFC 9110 §8.8.3). */
  etag: string
}

/** The files of a build, in memory once they have been asked for. */
export interface BuiltFiles {
  /**
   * Reads the file at `path` below the folder; undefined when there is none. The caller answers for what `path` may
   * be. Rejects with the error of the file system when the file is there and cannot be read.
   */
  read(path: string): Promise<BuiltFile | undefined>
}

/**
 * Keeps the files of a build in memory, so that a page costs no turn of the threads that SQLite uses. A build may be
 * replaced while the server runs: `mark` is a file that each build writes anew, and when it has changed everything is
 * forgotten, a second later at most.
 */
export function createBuiltFiles(folder: string, mark: string, clock: Clock): BuiltFiles {
  const kept = new Map<string, BuiltFile>()
  const reading = new Map<string, Promise<BuiltFile | undefined>>()
  let bytes = 0
  let build: string | undefined
  let settled = false
  let lookedAt = 0

  async function look(): Promise<void> {
    if (build !== undefined && clock.elapsed() - lookedAt < LOOK_MS) return
    lookedAt = clock.elapsed()
    const facts = await stat(join(folder, mark)).catch(() => undefined)
    const seen = facts && `${facts.ino} ${facts.size} ${facts.mtimeMs}`
    settled = facts !== undefined && clock.now() - facts.mtimeMs > SETTLED_MS
    if (seen === build) return
    build = seen
    kept.clear()
    reading.clear()
    bytes = 0
  }

  async function fetch(path: string, of: string | undefined): Promise<BuiltFile | undefined> {
    const body = await readFile(join(folder, path)).catch(nothingThere)
    if (body === undefined) return undefined
    const file = { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
    if (settled && of === build && bytes + body.length <= MOST_BYTES) {
      kept.set(path, file)
      bytes += body.length
    }
    return file
  }

  /** Reads a file once for all who ask for it at the same moment. */
  function together(path: string): Promise<BuiltFile | undefined> {
    const begun = reading.get(path)
    if (begun !== undefined) return begun
    const mine = fetch(path, build).finally(() => {
      if (reading.get(path) === mine) reading.delete(path)
    })
    reading.set(path, mine)
    return mine
  }

  return {
    async read(path) {
      await look()
      return kept.get(path) ?? (await together(path))
    },
  }
}

/** Takes a missing file, and a folder in its place, for no file; throws every other error of the file system again. */
function nothingThere(error: unknown): undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'ENOTDIR' && code !== 'ENAMETOOLONG') throw error
}
