import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { warningsToShow } from '../../../shared/warnings/order-warnings.ts'
import { remarkBeside } from './remark-beside.ts'
import { pageHeight, type Room } from './room.ts'

/** The room that a ticket needs: columns, and its height in ems. */
export interface TicketSize {
  columns: number
  height: number
}

/** The parts of a ticket in ems, as ticket.css draws them; a test in a browser holds the two together. */
const PART = {
  head: 2.15,
  /** The verb is a thumb high at least; between it and the edges of the paper. */
  verb: 1.81,
  aroundVerb: 0.55,
  padding: 0.65,
  side: 1.1,
  quantity: 2.1,
  line: 1.3,
  notice: 0.35,
  aroundUrge: 0.3,
} as const

/** The widths of letters, in ems of their size: of Chinese and its neighbours, and of all others. */
const WIDE = 1
const NARROW = 0.58
const FIRST_WIDE = 0x2e80

/** Measures the rows that a text takes, wrapped anywhere, in a line of `width` ems; at least one. */
function rowsOf(text: string, width: number): number {
  let taken = 0
  for (const letter of text) taken += (letter.codePointAt(0) ?? 0) >= FIRST_WIDE ? WIDE : NARROW
  return Math.max(1, Math.ceil(taken / Math.max(1, width)))
}

/**
 * Estimates the height of all that stands between a ticket's head and its foot, in ems, in so many columns of a room. What is
 * noted stands over all of them; the dishes are dealt out to them, so that one column may be a dish longer than its share.
 */
function bodyHeight(order: ReadOrder, { cell, gap, small: size }: Room, columns: number): number {
  const inner = cell.width - PART.side
  const across = inner + (columns - 1) * (cell.width + gap)
  const small = (text: string, room: number) => rowsOf(text, room / size) * size * PART.line
  const { warnings, more } = warningsToShow(order)
  const remark = remarkBeside(order)
  const said = warnings.map(({ text, item }) => small(`${item ?? ''} ${text}`, across - 0.5))
  const notices = [
    ...said,
    ...(more > 0 ? [size * PART.line] : []),
    ...(order.urges > 0 ? [size * PART.line] : []),
    ...(order.payment === 'cash' ? [small('cash on delivery', across)] : []),
    ...(order.revivedAt !== null ? [small('revived by a late payment', across)] : []),
    ...(remark !== undefined ? [small(remark, across)] : []),
  ]
  const dishes = order.items.map(
    ({ name, note }) =>
      rowsOf(name, inner - PART.quantity) * PART.line +
      (note === undefined || note === '' ? 0 : small(note, inner - PART.quantity)),
  )
  const sum = (heights: readonly number[]) => heights.reduce((all, one) => all + one, 0)
  const dealt = sum(dishes) / columns + (columns > 1 ? Math.max(...dishes) : 0)
  return PART.padding + sum(notices) + (notices.length > 0 ? PART.notice : 0) + dealt
}

/**
 * Chooses the room of a ticket: one column in which it stands whole, or as many as it needs, from top to bottom. `urged`: an
 * open urge stands on it, with its button.
 */
export function sizeOf(order: ReadOrder, room: Room, urged = false): TicketSize {
  const whole = pageHeight(room)
  const frame =
    PART.head + Math.max(PART.verb, room.touch) + PART.aroundVerb + (urged ? room.touch + PART.aroundUrge : 0)
  const alone = frame + bodyHeight(order, room, 1)
  if (alone <= whole) return { columns: 1, height: alone }
  const more = Array.from({ length: room.columns - 1 }, (_, index) => index + 2)
  const columns = more.find((count) => frame + bodyHeight(order, room, count) <= whole) ?? room.columns
  return { columns, height: whole }
}
