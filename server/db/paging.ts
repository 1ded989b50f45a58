import type { Knex } from 'knex'
import { appError } from '../lib/app-error.ts'

/** The sort key of a page's last row. The next page continues after it, however many rows were added meanwhile. */
interface PageKey {
  /** Milliseconds. */
  at: number
  id: string | number
}

export interface PageRequest<Row> {
  /** The column of the time; together with `id` it orders every row, newest first. */
  at: keyof Row & string
  /** Most rows of the page. */
  limit: number
  /** `next` of the page before; `undefined` for the first page. */
  cursor: string | undefined
  /** The type of the table's ids. A cursor with ids of the other type belongs to another table. */
  ids: 'number' | 'text'
}

/**
 * Reads one page of a search, newest first, by keyset: `next` continues it, and is null on the last page.
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
