import { expect } from 'vitest'
import type { Context } from '../../server/context/context.ts'
import type { Sql } from '../../server/db/database.ts'

/** Every row of every table, by table. */
export type DatabaseDump = Record<string, Record<string, unknown>[]>

/** Bookkeeping of the database itself and of the migrations. */
const NOT_OURS = /^(sqlite_|knex_)/

/** What a device says about itself, written twice a second whatever it asks for. Nothing is decided by it. */
const HARMLESS_COLUMNS: Record<string, readonly string[]> = { devices: ['acked_seq', 'last_seen_at'] }

/** `/readyz` proves that the disk takes writes by writing here. */
const HARMLESS_ROWS: Record<string, string> = { installation: `name = 'ready'` }

/** The whole database but for what is harmless, in a fixed order. */
export async function dumpDatabase(sql: Sql): Promise<DatabaseDump> {
  const tables = await sql.all<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
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
 * Remembers the database as it is now. The returned function expects it to be the same still, and names what was
 * tried in between; it fails softly, so that one run shows every row that changed something.
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
