import { NOTHING_STRUCK, type Struck } from '../../shared/struck.ts'

/** The column of an order's row, which is JSON: {@link Struck}, and when each line was struck off last. */
export interface StoredStruck {
  rev: number
  /** `at`: milliseconds since 1970, by which the later of two devices wins. A line stays when nothing of it is struck off. */
  lines: { line: number; portions: number; at: number }[]
}

/** Reads the column of an order's row; `null`: nobody has struck anything off. */
export function parseStruck(text: string | null): StoredStruck {
  return text === null ? { rev: 0, lines: [] } : (JSON.parse(text) as StoredStruck)
}

/** Reads the column as devices are told it. */
export function struckOf(text: string | null): Struck {
  if (text === null) return NOTHING_STRUCK
  const { rev, lines } = parseStruck(text)
  return { rev, lines: lines.flatMap(({ line, portions }) => (portions === 0 ? [] : [{ line, portions }])) }
}
