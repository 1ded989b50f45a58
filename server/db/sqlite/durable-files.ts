import { link, lstat, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Error codes of file systems without hard links (FAT, some network shares). */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK']
/** Error codes of Windows for a folder that shall be opened or synced; it has no such thing. */
const NO_FOLDER_SYNC = ['EPERM', 'EISDIR', 'EACCES', 'EINVAL']

/** The `code` of a system or SQLite error; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Resolves to whether there is a file or link at `path`. Rejects with the error of the file system when it cannot tell. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/** Resolves when the content of `path` is on the disk. Rejects with the error of the file system. */
export async function syncFile(path: string): Promise<void> {
  await sync(path, 'r+')
}

/** The names in `folder` are on the disk, where the system knows how to do that. */
export async function syncFolder(folder: string): Promise<void> {
  await sync(folder, 'r').catch((error: unknown) => {
    if (!NO_FOLDER_SYNC.includes(codeOf(error))) throw error
  })
}

async function sync(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Gives a finished file its name, at once and as a whole, and never takes the name from another: rejects with EEXIST.
 * Both names must be in the same folder.
 */
export async function publishFile(finished: string, name: string): Promise<void> {
  await syncFile(finished)
  try {
    await link(finished, name)
    await rm(finished)
  } catch (error) {
    if (!NO_LINKS.includes(codeOf(error))) throw error
    if (await exists(name)) throw Object.assign(new Error(`${name} exists`), { code: 'EEXIST' })
    await rename(finished, name)
  }
  await syncFolder(dirname(name))
}
