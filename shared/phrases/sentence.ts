import { codePointLength, speakable } from '../text.ts'
import { espeakPace, naturalPace, type Pace } from './reading/pace.ts'

/** The most code points of a sentence, whatever the voice; the seconds below bound it far earlier. */
export const MAX_SPOKEN = 200
/** The most seconds of a sentence, at the speed it is spoken: the next order waits meanwhile. */
const MOST_SECONDS = 12
/** The seconds that an order's sentence should take: by espeak-ng, and by a natural voice. */
const ORDER_SECONDS = { espeak: 6, natural: 4 } as const
/** The seconds that a repetition should take. */
const REPEAT_SECONDS = 3.5

/** Tells whether a sentence is as short as it should be. At normal speed: a slow voice is its owner's wish. */
export type Fits = (text: string) => boolean

/** Tells whether the sentence of an order is short: six seconds by espeak-ng, four by a natural voice. */
export const shortOrder: Fits = (text) =>
  espeakPace(text) <= ORDER_SECONDS.espeak && naturalPace(text) <= ORDER_SECONDS.natural

/** Tells whether a repetition is short: three and a half seconds by either voice. */
export const shortRepeat: Fits = (text) => espeakPace(text) <= REPEAT_SECONDS && naturalPace(text) <= REPEAT_SECONDS

/** Tells whether a sentence is within the bound of all sentences, by the pace of the voice that will say it. */
export function bounded(pace: Pace): Fits {
  return (text) => pace(text) <= MOST_SECONDS && codePointLength(text) <= MAX_SPOKEN
}

/**
 * Joins the parts of the first candidate that `fits`; empty parts are left out. Candidates go from the longest to the
 * shortest, and the last one is cut if it has more than {@link MAX_SPOKEN} code points. Every sentence of the voice is
 * made here: it is `speakable`, whatever its parts are.
 */
export function sentence(
  separator: string,
  candidates: readonly (readonly string[])[],
  fits: Fits = () => true,
): string {
  const sentences = candidates.map((parts) => joined(separator, parts))
  return speakable(
    sentences.find((text) => fits(speakable(text, MAX_SPOKEN + 1))) ?? sentences.at(-1) ?? '',
    MAX_SPOKEN,
  )
}

/** Picks the first of these candidates that `fits`, from the longest to the shortest; the last one if none does. */
export function firstThatFits(
  separator: string,
  candidates: readonly (readonly string[])[],
  fits: Fits,
): readonly string[] {
  const found = candidates.find((parts) => fits(joined(separator, parts)))
  return found ?? candidates.at(-1) ?? []
}

/** Joins the parts that are not empty. */
export function joined(separator: string, parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(separator)
}
