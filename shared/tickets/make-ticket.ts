import { NORMAL, textLines } from './lines.ts'
import { roomOf } from './papers.ts'
import type { PaperOptions, Ticket, TicketBlock, TicketKind } from './ticket.ts'
import { TICKET_WORDS } from './words/index.ts'

/** Puts a ticket together from its blocks, with what a renderer must know of its paper. */
export function makeTicket(kind: TicketKind, { paper, locale }: PaperOptions, blocks: readonly TicketBlock[]): Ticket {
  const room = roomOf(paper)
  const unprintable = textLines(TICKET_WORDS[locale].unprintable, room.columns, { ...NORMAL, bold: true })
  return { kind, paper, locale, ...room, blocks, unprintable }
}
