import type { Room, TicketSize } from './ticket-size.ts'

/** The place of a ticket on its page: its index among all, and its cells, counted from 0. */
export interface Place {
  index: number
  column: number
  row: number
  columns: number
  rows: number
}

/**
 * Lays tickets on pages of cells, in their order, so that none is cut and no page begins before the former one is full. On
 * a page the reading order is kept but for short tickets that stand below: a tall one goes to the top, where it fits.
 */
export function layPages(sizes: readonly TicketSize[], { columns, rows }: Pick<Room, 'columns' | 'rows'>): Place[][] {
  const pages: Place[][] = []
  let start = 0
  while (start < sizes.length) {
    const end = endOfPage(sizes, start, columns, rows)
    pages.push(layPage(sizes.slice(start, end), start, columns, rows))
    start = end
  }
  return pages
}

/** Finds the index behind the last ticket that fits on a page which begins with `start`; a page has one at least. */
function endOfPage(sizes: readonly TicketSize[], start: number, columns: number, rows: number): number {
  let tall = 0
  let short = 0
  for (const [offset, size] of sizes.slice(start).entries()) {
    if (size.tall) tall += size.columns
    else short++
    if (offset > 0 && tall + Math.ceil(short / rows) > columns) return start + offset
  }
  return sizes.length
}

function layPage(sizes: readonly TicketSize[], start: number, columns: number, rows: number): Place[] {
  const forShort = columns - sizes.reduce((all, { tall, columns: own }) => all + (tall ? own : 0), 0)
  const shortColumns: number[] = []
  let next = 0
  let below = 0
  return sizes.map((size, offset) => {
    const place = { index: start + offset, column: next, row: 0, columns: size.columns, rows: size.tall ? rows : 1 }
    if (size.tall) {
      next += size.columns
      return place
    }
    if (shortColumns.length < forShort) {
      shortColumns.push(next)
      next++
      return place
    }
    const column = shortColumns[below % shortColumns.length] ?? 0
    const row = 1 + Math.floor(below / shortColumns.length)
    below++
    return { ...place, column, row }
  })
}
