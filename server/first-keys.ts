import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FIRST_KEYS_FILE, LOCAL_KEYS_FILE } from '../shared/api/local-keys.ts'
import type { Clock } from '../shared/clock.ts'
import { writeLocalKeys } from './cli/local-keys.ts'
import { bootstrap, type FirstKeys } from './commands/bootstrap.ts'
import type { Config } from './config.ts'
import { DatabaseCommandError } from './db/postgres/command-error.ts'
import { databaseNameOf } from './db/postgres/database-name.ts'
import { createLogger } from './lib/logger.ts'
import type { Random } from './lib/random.ts'
import { openDatabase } from './open-database.ts'

/** Where keys are handed over. */
export interface KeysOutput {
  dataDir: string
  /** Whether the output is a terminal; everything else is kept and read by others: a log, a journal, a file. */
  terminal: boolean
  say(line: string): void
}

/** Facts of a server that it hands over with its first keys. */
interface OfServer {
  url: string
  /** The webhook secret. */
  secret: string
  /** Whether the keys are to be kept for the commands of this machine. */
  keep: boolean
}

/**
 * Hands the keys of a new installation over: into `local-keys.json` if that is to be kept, and onto the terminal. With
 * neither they go into a file that the operator reads and deletes; a log is no place for them. Rejects with the file
 * system's error.
 */
export async function showFirstKeys(
  { store, orderingKey, operatorKey }: FirstKeys,
  { dataDir, terminal, say }: KeysOutput,
  server?: OfServer,
): Promise<void> {
  const keys = { storeId: store.id, orderingKey, operatorKey }
  const all = { ...(server && { url: server.url }), ...keys, ...(server && { standardWebhooksSecret: server.secret }) }
  const keep = server?.keep === true
  if (keep) await writeLocalKeys(dataDir, all)
  else if (!terminal) await writeLocalKeys(dataDir, all, FIRST_KEYS_FILE)
  say('First start. The database keeps its keys only as hashes:')
  say(`  store                       ${store.id}  ${store.name}`)
  if (terminal) {
    say(`  key of the ordering system  ${orderingKey}`)
    say(`  key of the operator         ${operatorKey}`)
  }
  if (keep) say(`  the keys are in ${join(dataDir, LOCAL_KEYS_FILE)}, for the commands of this machine`)
  else if (!terminal) say(`  the keys are in ${join(dataDir, FIRST_KEYS_FILE)}: put them away, and delete that file`)
}

/**
 * Runs `laidan-server first-keys`: gives a PostgreSQL database its first store and keys, beside servers that may run.
 * Rejects with a {@link DatabaseCommandError}, an UnusableDatabaseError or the file system's error.
 */
export async function firstKeysCommand(
  config: Pick<Config, 'DATABASE_URL' | 'DATA_DIR'>,
  { clock, random, ...output }: KeysOutput & { clock: Clock; random: Random },
): Promise<void> {
  const url = config.DATABASE_URL
  if (url === undefined)
    throw new DatabaseCommandError(
      'first-keys is for PostgreSQL, and DATABASE_URL is not set. With SQLite the first start makes the keys.',
    )
  await mkdir(output.dataDir, { recursive: true, mode: 0o700 })
  const { expectReachable } = await import('./db/postgres/target.ts')
  await expectReachable(url)
  const db = await openDatabase({ config, logger: createLogger('warn'), random, fresh: false })
  try {
    const made = await db.alone(() => bootstrap({ db, clock, random }, (keys) => showFirstKeys(keys, output)))
    if (made === undefined)
      throw new DatabaseCommandError(
        `${databaseNameOf(url)} has its first keys already. They were shown once, and the database has only their hashes; the command keys makes others.`,
      )
  } finally {
    await db.close()
  }
}
