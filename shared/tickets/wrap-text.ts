import { type Cluster, clustersOf } from './columns.ts'

/** Signs that never begin a line (GB/T 15834-2011, 5.1). */
const CLOSES = /^[,.!?;:%)\]}、。，．：；！？）】》」』〉”’…·]$/

/**
 * Wraps a clean text to lines of at most `columns` columns: at spaces, or between Chinese characters, and a word that is
 * longer than a line anywhere. Never in the middle of a character as people see them. At least one line.
 */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of wordsOf(text, columns)) {
    const width = widthOf(word)
    if (used + width > columns && used > 0) {
      lines.push(line.trimEnd())
      line = ''
      used = 0
    }
    if (line === '' && isSpace(word) && lines.length > 0) continue
    line += word.map((cluster) => cluster.text).join('')
    used += width
  }
  return [...lines, line.trimEnd()]
}

type Word = Cluster[]

/** Divides a text into what stays on one line: spaces, words of narrow letters, single squares with the sign that closes. */
function wordsOf(text: string, columns: number): Word[] {
  const words: Word[] = []
  for (const cluster of clustersOf(text)) {
    const last = words.at(-1)
    if (last !== undefined && joins(last, cluster) && widthOf(last) + cluster.columns <= columns) last.push(cluster)
    else words.push([cluster])
  }
  return words
}

function joins(word: Word, next: Cluster): boolean {
  if (isSpace(word) || next.text === ' ') return false
  const last = word.at(-1)
  return CLOSES.test(next.text) || (last !== undefined && last.columns === 1 && next.columns === 1)
}

function isSpace(word: Word): boolean {
  return word.length === 1 && word[0]?.text === ' '
}

function widthOf(word: Word): number {
  return word.reduce((sum, { columns }) => sum + columns, 0)
}
