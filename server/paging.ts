import { appError } from './app-error.ts'

/** Where a page ended: the sort key of its last row. Pages continue after it, however much was added meanwhile. */
export interface PageKey {
  at: number
  id: string
}

export function formatPageKey(key: PageKey): string {
  return Buffer.from(`${key.at}.${key.id}`).toString('base64url')
}

/** Throws `cursor_invalid`. */
export function parsePageKey(text: string): PageKey {
  const match = /^(\d{1,15})\.([a-z0-9_]{1,64})$/.exec(Buffer.from(text, 'base64url').toString())
  if (match === null) throw appError('cursor_invalid')
  return { at: Number(match[1]), id: match[2] ?? '' }
}

/** Cuts `limit` rows off `limit + 1` that were asked for, and says where the next page begins. */
export function toPage<Row>(
  rows: Row[],
  limit: number,
  key: (row: Row) => PageKey,
): { rows: Row[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last !== undefined ? formatPageKey(key(last)) : null }
}
