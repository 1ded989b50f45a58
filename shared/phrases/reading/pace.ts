/** How long a voice takes for a text at its normal speed, in seconds: an upper estimate, so that a bound holds. */
export type Pace = (text: string) => number

const HAN = /\p{Script=Han}/gu
const PAUSE = /[，。！？；：、,.!?;:]+/gu
const CAPITALS = /\p{Lu}(?![\p{Ll}])/gu
const LATIN = /(?!\p{Script=Han})\p{L}/gu
const DIGIT = /\p{Nd}/gu
/** A change between the voice of Chinese and the voice of letters. */
const CHANGE = /\p{Script=Han}[^\p{L}]*(?!\p{Script=Han})\p{L}|(?!\p{Script=Han})\p{L}[^\p{L}]*\p{Script=Han}/gu

function count(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0
}

/**
 * Estimates espeak-ng as shared/speech/espeak.ts asks it at rate 1. Measured on 1.51: a Mandarin syllable 0.22 to
 * 0.28 s, a letter of a word 0.07 s, a letter by itself 0.3 s; test/desktop/speech/pace.test.ts measures again.
 */
export const espeakPace: Pace = (text) =>
  0.27 * count(text, HAN) +
  0.08 * count(text, LATIN) +
  0.25 * count(text, CAPITALS) +
  0.45 * count(text, DIGIT) +
  0.11 * count(text, PAUSE) +
  0.25 * count(text, CHANGE)

/**
 * Estimates a natural voice (browser, macOS, Windows): five Chinese characters a second, pauses counted; fifteen
 * letters, and a digit is a word of its own.
 */
export const naturalPace: Pace = (text) =>
  0.2 * (count(text, HAN) + count(text, PAUSE)) +
  0.066 * count(text, LATIN) +
  0.2 * count(text, CAPITALS) +
  0.35 * count(text, DIGIT)
