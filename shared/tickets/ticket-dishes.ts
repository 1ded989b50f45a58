import { formatMoney } from '../money.ts'
import { edgeLines, LARGE, markedLines, NORMAL, type Style, TALL, textLines } from './lines.ts'
import { paperText } from './paper-text.ts'
import type { TicketLine, TicketOptions, TicketOrder } from './ticket.ts'
import type { TicketWords } from './words/ticket-words.ts'

/** The bounds of an order as it is placed (shared/api/orders.ts): dishes and notes are never cut. */
const MAX_NAME = 200
const MAX_NOTE = 500
/** Half a metre of paper; the whole remark is on the screen, and its warnings are framed above. */
const MAX_REMARK = 1_000

type Item = TicketOrder['items'][number]

/** Lays out every dish with its portions and its note: large for the kitchen, with prices for the customer. */
export function dishLines(
  order: TicketOrder,
  options: TicketOptions,
  words: TicketWords,
  columns: number,
): TicketLine[] {
  const more = order.moreItems ?? 0
  const lines = order.items.flatMap((item) =>
    options.kind === 'customer'
      ? pricedDish(item, order.currency, options, columns)
      : largeDish(item, options, columns),
  )
  return [...lines, ...(more > 0 ? textLines(words.moreItems(more), columns, { ...TALL, bold: true }) : [])]
}

/** Lays out the customer's remark; nothing where there is none. */
export function remarkLines({ remark }: TicketOrder, words: TicketWords, columns: number, style: Style): TicketLine[] {
  const text = paperText(remark ?? '', MAX_REMARK)
  return text === '' ? [] : textLines(words.labelled(words.remark, text), columns, style)
}

function largeDish({ name, quantity, note }: Item, { paper, kind }: TicketOptions, columns: number): TicketLine[] {
  // On the narrow roll eight Chinese characters in double width are a line, and most dishes would take two.
  const style = paper === 80 && kind === 'kitchen' ? LARGE : TALL
  const mark = { text: `${quantity}×`, style: { bold: true, inverse: quantity > 1 } }
  return [
    ...markedLines(mark, paperText(name, MAX_NAME), columns, { ...style, bold: true }),
    ...noteLines(note, columns, TALL),
  ]
}

function pricedDish(
  { name, quantity, note, unitAmountMinor }: Item,
  currency: string,
  { locale }: TicketOptions,
  columns: number,
): TicketLine[] {
  const price = unitAmountMinor === undefined ? '' : money(unitAmountMinor * quantity, currency, locale)
  return [
    ...edgeLines(`${quantity}× ${paperText(name, MAX_NAME)}`, price, columns, NORMAL),
    ...noteLines(note, columns, NORMAL),
  ]
}

function noteLines(note: string | undefined, columns: number, style: Style): TicketLine[] {
  const text = paperText(note ?? '', MAX_NOTE)
  return text === '' ? [] : markedLines({ text: '  ※' }, text, columns, style)
}

/** Writes an amount (minor units) in letters that printers have. */
export function money(amountMinor: number, currency: string, locale: string): string {
  return paperText(formatMoney(amountMinor, currency, locale), 40)
}
