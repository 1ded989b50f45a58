/** Chrome's network voices fall silent after about fifteen seconds, and then never report an end. */
const LONGEST_MS = 10_000
/** Guesses on the slow side, not measured: a Chinese character, a Latin letter. */
const CJK_MS = 260
const OTHER_MS = 85

/** A clause and the pause after it; shared/phrases puts a pause between any two facts. */
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

/** Estimates the longest time that saying a text takes, milliseconds; `rate` 1 is normal speed. */
export function durationOf(text: string, rate: number): number {
  let ms = 0
  for (const character of text) ms += CJK.test(character) ? CJK_MS : OTHER_MS
  return ms / rate
}
