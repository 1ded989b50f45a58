import { cutText, speakable, withoutInvisible } from '../../text.ts'
import { type Own, withoutPrivate } from './private-text.ts'
import { onlyReadable, type Reads } from './readable.ts'
import { applyRules, plainSigns, type Rule } from './rules.ts'

/** How texts of other people are read in one language, by one voice. */
export interface Reader {
  rules: readonly Rule[]
  reads: Reads
}

/** A text as it may be spoken. */
export interface ReadText {
  text: string
  /** True: nothing that means something is missing. */
  whole: boolean
}

/** The most code points of a text that are looked at; a frame carries fewer. */
const MOST_READ = 2_000
/** Faces, gestures and hearts mean nothing that a cook must know. */
const DECORATION =
  /[\u{1f44a}-\u{1f450}\u{1f493}-\u{1f49f}\u{1f600}-\u{1f64f}\u{1f90d}-\u{1f91f}\u{1f970}-\u{1f97a}❤♥☺✨🎉🌹]\p{Emoji_Modifier}?/gu
/** Signs that mean something and that no rule has read. Brackets, quotes, dashes and slashes only divide. */
const SIGN = /[\p{S}\p{No}#@*%‰&]/u
const LETTER = /\p{L}/gu

/**
 * Makes a text of somebody else speakable: private facts go first, from the text as it came; then figures and signs
 * become words, and what the voice cannot say is left out.
 */
export function readText(text: string, { rules, reads }: Reader, own?: Own): ReadText {
  const came = withoutInvisible(cutText(text, MOST_READ).toWellFormed()).replace(/\s+/g, ' ')
  const bare = withoutPrivate(came, own)
  const words = applyRules(plainSigns(bare.replace(DECORATION, ' ')), rules)
  const readable = onlyReadable(words, reads)
  const whole = bare === came && !SIGN.test(words.replace(/%/g, '')) && letters(readable) === letters(words)
  return { text: speakable(readable, MOST_READ), whole }
}

function letters(text: string): number {
  return text.match(LETTER)?.length ?? 0
}
