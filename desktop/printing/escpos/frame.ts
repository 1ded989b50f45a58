import { columnsOf } from '../../../shared/tickets/columns.ts'
import { FRAME_COLUMNS } from '../../../shared/tickets/papers.ts'
import type { TicketLine, TicketRun } from '../../../shared/tickets/ticket.ts'

/** The side of a frame, two columns wide; with no gap below its line it joins the next one. */
export const FRAME_SIDE = '┃'

/** Draws a frame around lines with the signs for it in every Chinese code page (GB 2312, zone 9), as wide as the paper. */
export function frameLines(lines: readonly TicketLine[], columns: number): TicketLine[] {
  const across = '━'.repeat((columns - FRAME_COLUMNS) / 2)
  return [edge(`┏${across}┓`), ...lines.map((line) => between(line, columns)), edge(`┗${across}┛`)]
}

function edge(text: string): TicketLine {
  return { block: 'line', align: 'left', runs: [{ text, wide: 1, high: 1 }] }
}

function between({ align, runs }: TicketLine, columns: number): TicketLine {
  const high = Math.max(1, ...runs.map((run) => run.high))
  const width = runs.reduce((sum, { text, wide }) => sum + columnsOf(text) * wide, 0)
  const free = Math.max(0, columns - FRAME_COLUMNS - width)
  const before = align === 'center' ? free >> 1 : 0
  const side: TicketRun = { text: FRAME_SIDE, wide: 1, high }
  return { block: 'line', align: 'left', runs: [side, ...space(before), ...runs, ...space(free - before), side] }
}

function space(columns: number): TicketRun[] {
  return columns === 0 ? [] : [{ text: ' '.repeat(columns), wide: 1, high: 1 }]
}
