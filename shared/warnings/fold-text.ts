import { simplify } from './simplify.ts'

/** A text in the form in which words are found, with the place of each of its code units in the customer's text. */
export interface Folded {
  chars: string
  /** The start and the end of each code unit's source in the original text, code units. */
  from: readonly number[]
  to: readonly number[]
}

const INVISIBLE = /^[\p{Cf}\p{Default_Ignorable_Code_Point}\p{M}\p{Emoji_Modifier}\p{Co}\p{Cn}\p{Cs}♀♂]$/u
const GAP = /^[\s\p{Cc}()[\]{}<>（）［］｛｝＜＞【】「」『』《》〈〉〔〕]$/u
const QUOTE = /^['’‘`´＇"“”*_#~]$/u
/** The most code units that one character is unfolded to: a letter of ours has no more, a ligature of words has 18. */
const MOST_UNITS = 4

/**
 * Folds a text: half width, lower case, simplified characters, one space for any run of them, none between single
 * Chinese characters (`不 要 香 菜`), a semicolon for a line break, no apostrophes, quotes, invisible characters, marks
 * or private-use characters, which `markWords` needs for itself. Linear in the length of the text.
 */
export function foldText(text: string): Folded {
  const from: number[] = []
  const to: number[] = []
  let chars = ''
  let at = 0
  for (const character of text) {
    const end = at + character.length
    const folded = isHan(character) ? simplify(character) : foldOther(character)
    for (let i = 0; i < folded.length; i++) {
      if (folded[i] === ' ' && chars.endsWith(' ')) continue
      chars += folded[i]
      from.push(at)
      to.push(end)
    }
    at = end
  }
  return withoutLoneSpaces({ chars, from, to })
}

/** Folds a code point that is no Chinese character of the usual block to zero or more characters. */
function foldOther(character: string): string {
  if (/^[a-z0-9 ,.:;!?]$/.test(character)) return character
  if (character === '\n' || character === '\r') return ';'
  if (GAP.test(character)) return ' '
  // The sign that strikes a picture out says what a picture of its own says.
  if (character === '\u20e0') return '🚫'
  if (QUOTE.test(character) || INVISIBLE.test(character)) return ''
  const plain = character.normalize('NFKD').toLowerCase()
  return plain.length > MOST_UNITS ? ' ' : plain.replace(/\s+/g, ' ').replace(/\p{M}+/gu, '')
}

/** Drops the spaces of characters that stand apart: `过 敏`. A space between longer words divides thoughts, and stays. */
function withoutLoneSpaces({ chars, from, to }: Folded): Folded {
  const kept: number[] = []
  let text = ''
  for (let i = 0; i < chars.length; i++) {
    if (chars[i] === ' ' && betweenLone(chars, i)) continue
    kept.push(i)
    text += chars[i]
  }
  if (text.length === chars.length) return { chars, from, to }
  return { chars: text, from: kept.map((i) => from[i] ?? 0), to: kept.map((i) => to[i] ?? 0) }
}

function betweenLone(chars: string, space: number): boolean {
  const han = (at: number) => isHan(chars.charAt(at))
  return han(space - 1) && han(space + 1) && (!han(space - 2) || !han(space + 2))
}

function isHan(character: string): boolean {
  return character >= '\u4e00' && character <= '\u9fff' && character.length === 1
}
