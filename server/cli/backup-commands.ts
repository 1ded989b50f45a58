import { join, resolve } from 'node:path'
import { LOCAL_KEYS_FILE, SECRETS_FILE } from '../../shared/api/local-keys.ts'
import type { Clock } from '../../shared/clock.ts'
import { backUp } from '../db/sqlite/backup.ts'
import { exists } from '../db/sqlite/durable-files.ts'
import { restore } from '../db/sqlite/restore.ts'
import type { Contents } from '../db/sqlite/verify-backup.ts'
import type { Random } from '../lib/random.ts'

/** Name of the database in DATA_DIR. */
const DATABASE = 'laidan.db'

/**
 * Runs `laidan-server backup FILE`; resolves to the lines to print. Rejects with a BackupError or the file system's
 * error.
 */
export async function backupCommand(dataDir: string, to: string): Promise<string[]> {
  const contents = await backUp({ file: join(dataDir, DATABASE), to })
  return [
    `Backup written and verified: ${resolve(to)}`,
    `  ${summary(contents)}`,
    '  It holds names, phone numbers and addresses: keep it where only you can read it. It holds no keys and no secrets:',
    `  of ${SECRETS_FILE} and ${LOCAL_KEYS_FILE} in ${dataDir} keep a copy of their own.`,
  ]
}

/**
 * Runs `laidan-server restore FILE`: puts the backup in the place of the database. Resolves to the lines to print.
 * Rejects with a BackupError, a DatabaseInUseError or the file system's error.
 */
export async function restoreCommand(
  dataDir: string,
  from: string,
  { clock, random }: { clock: Clock; random: Random },
): Promise<string[]> {
  const file = join(dataDir, DATABASE)
  const time = new Date(clock.now()).toISOString().replace(/[-:.]/g, '')
  const done = await restore({ from, file, newEpoch: () => random.id('ep'), aside: `${file}.replaced-${time}` })
  return [
    `Restored: ${file}`,
    `  ${summary(done)}`,
    ...(done.aside === undefined ? [] : [`  The replaced database: ${done.aside}`]),
    ...(done.rawCopy
      ? [
          '  Warning: this file was not written by the backup command. If it was copied while a server ran, what the',
          '  server had written last may be missing from it.',
        ]
      : []),
    '  Every device is told that it was reset, and gets everything that is open.',
    '  Keys and devices that were revoked after the backup was made are valid again: revoke them once more.',
    ...((await exists(join(dataDir, SECRETS_FILE)))
      ? []
      : [
          `  A backup holds no secret: put ${SECRETS_FILE} of the old folder beside the database, or the next start makes a`,
          '  new webhook secret, which your own payment system must then be given.',
        ]),
    'Now start the server.',
  ]
}

function summary({ stores, orders, openReminders }: Contents): string {
  return `stores: ${stores}, orders: ${orders}, unanswered reminders: ${openReminders}`
}
