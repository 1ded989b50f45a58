import { dateAndTime } from '../store-time.ts'
import { barLines, edgeLines, LARGE, NORMAL, TALL, textLines } from './lines.ts'
import { makeTicket } from './make-ticket.ts'
import { paperText } from './paper-text.ts'
import { FRAME_COLUMNS, roomOf } from './papers.ts'
import type { DayFigures, PaperOptions, Ticket, TicketBlock, TicketLine } from './ticket.ts'
import { money } from './ticket-dishes.ts'
import { TICKET_WORDS } from './words/index.ts'

const RULE: TicketBlock = { block: 'rule', heavy: false }

/** Lays out the report that closes a shop's day (日结单, Z report): orders, money by currency, and what is still open. */
export function layOutDayReport(day: DayFigures, options: PaperOptions): Ticket {
  const { day: words, ...others } = TICKET_WORDS[options.locale]
  const { columns } = roomOf(options.paper)
  const { timeZone } = options
  const count = (label: string, orders: number) => edgeLines(label, words.orders(orders), columns, TALL)
  const open: TicketBlock = {
    block: 'frame',
    lines: textLines(words.unanswered(day.unanswered), columns - FRAME_COLUMNS, { ...TALL, bold: true }),
  }
  return makeTicket('day', options, [
    ...barLines(words.title, columns),
    ...textLines(paperText(options.storeName, 100), columns, LARGE, 'center'),
    ...textLines(words.since(dateAndTime(day.since, timeZone)), columns, NORMAL),
    ...textLines(words.until(dateAndTime(day.until, timeZone)), columns, NORMAL),
    ...(day.unanswered > 0 ? [open] : []),
    { block: 'rule', heavy: true },
    ...count(words.paid, day.paid),
    ...count(words.completed, day.completed),
    ...count(words.cancelled, day.cancelled),
    ...day.sums.flatMap((sums) => [RULE, ...sumLines(sums, options, columns)]),
    RULE,
    ...textLines(others.printedAt(dateAndTime(options.now, timeZone)), columns, NORMAL),
    { block: 'feed', lines: 1 },
    ...textLines(`${words.signature} ${'_'.repeat(columns - 12)}`, columns, NORMAL),
    { block: 'feed', lines: 1 },
  ])
}

function sumLines(sums: DayFigures['sums'][number], { locale }: PaperOptions, columns: number): TicketLine[] {
  const { day: words } = TICKET_WORDS[locale]
  const { currency, takenMinor, refundedMinor, owedMinor } = sums
  const line = (label: string, amount: number | undefined, bold: boolean) =>
    amount === undefined ? [] : edgeLines(label, money(amount, currency, locale), columns, { ...TALL, bold })
  return [
    ...textLines(words.money(paperText(currency, 12)), columns, NORMAL),
    ...line(words.taken, takenMinor, true),
    ...line(words.refunded, refundedMinor, false),
    ...line(words.owed, owedMinor, false),
  ]
}
