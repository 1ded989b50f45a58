import type { Context } from '../context/context.ts'
import type { Database } from '../db/database.ts'
import { wipeDeleted } from '../db/wipe-deleted.ts'

/** Where the secrets of this installation are kept, by name: never in the database, and so in no backup. */
export interface SecretStore {
  read(name: string): Promise<string | undefined>
  /** Resolves when the secret is on the disk. */
  keep(name: string, secret: string): Promise<void>
}

/** Reads the secret `name` of this installation; the first call makes it. Rejects with the error of the store. */
export async function ownSecret(store: SecretStore, name: string, makeSecret: () => string): Promise<string> {
  const known = await store.read(name)
  if (known !== undefined) return known
  const secret = makeSecret()
  await store.keep(name, secret)
  return secret
}

/**
 * Moves secrets that an earlier version has left in the database (or a backup of one has brought back) into the store,
 * unless that has one of the name; then erases them, to the last byte. To be called before the database serves anybody. Rejects with the error
 * of the store, with nothing erased, and with `storage_unavailable`.
 */
export async function moveSecretsOut(
  db: Database,
  store: SecretStore,
  logger: Pick<Context['logger'], 'warn'>,
): Promise<void> {
  const rows = await db.read.all<{ name: string; value: string }>(
    `SELECT name, value FROM installation WHERE name LIKE '%\\_secret' ESCAPE '\\'`,
  )
  if (rows.length === 0) return
  for (const { name, value } of rows) if ((await store.read(name)) === undefined) await store.keep(name, value)
  await db.write((tx) => tx.run(`DELETE FROM installation WHERE name LIKE '%\\_secret' ESCAPE '\\'`))
  try {
    await wipeDeleted(db)
  } catch (error) {
    logger.warn({ err: error }, 'the bytes of a secret may still be in the file of the database; VACUUM it')
  }
}
