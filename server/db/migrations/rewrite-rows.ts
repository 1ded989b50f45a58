import type { Knex } from 'knex'
import { bulkRows } from '../bulk-rows.ts'
import type { SqlValue } from '../database.ts'

/** Rows read and written by one statement: few enough to be held in memory, whatever their size. */
const AT_ONCE = 500

/**
 * Computes a column of every row of a table anew from some of its columns, in the order of the ids, and so in one pass
 * over the file. A database of any size keeps no more than {@link AT_ONCE} rows in memory.
 */
export async function rewriteRows(
  knex: Knex,
  { table, reads, writes }: { table: string; reads: readonly string[]; writes: string },
  compute: (row: Record<string, string | number | null>) => SqlValue,
): Promise<void> {
  for (let last: number | string | undefined; ; ) {
    const after = last
    const rows: (Record<string, string | number | null> & { id: number | string })[] = await knex(table)
      .select('id', ...reads)
      .where((all) => (after === undefined ? all : all.where('id', '>', after)))
      .orderBy('id')
      .limit(AT_ONCE)
    last = rows.at(-1)?.id
    if (last === undefined) return
    const changed = bulkRows({ id: typeof last === 'number' ? 'BIGINT' : 'TEXT', value: 'TEXT' }).of(
      rows.map((row) => ({ id: row.id, value: compute(row) })),
    )
    await knex.raw(
      `UPDATE ${table} SET ${writes} = changed.value FROM ${changed.table} AS changed WHERE ${table}.id = changed.id`,
      changed.values as Knex.RawBinding[],
    )
  }
}
