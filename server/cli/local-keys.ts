import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { LOCAL_KEYS_FILE, type LocalKeys, localKeysSchema } from '../../shared/api/local-keys.ts'

/** Keeps the keys for programs of the same user on this machine: readable by the owner only (mode 600). */
export async function writeLocalKeys(dataDir: string, keys: LocalKeys): Promise<void> {
  await writeFileAtomic(join(dataDir, LOCAL_KEYS_FILE), `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
}

/** `undefined` when there is no such file, or not one of ours. */
export async function readLocalKeys(dataDir: string): Promise<LocalKeys | undefined> {
  try {
    return localKeysSchema.parse(JSON.parse(await readFile(join(dataDir, LOCAL_KEYS_FILE), 'utf8')))
  } catch {
    return undefined
  }
}
