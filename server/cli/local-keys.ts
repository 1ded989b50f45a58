import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { LOCAL_KEYS_FILE, type LocalKeys, localKeysSchema } from '../../shared/api/local-keys.ts'

/**
 * Writes the keys for programs of the same user on this machine, in a file of mode 600, `local-keys.json` unless `name`
 * says another. Rejects with the file system's error.
 */
export async function writeLocalKeys(dataDir: string, keys: Partial<LocalKeys>, name = LOCAL_KEYS_FILE): Promise<void> {
  await writeFileAtomic(join(dataDir, name), `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
}

/** Reads the keys of {@link writeLocalKeys}; resolves to `undefined` when the file is missing or has another form. */
export async function readLocalKeys(dataDir: string): Promise<LocalKeys | undefined> {
  try {
    return localKeysSchema.parse(JSON.parse(await readFile(join(dataDir, LOCAL_KEYS_FILE), 'utf8')))
  } catch {
    return undefined
  }
}

/** Says why a server that took no key of `local-keys.json` did not, and what to do; `status`: its answer. */
export function wordOfRefusal(status: number): string {
  if (status !== 401 && status !== 403) return `it answers with ${status}.`
  return (
    `it answers with ${status}: it does not know the operatorKey of ${LOCAL_KEYS_FILE}. That is a key of another server, or ` +
    `one that was revoked: put a valid one in its place (docs/keys.md, "A lost key").`
  )
}
