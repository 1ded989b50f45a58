import type { Sql, Tx } from '../database.ts'
import { migrationSource } from '../migrations/index.ts'
import { transaction } from '../transaction.ts'
import { UnusableDatabaseError } from '../unusable-database.ts'
import { realPath } from './private-files.ts'
import { withRaw } from './raw-sqlite.ts'
import { createSqliteSession } from './sqlite-session.ts'

/** As the server's own connections: what is committed is on the disk, and no checkpoint is made here. */
const PRAGMAS = [
  'PRAGMA synchronous = FULL',
  'PRAGMA fullfsync = ON',
  'PRAGMA foreign_keys = ON',
  'PRAGMA wal_autocheckpoint = 0',
]

/**
 * Runs a small command on a database that a server serves, on a connection of its own. In WAL mode two processes of one
 * machine may write, one after the other; the server's writer waits for this one for a few milliseconds, and sees the rows
 * at its next statement. Rejects with an {@link UnusableDatabaseError} when the server has a schema of another version,
 * and with the command's error; then nothing was changed.
 */
export async function writeBesideServer<T>(file: string, command: (tx: Tx) => Promise<T>): Promise<T> {
  return await withRaw(await realPath(file), 'write', async ({ connection, all }) => {
    for (const pragma of PRAGMAS) await all(pragma)
    const sql = createSqliteSession(connection)
    try {
      await expectSchema(sql)
      await sql.run('BEGIN IMMEDIATE')
      const tasks: (() => void)[] = []
      const ends: (() => Promise<void>)[] = []
      const run = async () => {
        const value = await command(transaction(sql, tasks, ends))
        for (const end of ends) await end()
        return value
      }
      const value = await run().catch(async (error: unknown) => {
        await sql.run('ROLLBACK').catch(() => {})
        throw error
      })
      await sql.run('COMMIT')
      for (const task of tasks) task()
      return value
    } finally {
      await sql.release()
    }
  })
}

/** Expects the schema of this version: the statements of a command are written for it. */
async function expectSchema(sql: Sql): Promise<void> {
  const newest = (await migrationSource.getMigrations([])).at(-1)?.name
  const row = await sql.get<{ name: string }>('SELECT name FROM knex_migrations ORDER BY id DESC LIMIT 1')
  if (row?.name !== newest)
    throw new UnusableDatabaseError(
      'The server that runs on this database is of another version than this command. Restart it with this version, or use ' +
        'the command of its own. Nothing was changed.',
    )
}
