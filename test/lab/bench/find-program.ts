import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Debian's servers are where the PATH of most people does not look. */
const MORE_FOLDERS = ['/usr/local/sbin', '/usr/sbin']

/** The path of an installed program; `undefined` when there is none of this name. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), ...MORE_FOLDERS]
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}
