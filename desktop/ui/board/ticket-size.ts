import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { warningsToShow } from '../../../shared/warnings/order-warnings.ts'

/** The room of the wall in ems of its dishes (`--wall-unit`): columns, rows, and what a cell measures. */
export interface Room {
  columns: number
  rows: number
  cell: { width: number; height: number }
  gap: number
}

/** The cells that a ticket takes. `tall`: a column from top to bottom; more columns than one are always tall. */
export interface TicketSize {
  columns: number
  tall: boolean
}

/** The parts of a ticket in ems, as ticket.css draws them; a test in a browser holds the two together. */
const PART = {
  head: 2.25,
  foot: 2.5,
  padding: 0.7,
  side: 1.1,
  quantity: 2.1,
  line: 1.3,
  small: 0.8,
  notice: 0.45,
} as const

/** What letters beyond the first of a kind of script are wide, in ems of their size. */
const WIDE = 1
const NARROW = 0.58
const FIRST_WIDE = 0x2e80

/** Measures the rows that a text takes, wrapped anywhere, in a line of `width` ems; at least one. */
function rowsOf(text: string, width: number): number {
  let taken = 0
  for (const letter of text) taken += (letter.codePointAt(0) ?? 0) >= FIRST_WIDE ? WIDE : NARROW
  return Math.max(1, Math.ceil(taken / Math.max(1, width)))
}

/** Estimates the height of all that stands between a ticket's head and its foot, in ems, at a width in ems. */
export function bodyHeight(order: ReadOrder, width: number): number {
  const inner = width - PART.side
  const small = (text: string, room: number) => rowsOf(text, room / PART.small) * PART.small * PART.line
  const { warnings, more } = warningsToShow(order)
  const said = warnings.map(({ text, item }) => small(`${item ?? ''} ${text}`, inner - 0.5))
  const notices = [
    ...said,
    ...(more > 0 ? [PART.small * PART.line] : []),
    ...(order.urges > 0 ? [PART.small * PART.line] : []),
    ...(order.revivedAt !== null ? [small('revived by a late payment', inner)] : []),
    ...(order.remark !== null ? [small(order.remark, inner)] : []),
  ]
  const dishes = order.items.map(
    ({ name, note }) =>
      rowsOf(name, inner - PART.quantity) * PART.line +
      (note === undefined || note === '' ? 0 : small(note, inner - PART.quantity)),
  )
  const sum = (heights: readonly number[]) => heights.reduce((all, one) => all + one, 0)
  return PART.padding + sum(notices) + (notices.length > 0 ? PART.notice : 0) + sum(dishes)
}

/** Chooses the cells of a ticket: the fewest in which it stands whole, and all of them where it never does. */
export function sizeOf(order: ReadOrder, room: Room): TicketSize {
  const { width, height } = room.cell
  const tallHeight = height * room.rows + room.gap * (room.rows - 1)
  const frame = PART.head + PART.foot
  const body = bodyHeight(order, width)
  if (body <= height - frame) return { columns: 1, tall: room.rows === 1 }
  const columns = Math.ceil(body / (tallHeight - frame))
  return { columns: Math.min(room.columns, Math.max(1, columns)), tall: true }
}
