import { ownEntry } from '../own-entry.ts'
import { numberTail } from '../phrases/order-tail.ts'
import { timeOfDay } from '../store-time.ts'
import { columnsOf } from './columns.ts'
import { barLines, edgeLines, NORMAL, TALL, textLines } from './lines.ts'
import { paperText } from './paper-text.ts'
import type { TicketLine, TicketOptions, TicketOrder } from './ticket.ts'
import type { TicketWords } from './words/ticket-words.ts'

/** Letters of the number are at most six times as large: 9 × 18 mm. */
const LARGEST = 6
const MAX_CODE = 24
const MAX_NUMBER = 64

/** Lays out the head of an order's ticket: what it is, the mark of a reprint, the number to call, time and portions. */
export function headLines(
  order: TicketOrder,
  options: TicketOptions,
  words: TicketWords,
  columns: number,
): TicketLine[] {
  const { kind, reprint, openNumbers, timeZone } = options
  const fulfilment = ownEntry(words.fulfilment, order.fulfilment) ?? paperText(order.fulfilment, MAX_CODE)
  const again = [...barLines(words.reprint, columns), ...textLines(words.reprintHint, columns, NORMAL, 'center')]
  const portions = order.items.reduce((sum, { quantity }) => sum + quantity, 0)
  const counted = portions > 0 ? words.portions(portions, (order.moreItems ?? 0) > 0) : ''
  const at = timeLine(order, words, timeZone)
  return [
    ...barLines(`${words.kind[kind]} ${fulfilment}`.trim(), columns),
    ...(reprint === true ? again : []),
    ...numberLines(order.number, openNumbers, columns),
    ...(at === '' && counted === '' ? [] : edgeLines(at, counted, columns, { ...TALL, bold: true })),
  ]
}

/** Writes the order's whole number, to be compared letter by letter; '' where it has none. */
export function wholeNumber(order: TicketOrder, words: TicketWords): string {
  const number = paperText(order.number, MAX_NUMBER)
  return number === '' ? '' : words.number(number)
}

function numberLines(number: string, openNumbers: readonly string[] | undefined, columns: number): TicketLine[] {
  const called = numberTail(number, openNumbers).join('') || paperText(number, 8)
  if (called === '') return []
  const times = Math.max(1, Math.min(LARGEST, Math.floor(columns / columnsOf(called))))
  return textLines(called, columns, { wide: times, high: Math.max(2, times), bold: true }, 'center')
}

function timeLine({ paidAt, createdAt }: TicketOrder, words: TicketWords, timeZone: string | undefined): string {
  if (typeof paidAt === 'number') return words.paidAt(timeOfDay(paidAt, timeZone))
  return createdAt === undefined ? '' : words.orderedAt(timeOfDay(createdAt, timeZone))
}
