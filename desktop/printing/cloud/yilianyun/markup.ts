import type { Markup } from '../markup.ts'

/**
 * The tags of 易联云: letters are twice as wide, twice as high, or both. A printer reads 25 `<center>` of an order, so that
 * lines are centred by spaces; it cuts after each order by itself, and knows no drawer. Source: as index.ts names it.
 */
export const yilianyunMarkup: Markup = {
  letters(text, { wide, high, bold }) {
    const tag = wide > 1 ? (high > 1 ? 'FS2' : 'FW2') : high > 1 ? 'FH2' : undefined
    const sized = tag === undefined ? text : `<${tag}>${text}</${tag}>`
    return bold ? `<FB>${sized}</FB>` : sized
  },
  center: (text, free) => `${' '.repeat(free >> 1)}${text}`,
  qr: (text) => `<QR>${text}</QR>`,
  newLine: '\n',
  cut: '',
  drawer: '',
}
