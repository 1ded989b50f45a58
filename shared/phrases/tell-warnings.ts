import { speakable } from '../text.ts'
import { cutWarning, type ReadWarning } from './read-warnings.ts'
import type { Fits } from './sentence.ts'

/** The most code points of a warning and of its dish, from the longest attempt to the shortest. */
const LENGTHS = [
  [60, 12],
  [40, 12],
  [24, 8],
  [12, 6],
  [6, 0],
] as const

/** The warnings of one order that are to be told. */
export interface ToldOrder {
  /** The number as it is called, or empty. */
  number: string
  warnings: readonly ReadWarning[]
  /** Whether it warns of more, of which nothing can be said. */
  unheard: boolean
}

/** How warnings are told in one language. */
export interface WarningWords {
  separator: string
  seeScreen: string
  /** Says that an order warns of something of which nothing can be said. */
  unheard: string
  write(dish: string, text: string): string
}

/**
 * Writes sentences that tell every warning of these orders, each with the number of its order. The first sentence begins
 * with `head`, and takes as many as fit; each of the others takes as many as fit again. None is lost: a warning that is
 * too long for a sentence of its own is cut, and its sentence ends in "see the screen".
 */
export function tellWarnings(
  head: readonly string[],
  orders: readonly ToldOrder[],
  words: WarningWords,
  fits: Fits,
): string[][] {
  const sentences: string[][] = []
  let parts = head.filter((part) => part !== '')
  let called: string | undefined
  let isCut = false
  const room = (more: readonly string[]) => fits([...parts, ...more, words.seeScreen].join(words.separator))

  function flush(): void {
    if (parts.length > 0) sentences.push(isCut ? [...parts, words.seeScreen] : parts)
    parts = []
    called = undefined
    isCut = false
  }

  function add(number: string, attempts: readonly { text: string; whole: boolean }[]): void {
    const withNumber = (text: string) => (called === number || number === '' ? [text] : [number, text])
    // What fits here only in part may fit whole into a sentence of its own.
    const [whole] = attempts
    if (parts.length > 0 && !room(withNumber(whole?.text ?? ''))) flush()
    const told = attempts.find(({ text }) => room(withNumber(text))) ?? attempts.at(-1)
    if (told === undefined) return
    parts.push(...withNumber(told.text))
    called = number
    isCut ||= !told.whole
  }

  for (const { number, warnings, unheard } of orders) {
    for (const warning of warnings) add(number, attemptsOf(warning, words))
    if (unheard) add(number, [{ text: words.unheard, whole: false }])
  }
  flush()
  return sentences
}

function attemptsOf({ text, dish, whole }: ReadWarning, { write }: WarningWords): { text: string; whole: boolean }[] {
  return LENGTHS.map(([most, mostOfDish]) => {
    const cut = cutWarning(text, most)
    return { text: write(speakable(dish, mostOfDish), cut), whole: whole && cut === text }
  })
}
