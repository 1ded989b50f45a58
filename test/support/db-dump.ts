import { expect } from 'vitest'
import type { Context } from '../../server/context/context.ts'
import type { Sql } from '../../server/db/database.ts'
import { engine } from './test-database.ts'

/** Every row of every table, by table. */
export type DatabaseDump = Record<string, Record<string, unknown>[]>

/** Bookkeeping of the database itself and of the migrations. */
const NOT_OURS = /^(sqlite_|knex_)/

/** Lists the tables, in the words of each engine. */
const TABLES = {
  sqlite: `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`,
  postgres: `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
}

/** A device's reports about itself, written twice a second whatever it asks for. */
const HARMLESS_COLUMNS: Record<string, readonly string[]> = { devices: ['acked_seq', 'last_seen_at'] }

/** `/readyz` proves that the disk takes writes by writing here. */
const HARMLESS_ROWS: Record<string, string> = { installation: `name = 'ready'` }

/** Reads the whole database but for the harmless columns and rows, in a fixed order. */
export async function dumpDatabase(sql: Sql): Promise<DatabaseDump> {
  const tables = await sql.all<{ name: string }>(TABLES[engine()])
  const dump: DatabaseDump = {}
  for (const { name } of tables.filter(({ name }) => !NOT_OURS.test(name))) {
    const rows = await sql.all<Record<string, unknown>>(
      `SELECT * FROM ${name} WHERE NOT (${HARMLESS_ROWS[name] ?? 'FALSE'})`,
    )
    const harmless = HARMLESS_COLUMNS[name] ?? []
    dump[name] = rows
      .map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !harmless.includes(column))))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  return dump
}

/**
 * Remembers the database as it is now. The returned function expects it to be unchanged, and names the attempt in
 * between; it fails softly, so that one run shows every attempt that changed a row.
 */
export async function watchDatabase({ db }: Pick<Context, 'db'>): Promise<(tried: string) => Promise<void>> {
  let before = await dumpDatabase(db.read)
  return async (tried) => {
    const after = await dumpDatabase(db.read)
    if (JSON.stringify(after) === JSON.stringify(before)) return
    expect.soft(after, `${tried}: the database has changed`).toEqual(before)
    before = after
  }
}
