import type { Clock } from '../../../shared/clock.ts'
import { asCommandError, DatabaseCommandError } from './command-error.ts'
import { migrate, withStartLock } from './migrate.ts'
import { expectNoServer, hasSchema, inTransaction, withConnection } from './target.ts'

/**
 * Gives every store of a database that came out of a backup a new epoch: each device is told that it was reset, and gets
 * everything that is open (I13). Pairing codes that are out become invalid, since one may have been used after the backup
 * was made, and what its servers have told each other is forgotten. Resolves to the number of stores. Rejects with a
 * {@link DatabaseCommandError} or an UnusableDatabaseError.
 */
export async function beginEpochs(options: {
  url: string
  clock: Pick<Clock, 'after'>
  /** An epoch that was never used, for a store. */
  newEpoch(): string
}): Promise<number> {
  const { url, clock, newEpoch } = options
  try {
    return await withStartLock(url, clock, () =>
      withConnection(url, 'epochs', async (client) => {
        await expectNoServer(client)
        if (!(await hasSchema(client)))
          throw new DatabaseCommandError('The PostgreSQL database holds no store. Nothing was changed.')
        await migrate(url)
        return await inTransaction(client, async () => {
          const { rows } = await client.query<{ id: string }>('SELECT id FROM stores ORDER BY id')
          for (const { id } of rows) await client.query('UPDATE stores SET epoch = $1 WHERE id = $2', [newEpoch(), id])
          await client.query('UPDATE pairing_codes SET used_at = expires_at WHERE used_at IS NULL')
          await client.query('UPDATE devices SET node_id = NULL, session = NULL WHERE node_id IS NOT NULL')
          await client.query('DELETE FROM nodes')
          // Its transaction numbers are those of another cluster.
          await client.query('DELETE FROM feed')
          return rows.length
        })
      }),
    )
  } catch (error) {
    throw asCommandError(error, url)
  }
}
