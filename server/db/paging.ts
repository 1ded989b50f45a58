import type { Knex } from 'knex'
import { appError } from '../lib/app-error.ts'

/** Where a page ended: the sort key of its last row. Pages continue after it, however much was added meanwhile. */
interface PageKey {
  at: number
  id: string | number
}

export interface PageRequest<Row> {
  /** The column of the time; together with `id` it orders every row, newest first. */
  at: keyof Row & string
  limit: number
  cursor: string | undefined
  /** What the table's ids are; a cursor of another table is none of ours. */
  ids: 'number' | 'text'
}

/**
 * One page of a search, newest first, by keyset: `next` continues it, and is null on the last page.
 * Throws `cursor_invalid` for a cursor that this server did not give out.
 */
export async function newestFirst<Row extends { id: string | number }>(
  search: Knex.QueryBuilder,
  { at, limit, cursor, ids }: PageRequest<Row>,
): Promise<{ rows: Row[]; next: string | null }> {
  search.orderBy([
    { column: at, order: 'desc' },
    { column: 'id', order: 'desc' },
  ])
  if (cursor !== undefined) {
    const after = parsePageKey(cursor, ids)
    search.whereRaw('(??, id) < (?, ?)', [at, after.at, after.id])
  }
  // One more than asked for tells whether there is a next page.
  const found: Row[] = await search.limit(limit + 1)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next = found.length > limit && last !== undefined ? formatPageKey({ at: Number(last[at]), id: last.id }) : null
  return { rows, next }
}

function formatPageKey({ at, id }: PageKey): string {
  return Buffer.from(`${at}.${id}`).toString('base64url')
}

function parsePageKey(text: string, ids: 'number' | 'text'): PageKey {
  const match = /^(\d{1,15})\.([a-z0-9_]{1,64})$/.exec(Buffer.from(text, 'base64url').toString())
  const [, at, id = ''] = match ?? []
  if (match === null || (ids === 'number') !== /^\d{1,15}$/.test(id)) throw appError('cursor_invalid')
  return { at: Number(at), id: ids === 'number' ? Number(id) : id }
}
