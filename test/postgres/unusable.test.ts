import { expect, it } from 'vitest'
import { migrate, withStartLock } from '../../server/db/postgres/migrate.ts'
import { expectReachable } from '../../server/db/postgres/target.ts'
import { hostClock } from '../../shared/clock.ts'
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

it('a server without TLS is out of reach for a URL that asks for it, and a command says why', async () => {
  const url = `${await createDatabase('plain')}?sslmode=require`
  await expect(expectReachable(url)).rejects.toMatchObject({
    name: 'DatabaseCommandError',
    message: expect.stringMatching(/^PostgreSQL .* says no: The server does not support SSL connections\. Nothing was/),
  })
  // A start waits for what is out of reach, and names the cause in its log.
  await expect(withStartLock(url, hostClock(globalThis), () => migrate(url))).rejects.toMatchObject({
    name: 'StorageError',
    cause: { message: 'The server does not support SSL connections' },
  })
})
