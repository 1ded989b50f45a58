/** Chrome's network voices fall silent after about fifteen seconds, and then never report an end. */
const LONGEST_MS = 10_000
/** Guesses on the slow side, not measured: a Chinese character, a Latin letter. */
const CJK_MS = 260
const OTHER_MS = 85

/** A clause and the pause after it; shared/phrases puts a pause between any two facts. */
const CLAUSE = /[^，。！？；：,.!?;:]+[，。！？；：,.!?;:]*\s*/gu
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** A word of letters, or one character of another kind, with the space after it. */
const WORD = /(?:(?![\p{Script=Han}])[\p{L}\p{M}\p{N}])+\s*|.\s*/gsu
/** Places where a long clause hurts least: before a word that begins a new thought. */
const JOINT = /^(?:和|跟|还|但|请|别|我|不|and|but|because|please|with|without)$/iu
/** The last part of a piece, as a share, in which a joint is taken. */
const JOINT_SHARE = 0.6

/**
 * Cuts a sentence into parts that each take less than ten seconds to say: at its pauses, and a clause that is longer by
 * itself between two words, at a joint where there is one.
 */
export function speechParts(text: string, rate: number): string[] {
  const parts: string[] = []
  let last = ''
  for (const clause of (text.match(CLAUSE) ?? [text]).flatMap((clause) => cutClause(clause, rate))) {
    if (last !== '' && durationOf(last + clause, rate) > LONGEST_MS) {
      parts.push(last)
      last = ''
    }
    last += clause
  }
  return [...parts, last]
}

function cutClause(clause: string, rate: number): string[] {
  if (durationOf(clause, rate) <= LONGEST_MS) return [clause]
  const pieces: string[] = []
  let words: string[] = []
  for (const word of (clause.match(WORD) ?? []).flatMap((word) => bounded(word, rate))) {
    if (words.length > 0 && durationOf([...words, word].join(''), rate) > LONGEST_MS) {
      const joint = words.findLastIndex((w, at) => at > words.length * JOINT_SHARE && JOINT.test(w.trim()))
      const end = joint > 0 ? joint : words.length
      pieces.push(words.slice(0, end).join(''))
      words = words.slice(end)
    }
    words.push(word)
  }
  return [...pieces, words.join('')]
}

/** A "word" of hundreds of letters is none. */
function bounded(word: string, rate: number): string[] {
  return durationOf(word, rate) <= LONGEST_MS ? [word] : (word.match(/.{1,40}/gsu) ?? [word])
}

/** Estimates the longest time that saying a text takes, milliseconds; `rate` 1 is normal speed. */
export function durationOf(text: string, rate: number): number {
  let ms = 0
  for (const character of text) ms += CJK.test(character) ? CJK_MS : OTHER_MS
  return ms / rate
}
