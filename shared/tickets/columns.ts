/** A character as people see it, with the columns that it takes on paper: 1 or 2, of 12 dots each. */
export interface Cluster {
  text: string
  columns: number
}

/**
 * Letters that a Chinese printer draws in a square: East Asian Wide and Full-width (UAX #11), and every sign beyond ASCII
 * of its code page, Greek and Cyrillic among them (GB 2312, zones 1 to 9; GBK). A test holds this to the whole code page,
 * but for Latin letters with accents, which would stand apart in their word. Scripts beyond it are drawn by ourselves, in whatever room they are given.
 */
const SQUARE = new RegExp(
  `[${[
    String.raw`¤§¨°±·×÷ɑɡ`,
    String.raw`\u02c7\u02c9-\u02cb\u02d9\u0391-\u03a9\u03b1-\u03c9\u0401\u0410-\u0451`,
    String.raw`\u1100-\u115f\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u2bff\u2e80-\ua4cf\uac00-\ud7a3`,
    String.raw`\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6`,
    String.raw`\u{16fe0}-\u{18cff}\u{1b000}-\u{1b2ff}\u{1f000}-\u{1faff}\u{20000}-\u{3ffff}`,
  ].join('')}]`,
  'u',
)
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u
const TAKES_NO_ROOM = /^[\p{M}\p{Cf}]$/u
const ASCII = /^[ -~]*$/
/** Firefox has it since 125. */
const SEGMENTER = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('und') : undefined

/** Divides a clean text (shared/text.ts) into the characters that people see, so that nothing is cut in the middle. */
export function clustersOf(text: string): Cluster[] {
  return divide(text).map((cluster) => ({ text: cluster, columns: widthOf(cluster) }))
}

/** Counts the columns of a clean text in letters of normal width. */
export function columnsOf(text: string): number {
  if (ASCII.test(text)) return text.length
  return clustersOf(text).reduce((sum, { columns }) => sum + columns, 0)
}

function divide(text: string): string[] {
  if (ASCII.test(text) || SEGMENTER === undefined) return [...text]
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment)
}

function widthOf(cluster: string): number {
  if (PICTURE.test(cluster)) return 2
  const columns = [...cluster].reduce((sum, character) => {
    if (TAKES_NO_ROOM.test(character)) return sum
    return sum + (SQUARE.test(character) ? 2 : 1)
  }, 0)
  return Math.min(2, Math.max(1, columns))
}
