import { chmod, lstat, open, readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { StorageLog } from '../storage-log.ts'
import { codeOf } from './durable-files.ts'

/** Error codes of file systems and owners that do not let a mode be changed. */
const NO_MODES = ['EPERM', 'EACCES', 'EROFS', 'ENOTSUP', 'EINVAL']

/**
 * Resolves to the path without any link in it; of a file that is not there, to the path that it would have. Rejects with
 * the error of the file system when a folder on the way is missing or closed to us.
 */
export async function realPath(file: string): Promise<string> {
  try {
    return await realpath(file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return join(await realpath(dirname(file)), basename(file))
  }
}

/**
 * Makes an empty file that its owner alone can read, unless there is one. A file that is there is never opened: closing
 * it would take the locks away that this process holds on it (POSIX). Rejects with the error of the file system.
 */
export async function madePrivate(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close()
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/**
 * Takes the rights of everybody but the owner from the database, its log, index, lock, and what restores have replaced:
 * everything beside it whose name begins with its name. SQLite gives a log the mode of its database. Windows has no such
 * modes; there a file has the rights of its folder, which is the user's own by default.
 */
export async function makePrivate(file: string, log: StorageLog): Promise<void> {
  if (process.platform === 'win32') return
  const folder = dirname(file)
  for (const name of await readdir(folder)) {
    if (!name.startsWith(basename(file))) continue
    const path = join(folder, name)
    const found = await lstat(path)
    if (!found.isFile() || (found.mode & 0o077) === 0) continue
    await chmod(path, 0o600).catch((error: unknown) => {
      if (!NO_MODES.includes(codeOf(error))) throw error
      log.warn({ file: path, code: codeOf(error) }, 'other users can read a file of the database')
    })
  }
}
