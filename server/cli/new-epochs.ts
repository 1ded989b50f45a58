import type { Clock } from '../../shared/clock.ts'
import { DatabaseCommandError } from '../db/postgres/command-error.ts'
import { databaseNameOf } from '../db/postgres/database-name.ts'
import type { Random } from '../lib/random.ts'

/**
 * Runs `laidan-server new-epochs`, for a PostgreSQL database that came out of a backup; resolves to the lines to print.
 * Rejects with a {@link DatabaseCommandError} or an UnusableDatabaseError.
 */
export async function newEpochsCommand(
  url: string | undefined,
  { clock, random }: { clock: Clock; random: Random },
): Promise<string[]> {
  if (url === undefined)
    throw new DatabaseCommandError(
      'new-epochs is for PostgreSQL, and DATABASE_URL is not set. With SQLite the command restore begins new epochs by ' +
        'itself. Nothing was changed.',
    )
  const { beginEpochs } = await import('../db/postgres/begin-epochs.ts')
  const stores = await beginEpochs({ url, clock, newEpoch: () => random.id('ep') })
  return [
    `New epochs: ${databaseNameOf(url)}, stores: ${stores}`,
    '  Every device is told that it was reset, and gets everything that is open.',
    '  Keys and devices that were revoked after the backup was made are valid again: revoke them once more.',
    'Now start the servers.',
  ]
}
