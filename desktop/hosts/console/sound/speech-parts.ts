/** Chrome's network voices fall silent after about fifteen seconds, and then never report an end. */
const LONGEST_MS = 10_000
/** Measured by nobody, guessed on the slow side: a Chinese character, a Latin letter. */
const CJK_MS = 260
const OTHER_MS = 85

/** A pause of a sentence and what stands before it; shared/phrases puts one between any two things it tells. */
const CLAUSE = /[^，。！？；：,.!?;:]+[，。！？；：,.!?;:]*\s*/gu
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/**
 * Cuts a sentence at its pauses into parts that each take less than ten seconds to say. A single clause that is longer
 * stays whole: cut inside, it would be misheard.
 */
export function speechParts(text: string, rate: number): string[] {
  const parts: string[] = []
  let last = ''
  for (const clause of text.match(CLAUSE) ?? [text]) {
    if (last !== '' && durationOf(last + clause, rate) > LONGEST_MS) {
      parts.push(last)
      last = ''
    }
    last += clause
  }
  return [...parts, last]
}

/** How long saying a text takes at most, roughly, in milliseconds. */
export function durationOf(text: string, rate: number): number {
  let ms = 0
  for (const character of text) ms += CJK.test(character) ? CJK_MS : OTHER_MS
  return ms / rate
}
