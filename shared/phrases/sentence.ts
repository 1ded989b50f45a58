import { codePointLength, speakable } from '../text.ts'

/** The most code points of a sentence: 200 Chinese characters take about 45 s, and the next order waits meanwhile. */
export const MAX_SPOKEN = 200

/**
 * Joins the parts of the first candidate with {@link MAX_SPOKEN} code points at most; empty parts are left out.
 * Candidates go from the longest to the shortest, and the last one is cut if it is too long. Every sentence of the
 * voice is made here: it is `speakable`, whatever its parts are.
 */
export function sentence(separator: string, ...candidates: readonly (readonly string[])[]): string {
  const sentences = candidates.map((parts) => parts.filter((part) => part !== '').join(separator))
  const fitting = sentences.find((candidate) => codePointLength(candidate) <= MAX_SPOKEN)
  return speakable(fitting ?? sentences.at(-1) ?? '', MAX_SPOKEN)
}

/**
 * Makes the candidates of an order's sentence, longest first: `most` dishes by name, then fewer, at last none and
 * without the parts that a human can read later (`extras`). The customer's remark is in all of them.
 */
export function shrinking(most: number, partsOf: (items: number, extras: boolean) => string[]): string[][] {
  const fewerAndFewer = Array.from({ length: most + 1 }, (_, i) => partsOf(most - i, true))
  return [...fewerAndFewer, partsOf(0, false)]
}
