import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { SECRETS_FILE, secretsSchema } from '../../shared/api/local-keys.ts'
import { codeOf, syncFolder } from '../db/sqlite/durable-files.ts'
import { makePrivate } from '../db/sqlite/private-files.ts'
import type { StorageLog } from '../db/storage-log.ts'

/**
 * Makes the store of the secrets that this server has made for itself: `secrets.json` in DATA_DIR, mode 600. `read` and
 * `keep` reject with the file system's error, and with an Error that names the file when it has another form: a new
 * secret in its place would refuse the shop's payments.
 */
export function createSecretFile(dataDir: string, log: StorageLog) {
  const file = join(dataDir, SECRETS_FILE)

  async function readAll(): Promise<Record<string, string>> {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    })
    if (text === undefined) return {}
    await makePrivate(file, log)
    try {
      return secretsSchema.parse(JSON.parse(text))
    } catch {
      throw new Error(`${file} is damaged: it must hold one JSON object of names and secrets. Put it back from a copy.`)
    }
  }

  return {
    async read(name: string): Promise<string | undefined> {
      const secrets = await readAll()
      return Object.hasOwn(secrets, name) ? secrets[name] : undefined
    },
    async keep(name: string, secret: string): Promise<void> {
      const secrets = { ...(await readAll()), [name]: secret }
      await writeFileAtomic(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
      await syncFolder(dataDir)
    },
  }
}
