import type { Folded } from './fold-text.ts'
import { MARK } from './mark-words.ts'

/** A part of a marked text between two pauses, code units. */
export interface Clause {
  start: number
  end: number
  /** Asks about the food, and requests nothing. */
  asks: boolean
}

/** A clause ends at a pause; a dot or a comma between two digits is none. */
const PAUSE = /[,.](?!\d)|(?<!\d)[,.]|[。;!?|]/g
const { food } = MARK
/** A comma inside a list of foods, and the pause between a food and what is said of it: `葱，蒜，都不要`, "mayo? No". */
const LIST = [
  `(?<=${food} ?),(?= ?(?:or |and |和|或|还有)?${food})`,
  `(?<=${food} ?)[,?](?= ?(?:都|全|全部|通通|统统|一律|也|就)?(?:不要|不吃|不放|不加|不能|别放|免|走|去掉|no|none)(?:放|加|吃|有|了|的|吧|谢谢|哦| thanks| please){0,2} ?(?:[,.。;!?|]|$))`,
]
/** The pause between two foods of a list, which ends no clause. */
const LISTED = '、'
const INSIDE = new RegExp(LIST.join('|'), 'g')

/** Joins what belongs to one clause in spite of a comma: a list of foods, and what is said of them all. */
export function joinLists(marked: Folded): Folded {
  return { ...marked, chars: marked.chars.replace(INSIDE, LISTED) }
}

/** Divides a marked text into its clauses. */
export function clausesOf(chars: string): Clause[] {
  const clauses: Clause[] = []
  let start = 0
  for (const pause of [...chars.matchAll(PAUSE), undefined]) {
    const end = pause?.index ?? chars.length
    const line = chars.slice(start, end)
    const asks = !line.includes(MARK.request) && (line.includes(MARK.question) || pause?.[0] === '?')
    if (end > start) clauses.push({ start, end, asks })
    start = end + 1
  }
  return clauses
}

/**
 * Tells whether a place of a clause is asked about. Of a list of foods only the part that asks is, and the last one
 * before a question mark: `过敏原：牛奶，酱里有芝麻吗？` says of the milk what it asks of the sauce.
 */
export function asksAt(chars: string, { start, end, asks }: Clause, place: number): boolean {
  if (!asks) return false
  const behind = chars.slice(place, end).indexOf(LISTED)
  if (behind === -1) return true
  const from = Math.max(start, chars.lastIndexOf(LISTED, place) + 1)
  return chars.slice(from, place + behind).includes(MARK.question)
}

/** Finds the clause in which a place of the text is, by halves; -1 outside of all. */
export function clauseAt(clauses: readonly Clause[], place: number): number {
  let low = 0
  let high = clauses.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const { start, end } = clauses[middle] ?? { start: 0, end: 0 }
    if (place < start) high = middle - 1
    else if (place >= end) low = middle + 1
    else return middle
  }
  return -1
}
