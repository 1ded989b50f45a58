import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LOCAL_KEYS_FILE, type LocalKeys, localKeysSchema } from '../../shared/api/local-keys.ts'

/**
 * Reads the keys that the server of this machine left for programs of its owner; `undefined`: none usable. Never
 * rejects.
 */
export async function readLocalKeys(dataDir: string): Promise<LocalKeys | undefined> {
  try {
    return localKeysSchema.parse(JSON.parse(await readFile(join(dataDir, LOCAL_KEYS_FILE), 'utf8')))
  } catch {
    return undefined
  }
}
