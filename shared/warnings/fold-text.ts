import { simplify } from './simplify.ts'

/** A text in the form in which words are found, with the place of each of its code units in the customer's text. */
export interface Folded {
  chars: string
  /** The start and the end of each code unit's source in the original text, code units. */
  from: readonly number[]
  to: readonly number[]
}

const PLAIN = /[ -~一-鿿]/
const INVISIBLE = /^[\p{Cf}\p{Default_Ignorable_Code_Point}\p{M}\p{Emoji_Modifier}\p{Co}\p{Cn}\p{Cs}♀♂]$/u
const QUOTE = /^['’‘`´＇"“”*_#~]$/u
const HAN = /[一-鿿]/
const BRACKET = /[()[\]{}<>【】「」『』《》〈〉（）［］〔〕]/

/**
 * Folds a text: half width, lower case, simplified characters, one space for any run of them, none between single
 * Chinese characters (`不 要 香 菜`), a full stop for a line break, no apostrophes, quotes, invisible characters, marks
 * or private-use characters, which `markWords` needs for itself. Linear in the length of the text.
 */
export function foldText(text: string): Folded {
  const chars: string[] = []
  const from: number[] = []
  const to: number[] = []
  const push = (unit: string, start: number, end: number) => {
    chars.push(unit)
    from.push(start)
    to.push(end)
  }
  let at = 0
  for (const character of text) {
    const end = at + character.length
    for (const unit of fold(character)) if (unit !== ' ' || chars.at(-1) !== ' ') push(unit, at, end)
    at = end
  }
  return withoutLoneSpaces({ chars: chars.join(''), from, to })
}

/** Folds one code point to the code units of zero or more characters. */
function fold(character: string): string[] {
  if (character === '\n' || character === '\r') return ['.']
  if (QUOTE.test(character) || (!PLAIN.test(character) && INVISIBLE.test(character))) return []
  const plain = PLAIN.test(character) ? character : character.normalize('NFKC')
  return [...plain.toLowerCase()].flatMap((one) => {
    if (/\s|\p{Cc}/u.test(one) || BRACKET.test(one)) return [' ']
    return INVISIBLE.test(one) ? [] : simplify(one).split('')
  })
}

/** Drops the spaces of characters that stand apart: `过 敏`. A space between longer words divides thoughts, and stays. */
function withoutLoneSpaces({ chars, from, to }: Folded): Folded {
  const kept: number[] = []
  for (let i = 0; i < chars.length; i++) if (chars[i] !== ' ' || !betweenLone(chars, i)) kept.push(i)
  return {
    chars: kept.map((i) => chars[i]).join(''),
    from: kept.map((i) => from[i] ?? 0),
    to: kept.map((i) => to[i] ?? 0),
  }
}

function betweenLone(chars: string, space: number): boolean {
  const han = (i: number) => HAN.test(chars.charAt(i))
  if (!han(space - 1) || !han(space + 1)) return false
  return !han(space - 2) || !han(space + 2)
}
