import { dateAndTime } from '../store-time.ts'
import { barLines, LARGE, markedLines, NORMAL, TALL, textLines } from './lines.ts'
import { makeTicket } from './make-ticket.ts'
import { paperText } from './paper-text.ts'
import { roomOf } from './papers.ts'
import type { PaperOptions, Ticket, TicketBlock } from './ticket.ts'
import { warningBlocks } from './ticket-warnings.ts'
import { TICKET_WORDS } from './words/index.ts'

/** Lays out a page that shows whether a printer has the right paper width, Chinese letters, sizes, frame and QR code. */
export function layOutTestPage(options: PaperOptions & { printer: string }): Ticket {
  const { test, ...words } = TICKET_WORDS[options.locale]
  const { columns } = roomOf(options.paper)
  const rule: TicketBlock = { block: 'rule', heavy: true }
  const sample = { items: [], warnings: [{ text: test.warning }], number: '', currency: '', fulfilment: '' }
  return makeTicket('test', options, [
    ...barLines(test.title, columns),
    ...textLines(paperText(options.storeName, 100), columns, LARGE, 'center'),
    ...textLines(test.printer(paperText(options.printer, 100)), columns, NORMAL),
    ...textLines(words.printedAt(dateAndTime(options.now, options.timeZone)), columns, NORMAL),
    rule,
    ...textLines(test.edges, columns, NORMAL),
    rule,
    ...textLines('0123', columns, { wide: 4, high: 4, bold: true }, 'center'),
    ...warningBlocks(sample, { ...words, test }, columns),
    ...markedLines({ text: '2×', style: { inverse: true } }, test.dish, columns, { ...TALL, bold: true }),
    ...markedLines({ text: '  ※' }, test.note, columns, TALL),
    ...textLines(test.letters, columns, NORMAL),
    { block: 'qr', text: 'LAIDAN' },
    ...textLines(test.good, columns, NORMAL, 'center'),
    { block: 'feed', lines: 1 },
  ])
}
