import { expect, it } from 'vitest'
import { migrate } from '../../server/db/postgres/migrate.ts'
import { withClient } from '../support/postgres-cluster.ts'
import { createDatabase, databaseName } from '../support/test-database.ts'

it('a database of a newer version is refused in words that an operator understands', async () => {
  const url = await createDatabase('newer')
  await migrate(url)
  await withClient(url, (client) =>
    client.query(`INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('9999-later', 99, now())`),
  )
  await expect(migrate(url)).rejects.toMatchObject({
    name: 'UnusableDatabaseError',
    message: expect.stringMatching(/newer version.*\(9999-later\)/),
  })
})

it('a role that may not make tables is refused with what it must own', async () => {
  const url = await createDatabase('poor')
  // Tables of the system's own schema are nobody's to make; the same refusal as in a database of somebody else.
  await withClient(url, (client) => client.query(`ALTER DATABASE ${databaseName(url)} SET search_path = pg_catalog`))
  await expect(migrate(url)).rejects.toMatchObject({
    name: 'UnusableDatabaseError',
    message: expect.stringContaining('must own the database'),
  })
})
