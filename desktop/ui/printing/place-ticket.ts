import { columnsOf } from '../../../shared/tickets/columns.ts'
import { FRAME_COLUMNS, LETTER, LINE_GAP } from '../../../shared/tickets/papers.ts'
import type { Ticket, TicketBlock, TicketLine, TicketRun } from '../../../shared/tickets/ticket.ts'

/** A piece of a ticket at its place, dots from the left and from the top. */
export type Placed =
  | { what: 'text'; x: number; y: number; width: number; run: TicketRun }
  | { what: 'rule'; y: number; heavy: boolean }
  | { what: 'frame'; y: number; height: number }
  | { what: 'qr'; y: number; size: number; text: string }

/** Largest side of a QR code with its quiet zone, dots: 25 mm. */
const QR_SIZE = 200

/** Places every piece of a ticket as a printer does, and tells how long the paper becomes, dots. */
export function placeTicket(ticket: Ticket): { placed: Placed[]; height: number } {
  let y = LINE_GAP
  const placed = ticket.blocks.flatMap((block) => {
    const { pieces, height } = placeBlock(block, y, ticket)
    y += height
    return pieces
  })
  return { placed, height: y }
}

function placeBlock(block: TicketBlock, y: number, { widthDots }: Ticket): { pieces: Placed[]; height: number } {
  switch (block.block) {
    case 'line':
      return { pieces: placeLine(block, 0, y, widthDots), height: heightOf(block) + LINE_GAP }
    case 'rule':
      return { pieces: [{ what: 'rule', y: y + LETTER.height / 2, heavy: block.heavy }], height: LETTER.height }
    case 'frame':
      return placeFrame(block.lines, y, widthDots)
    case 'qr':
      return { pieces: [{ what: 'qr', y, size: QR_SIZE, text: block.text }], height: QR_SIZE + LINE_GAP }
    case 'feed':
      return { pieces: [], height: block.lines * (LETTER.height + LINE_GAP) }
  }
}

function placeFrame(lines: readonly TicketLine[], y: number, widthDots: number): { pieces: Placed[]; height: number } {
  const side = (FRAME_COLUMNS / 2) * LETTER.width
  let below = y + LETTER.height
  const texts = lines.flatMap((line) => {
    const pieces = placeLine(line, side, below, widthDots - 2 * side)
    below += heightOf(line)
    return pieces
  })
  const height = below + LETTER.height - y
  return { pieces: [{ what: 'frame', y: y + LETTER.height / 2, height: height - LETTER.height }, ...texts], height }
}

function placeLine(line: TicketLine, left: number, y: number, room: number): Placed[] {
  const height = heightOf(line)
  const whole = line.runs.reduce((sum, run) => sum + widthOf(run), 0)
  let x = left + (line.align === 'center' ? Math.max(0, Math.floor((room - whole) / 2)) : 0)
  return line.runs.map((run) => {
    const width = widthOf(run)
    const piece: Placed = { what: 'text', x, y: y + height - run.high * LETTER.height, width, run }
    x += width
    return piece
  })
}

function heightOf({ runs }: TicketLine): number {
  return LETTER.height * Math.max(1, ...runs.map(({ high }) => high))
}

function widthOf({ text, wide }: TicketRun): number {
  return columnsOf(text) * LETTER.width * wide
}
