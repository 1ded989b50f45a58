import { orderWarnings } from '../warnings/order-warnings.ts'
import { LARGE, NORMAL, textLines } from './lines.ts'
import { paperText } from './paper-text.ts'
import { FRAME_COLUMNS } from './papers.ts'
import type { TicketBlock, TicketOrder } from './ticket.ts'
import type { TicketWords } from './words/ticket-words.ts'

const MAX_TEXT = 200

/**
 * Frames an order's warnings, all of them, the gravest first (I20). They are the server's, found before a frame was cut,
 * or are found in the whole order.
 */
export function warningBlocks(order: TicketOrder, words: TicketWords, columns: number): TicketBlock[] {
  const { warnings, more } =
    order.warnings === undefined
      ? orderWarnings(order, Number.POSITIVE_INFINITY)
      : { warnings: order.warnings, more: order.moreWarnings ?? 0 }
  if (warnings.length === 0 && more === 0) return []
  const texts = warnings.map(({ text, item }) => (item === undefined ? text : words.labelled(item, text)))
  return [framed(texts, more, words, columns)]
}

function framed(texts: readonly string[], more: number, words: TicketWords, columns: number): TicketBlock {
  const room = columns - FRAME_COLUMNS
  const title = { ...LARGE, bold: true, inverse: true }
  return {
    block: 'frame',
    lines: [
      ...textLines(` ${words.warnings} `, room, title, 'center'),
      ...texts.flatMap((text) => textLines(paperText(text, MAX_TEXT), room, { ...LARGE, bold: true })),
      ...(more > 0 ? textLines(words.moreWarnings(more), room, { ...NORMAL, bold: true }) : []),
    ],
  }
}
