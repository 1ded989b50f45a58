import { readFile, rename } from 'node:fs/promises'
import writeFileAtomic from 'write-file-atomic'
import type { StateFile } from '../core/ports.ts'
import { retryBusy } from './retry-busy.ts'

/**
 * Opens a file that is replaced as a whole: written beside, synced, renamed. Only its owner may read it, because it
 * holds customers' texts.
 */
export function createStateFile(path: string): StateFile {
  return {
    async read() {
      try {
        return await retryBusy(() => readFile(path, 'utf8'))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
        throw error
      }
    },
    write: (text) => retryBusy(() => writeFileAtomic(path, text, { mode: 0o600, fsync: true })),
    quarantine: () => retryBusy(() => rename(path, `${path}.unreadable`)),
  }
}
