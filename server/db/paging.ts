import type { Knex } from 'knex'
import { appError } from '../lib/app-error.ts'

/** A search under construction, whose filters are known one after the other. */
export type Search = Knex.QueryBuilder

/** One column of a sort key: its name in SQL, the row's property with its value, and its type. */
export interface SortColumn<Row> {
  column: string
  field: keyof Row & string
  type: 'number' | 'text'
}

export interface PageRequest<Row> {
  /** The columns that together order every row, the most important first; the page begins with the largest. */
  by: readonly SortColumn<Row>[]
  /** Most rows of the page. */
  limit: number
  /** `next` of the page before; `undefined` for the first page. */
  cursor: string | undefined
}

/** The form of a value in a cursor. Ids are made of small letters, digits and `_`. */
const FORMS = { number: /^\d{1,15}$/, text: /^[a-z_][a-z0-9_]{0,63}$/ }

/**
 * Reads one page of a search, newest first, by keyset: `next` continues it, however many rows were added meanwhile, and
 * is null on the last page. Throws `cursor_invalid` for a cursor that this server did not give out for this search.
 */
export async function newestFirst<Row extends object>(
  search: Search,
  { by, limit, cursor }: PageRequest<Row>,
): Promise<{ rows: Row[]; next: string | null }> {
  search.orderBy(by.map(({ column }) => ({ column, order: 'desc' })))
  if (cursor !== undefined) {
    const columns = by.map(({ column }) => column)
    const marks = (mark: string) => by.map(() => mark).join(', ')
    search.whereRaw(`(${marks('??')}) < (${marks('?')})`, [...columns, ...parseKey(cursor, by)])
  }
  // One more than asked for tells whether there is a next page.
  const found: Row[] = await search.limit(limit + 1)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next = found.length > limit && last !== undefined ? formatKey(last, by) : null
  return { rows, next }
}

function formatKey<Row>(row: Row, by: readonly SortColumn<Row>[]): string {
  return Buffer.from(by.map(({ field }) => `${field}=${row[field]}`).join('.')).toString('base64url')
}

function parseKey<Row>(text: string, by: readonly SortColumn<Row>[]): (number | string)[] {
  const parts = Buffer.from(text, 'base64url').toString().split('.')
  if (parts.length !== by.length) throw appError('cursor_invalid')
  return by.map(({ field, type }, index) => {
    const [name, value = ''] = (parts[index] ?? '').split('=', 2)
    if (name !== field || !FORMS[type].test(value)) throw appError('cursor_invalid')
    return type === 'number' ? Number(value) : value
  })
}
