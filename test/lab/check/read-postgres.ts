import pg from 'pg'
import { withClient } from '../../support/postgres-cluster.ts'
import { type DatabaseDump, readTables } from './read-database.ts'

/** Type number of BIGINT (pg_type.dat), which the driver would hand over as text. */
const BIGINT = 20

/** Reads a database of PostgreSQL as it is at one moment, whatever its servers do meanwhile. */
export async function readPostgres(url: string): Promise<DatabaseDump> {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid: number) => (oid === BIGINT ? Number : pg.types.getTypeParser(oid)),
  }
  return await withClient(url, async (client) => {
    const all = async <Row>(text: string) => (await client.query({ text, types })).rows as Row[]
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return {
      // PostgreSQL keeps its foreign keys itself, and has no check of its files in SQL.
      integrity: ['ok'],
      dangling: 0,
      ...(await readTables(all)),
    }
  })
}
