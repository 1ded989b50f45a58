import { openPostgres } from '../../../server/db/postgres/open-postgres.ts'
import { silentLog } from '../../../server/db/storage-log.ts'
import type { Premises } from '../../path/model/premises.ts'
import { TEMPLATE } from '../../support/postgres-for-tests.ts'
import { createDatabase, databaseName, disconnectDatabase, dropDatabase } from '../../support/test-database.ts'

/** Makes the premises of two servers that share a database of the project's PostgreSQL. */
export async function postgresPremises(): Promise<Premises> {
  let live = await createDatabase('model', TEMPLATE)
  let saved: string | undefined
  return {
    nodes: 2,
    open: () => openPostgres({ url: live, log: silentLog, below: () => 0 }),
    async save() {
      if (saved !== undefined) await dropDatabase(saved)
      saved = await createDatabase('model', databaseName(live))
    },
    async restore() {
      if (saved === undefined) throw new Error('nothing was saved')
      await dropDatabase(live)
      live = await createDatabase('model', databaseName(saved))
    },
    disconnect: () => disconnectDatabase(live),
  }
}
