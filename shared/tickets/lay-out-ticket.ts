import { dateAndTime } from '../store-time.ts'
import { edgeLines, LARGE, NORMAL, TALL, textLines } from './lines.ts'
import { makeTicket } from './make-ticket.ts'
import { paperText } from './paper-text.ts'
import { roomOf } from './papers.ts'
import type { Ticket, TicketBlock, TicketLine, TicketOptions, TicketOrder } from './ticket.ts'
import { dishLines, money, remarkLines } from './ticket-dishes.ts'
import { headLines, wholeNumber } from './ticket-head.ts'
import { warningBlocks } from './ticket-warnings.ts'
import { TICKET_WORDS } from './words/index.ts'
import type { TicketWords } from './words/ticket-words.ts'

const MAX_STORE = 100
const MAX_REASON = 500
const RULE: TicketBlock = { block: 'rule', heavy: false }
const HEAVY_RULE: TicketBlock = { block: 'rule', heavy: true }

/** Lays out the ticket of an order: what it is and its number, its warnings in a frame, then everything else. */
export function layOutTicket(order: TicketOrder, options: TicketOptions): Ticket {
  const words = TICKET_WORDS[options.locale]
  const { columns } = roomOf(options.paper)
  const body = { kitchen: kitchenBody, customer: customerBody, cancel: cancelBody, urge: urgeBody }[options.kind]
  return makeTicket(options.kind, options, [
    ...(options.kind === 'customer' ? storeLines(options, columns) : []),
    ...headLines(order, options, words, columns),
    ...body({ order, options, words, columns }),
    { block: 'feed', lines: 1 },
  ])
}

interface Parts {
  order: TicketOrder
  options: TicketOptions
  words: TicketWords
  columns: number
}

function kitchenBody(parts: Parts): TicketBlock[] {
  const { order, options, words, columns } = parts
  return [
    ...warningBlocks(order, words, columns),
    HEAVY_RULE,
    ...dishLines(order, options, words, columns),
    ...ruled(remarkLines(order, words, columns, { ...TALL, bold: true })),
    RULE,
    ...customerLines(parts, ['name']),
    ...footLines(parts),
    ...qrBlocks(parts),
  ]
}

function customerBody(parts: Parts): TicketBlock[] {
  const { order, options, words, columns } = parts
  const { amountMinor, currency } = order
  const amount = amountMinor === undefined ? '' : money(amountMinor, currency, options.locale)
  return [
    ...warningBlocks(order, words, columns),
    RULE,
    ...dishLines(order, options, words, columns),
    ...(amount === '' ? [] : [RULE, ...edgeLines(words.total, amount, columns, { ...LARGE, bold: true })]),
    ...ruled(remarkLines(order, words, columns, NORMAL)),
    ...ruled(customerLines(parts, ['name', 'phone', 'address'])),
    RULE,
    ...footLines(parts),
    ...qrBlocks(parts),
    ...textLines(words.thanks, columns, NORMAL, 'center'),
  ]
}

function cancelBody(parts: Parts): TicketBlock[] {
  const { order, options, words, columns } = parts
  const reason = paperText(order.cancelReason ?? '', MAX_REASON)
  return [
    ...textLines(words.stopCooking, columns, { ...LARGE, bold: true }, 'center'),
    ...(reason === '' ? [] : textLines(words.labelled(words.reason, reason), columns, TALL)),
    HEAVY_RULE,
    ...dishLines(order, options, words, columns),
    RULE,
    ...footLines(parts),
  ]
}

function urgeBody(parts: Parts): TicketBlock[] {
  const { order, options, words, columns } = parts
  return [
    ...textLines(words.urged(Math.max(1, order.urges ?? 1)), columns, { ...LARGE, bold: true }, 'center'),
    ...warningBlocks(order, words, columns),
    HEAVY_RULE,
    ...dishLines(order, options, words, columns),
    RULE,
    ...footLines(parts),
  ]
}

/** The customer as far as the order carries one, and as far as the reader of the copy needs it. */
function customerLines({ order, words, columns }: Parts, shown: ('name' | 'phone' | 'address')[]): TicketLine[] {
  const labels = { name: words.customer, phone: words.phone, address: words.address }
  return shown.flatMap((field) => {
    const text = paperText(order.customer?.[field] ?? '', 500)
    return text === '' ? [] : textLines(words.labelled(labels[field], text), columns, field === 'name' ? NORMAL : TALL)
  })
}

function footLines({ order, options, words, columns }: Parts): TicketLine[] {
  const { now, timeZone, kind } = options
  const store = kind === 'customer' ? '' : paperText(options.storeName, MAX_STORE)
  return [wholeNumber(order, words), words.printedAt(dateAndTime(now, timeZone)), store]
    .filter((text) => text !== '')
    .flatMap((text) => textLines(text, columns, NORMAL))
}

function storeLines({ storeName }: TicketOptions, columns: number): TicketLine[] {
  const name = paperText(storeName, MAX_STORE)
  return name === '' ? [] : textLines(name, columns, LARGE, 'center')
}

function qrBlocks({ order, options }: Parts): TicketBlock[] {
  const text = options.qr ?? paperText(order.number, 64)
  return text === '' ? [] : [{ block: 'qr', text }]
}

function ruled(lines: readonly TicketLine[]): TicketBlock[] {
  return lines.length === 0 ? [] : [RULE, ...lines]
}
