import type { Markup } from '../markup.ts'

/** The tags of 飞鹅: letters are twice as wide, twice as high, or both; none is larger. Source: as index.ts names it. */
export const feieMarkup: Markup = {
  letters(text, { wide, high, bold }) {
    const tag = wide > 1 ? (high > 1 ? 'B' : 'W') : high > 1 ? 'L' : undefined
    const sized = tag === undefined ? text : `<${tag}>${text}</${tag}>`
    return bold ? `<BOLD>${sized}</BOLD>` : sized
  },
  center: (text) => `<C>${text}</C>`,
  qr: (text) => `<QR>${text}</QR>`,
  newLine: '<BR>',
  cut: '<CUT>',
  drawer: '<PLUGIN>',
}
