import { speakable } from '../text.ts'
import { cutWarning, type ReadWarning } from './read-warnings.ts'
import type { Fits } from './sentence.ts'

/** The most code points of a warning and of its dish, from the longest attempt to the shortest. */
const LENGTHS = [
  [60, 12],
  [40, 12],
  [24, 8],
  [24, 0],
  [12, 6],
  [12, 0],
  [6, 0],
] as const

/** The warnings of one order that are to be told. */
export interface ToldOrder {
  /** The number as it is called, from the longest to the shortest; empty: it cannot be called. */
  numbers: readonly string[]
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
  let called: readonly string[] | undefined
  let isCut = false

  function fitsBesides(more: readonly string[], whole: boolean): boolean {
    return fits([...parts, ...more, ...(isCut || !whole ? [words.seeScreen] : [])].join(words.separator))
  }

  function flush(): void {
    if (parts.length > 0) sentences.push(isCut ? [...parts, words.seeScreen] : parts)
    parts = []
    called = undefined
    isCut = false
  }

  function add(numbers: readonly string[], attempts: readonly Attempt[]): void {
    const all = attempts.flatMap(({ text, whole }) =>
      numbers.map((number) => ({ parts: called === numbers || number === '' ? [text] : [number, text], whole })),
    )
    const [first] = all
    if (first === undefined) return
    // What fits here only in part may fit whole into a sentence of its own.
    if (parts.length > 0 && !fitsBesides(first.parts, first.whole)) {
      flush()
      return add(numbers, attempts)
    }
    const told = all.find((one) => fitsBesides(one.parts, one.whole)) ?? all.at(-1) ?? first
    parts.push(...told.parts)
    called = numbers
    isCut ||= !told.whole
  }

  for (const { numbers, warnings, unheard } of orders) {
    for (const warning of warnings) add(numbers, attemptsOf(warning, words))
    if (unheard) add(numbers, [{ text: words.unheard, whole: false }])
  }
  flush()
  return sentences
}

interface Attempt {
  text: string
  whole: boolean
}

function attemptsOf({ text, dish, whole }: ReadWarning, { write }: WarningWords): Attempt[] {
  return LENGTHS.map(([most, mostOfDish]) => {
    const cut = cutWarning(text, most)
    return { text: write(speakable(dish, mostOfDish), cut), whole: whole && cut === text }
  })
}
