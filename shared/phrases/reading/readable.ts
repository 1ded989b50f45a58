import { espeakReadsHan, READ_HAN } from './espeak-han.ts'

/** Tells whether a voice says this letter; it is asked about letters only. */
export type Reads = (letter: string) => boolean

/** Letters with an ASCII letter below their marks, and the few European ones that have none. */
const LATIN = /^[A-Za-zæÆœŒøØßłŁđĐ]$/u

function latin(letter: string): boolean {
  return LATIN.test(letter.normalize('NFD').charAt(0))
}

/** espeak-ng: one voice for Chinese, by its own dictionary, and one for words of letters. */
export const espeakReads: Reads = (letter) => latin(letter) || espeakReadsHan(letter)

/** A natural Chinese voice: the characters of GBK, and words of letters. */
export const chineseReads: Reads = (letter) => {
  const code = letter.codePointAt(0) ?? 0
  return latin(letter) || letter === '〇' || (code >= READ_HAN.first && code <= READ_HAN.last)
}

/** A natural voice of a language of letters. */
export const lettersRead: Reads = latin

/**
 * Leaves out every letter that a voice cannot say; it would spell its name, or be silent about it. Latin letters with
 * rare marks (ả) lose them.
 */
export function onlyReadable(text: string, reads: Reads): string {
  return text
    .normalize('NFC')
    .replace(/[^\0-\u017f\p{N}\p{P}\p{S}\p{Z}\p{M}\p{Script=Han}]/gu, (letter) => {
      const base = letter.normalize('NFD').charAt(0)
      return LATIN.test(base) ? base : letter
    })
    .replace(/\p{L}\p{M}*/gu, (letter) => (reads(String.fromCodePoint(letter.codePointAt(0) ?? 0)) ? letter : ''))
}
