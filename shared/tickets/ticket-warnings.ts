import { ownEntry } from '../own-entry.ts'
import { orderWarnings } from '../warnings/order-warnings.ts'
import { barLines, LARGE, markedLines, NORMAL, textLines } from './lines.ts'
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
  const texts = warnings.map(({ text, item }) => inWords(item === undefined ? text : words.labelled(item, text), words))
  return [framed(texts, more, words, columns)]
}

/** Puts a word in the place of each picture of a food, which a printer lacks: 🥜 becomes [花生]. */
function inWords(text: string, { pictures }: TicketWords): string {
  return text.replace(/\p{Extended_Pictographic}\ufe0f?/gu, (picture) => {
    const word = ownEntry(pictures, picture.replace('\ufe0f', ''))
    return word === undefined ? picture : `[${word}]`
  })
}

function framed(texts: readonly string[], more: number, words: TicketWords, columns: number): TicketBlock {
  const room = columns - FRAME_COLUMNS
  return {
    block: 'frame',
    lines: [
      ...barLines(words.warnings, room),
      ...texts.flatMap((text) => markedLines({ text: '!' }, paperText(text, MAX_TEXT), room, { ...LARGE, bold: true })),
      ...(more > 0 ? textLines(words.moreWarnings(more), room, { ...NORMAL, bold: true }) : []),
    ],
  }
}
