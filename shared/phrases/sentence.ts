import { codePointLength, speakable } from '../text.ts'

/** Most code points of a sentence: 200 Chinese characters take about 45 s. Longer, and it holds up the next order. */
export const MAX_SPOKEN = 200

/**
 * Joins the parts of the first candidate that is short enough; empty parts are left out. Candidates go from the
 * fullest to the barest, and the last is cut if even that is too long. The one door to the voice: whatever a part
 * contains, the sentence is `speakable`.
 */
export function sentence(separator: string, ...candidates: readonly (readonly string[])[]): string {
  const sentences = candidates.map((parts) => parts.filter((part) => part !== '').join(separator))
  const fitting = sentences.find((candidate) => codePointLength(candidate) <= MAX_SPOKEN)
  return speakable(fitting ?? sentences.at(-1) ?? '', MAX_SPOKEN)
}

/**
 * The candidates of an order's sentence, fullest first: `most` dishes told one by one, then fewer, at last none and
 * without what can be read later (`extras`). The customer's remark is in all of them.
 */
export function shrinking(most: number, tell: (items: number, extras: boolean) => string[]): string[][] {
  const fewerAndFewer = Array.from({ length: most + 1 }, (_, i) => tell(most - i, true))
  return [...fewerAndFewer, tell(0, false)]
}
