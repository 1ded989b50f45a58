import { pageHeight, type Room } from './room.ts'
import type { TicketSize } from './ticket-size.ts'

/** The place of a ticket on its page: its index among all, its columns from 0, and its top and height in ems. */
export interface Place {
  index: number
  column: number
  columns: number
  top: number
  height: number
}

/** How many tickets without room a page passes over before it is closed. */
const PASSED_OVER = 6

/**
 * Lays tickets on pages, the oldest first, so that none is cut. On a page they stand row by row; in a column as many as the
 * room has rows, and fewer where one of them is long. Tickets that are short enough are as high as a cell, so that rows
 * align; a long one is as long as its text. Room that is too small for the next ticket goes to the next one that fits: the
 * one that was passed over is the first of the following page all the same.
 */
export function layPages(sizes: readonly TicketSize[], room: Room): Place[][] {
  const pages: Place[][] = []
  let left = sizes.map((size, index) => ({ ...size, index }))
  while (left.length > 0) {
    const places = fillPage(left, room).flatMap((column) => stackColumn(column, room))
    const placed = new Set(places.map(({ index }) => index))
    pages.push(places.toSorted((a, b) => a.index - b.index))
    left = left.filter(({ index }) => !placed.has(index))
  }
  return pages
}

/** One ticket in a column. `columns`: 0 for the further columns of a wide one. */
interface Stacked extends TicketSize {
  index: number
  column: number
}

/** Puts tickets into the columns of a page until several have no room; the first one always has. */
function fillPage(tickets: readonly (TicketSize & { index: number })[], room: Room): Stacked[][] {
  const columns = Array.from({ length: room.columns }, (): Stacked[] => [])
  let passed = 0
  for (const [place, ticket] of tickets.entries()) {
    const column = place === 0 ? 0 : findColumn(columns, ticket, room)
    if (column === undefined) passed++
    else {
      for (let next = column; next < column + ticket.columns; next++) {
        columns[next]?.push({ ...ticket, column, columns: next === column ? ticket.columns : 0 })
      }
    }
    if (passed > PASSED_OVER) break
  }
  return columns
}

/** Finds the leftmost column of the highest row in which a ticket has room; `undefined`: there is none on this page. */
function findColumn(columns: readonly Stacked[][], size: TicketSize, room: Room): number | undefined {
  const rows = Array.from({ length: room.rows }, (_, row) => row)
  for (const row of rows) {
    const found = columns.findIndex((_, from) => {
      const wanted = columns.slice(from, from + size.columns)
      return wanted.length === size.columns && wanted.every((own) => own.length === row && hasRoom(own, size, room))
    })
    if (found >= 0) return found
  }
  return undefined
}

function hasRoom(column: readonly Stacked[], size: TicketSize, room: Room): boolean {
  if (column.some(({ columns }) => columns !== 1)) return false
  return heightOf([...column, size], room) <= pageHeight(room)
}

function heightOf(tickets: readonly TicketSize[], { gap }: Room): number {
  return tickets.reduce((sum, { height }) => sum + height, 0) + gap * (tickets.length - 1)
}

/** Gives the tickets of a column their heights: a cell each, where that is enough for all of them. */
function stackColumn(column: readonly Stacked[], room: Room): Place[] {
  const whole = pageHeight(room)
  const roomy = column.map((ticket) => ({ ...ticket, height: Math.max(ticket.height, room.cell.height) }))
  const spare = Math.max(0, whole - heightOf(column, room)) / Math.max(1, column.length)
  const stacked =
    heightOf(roomy, room) <= whole ? roomy : column.map((ticket) => ({ ...ticket, height: ticket.height + spare }))
  let top = 0
  return stacked.flatMap(({ index, column: at, columns, height }) => {
    const place = { index, column: at, columns, top, height: Math.min(height, whole) }
    top += height + room.gap
    return columns === 0 ? [] : [place]
  })
}
