import { asksAt, type Clause, clauseAt, clausesOf, joinLists } from './clauses.ts'
import { type Folded, foldText } from './fold-text.ts'
import { MARK, markWords } from './mark-words.ts'
import { readPatterns } from './read-pattern.ts'
import { RULES, type RuleName } from './rules.ts'

/** A warning in a customer's text: the shortest clause that a cook must read. */
export interface Warning {
  /** The kind of rule that found it: docs/warnings.md. */
  rule: RuleName
  /** The place of the clause in the text, code units. */
  start: number
  end: number
  /** The clause as the customer wrote it: hostile, like all of the text. */
  text: string
}

interface Hit {
  rule: RuleName
  start: number
  end: number
}

/** The most code units of a clause that is shown whole; of a longer one, without any pause, the words around a warning. */
const WHOLE = 60
/** Code units on either side of a warning that are kept of a longer clause. */
const AROUND = 16
/** Code units before and behind a warning in which the foods of its list are looked for. */
const MOST_LIST = 240
const PAUSE = /[\s\p{P}]/u
const DIGIT = /[\p{Nd}〇零一二三四五六七八九幺 -]/u
const EDGES = /^[\s\p{P}]+|[\s\p{P}]+$/gu

const PATTERNS = RULES.map(({ name, find, asked }) => ({ name, asked, find: readPatterns(find) }))

/**
 * Finds every warning of a text that a cook must read, wherever it stands: allergies, illness, faith, refused food. In
 * the order of the text, without overlaps. Takes time in proportion to the text. Where unsure, it is a warning.
 */
export function findWarnings(text: string): Warning[] {
  const marked = joinLists(markWords(foldText(text)))
  const clauses = clausesOf(marked.chars)
  const hits = PATTERNS.flatMap(({ name, asked, find }) =>
    [...marked.chars.matchAll(find)].flatMap((match) => {
      const at = clauseAt(clauses, match.index)
      const clause = clauses[at]
      if (clause === undefined || (asked === false && asksAt(marked.chars, clause, match.index))) return []
      const one = hit(marked, clause, name, match)
      return [withItsFood(marked, clauses[at - 1], clause, one), ...restOfList(marked, clause, one)]
    }),
  )
  return apart(marked, hits).map((one) => warning(text, marked, one))
}

/** Orders hits and takes away what overlaps; hits that touch are one as long as it may be shown whole. */
function apart(marked: Folded, hits: readonly Hit[]): Hit[] {
  const found: Hit[] = []
  for (const next of hits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = found.at(-1)
    if (last === undefined || next.start >= last.end) found.push({ ...next })
    else if (next.end > last.end) {
      if (lengthOf(marked, { start: last.start, end: next.end }) <= WHOLE) last.end = next.end
      else found.push({ ...next, start: last.end })
    }
  }
  return found
}

function hit(marked: Folded, clause: Clause, rule: RuleName, match: RegExpExecArray): Hit {
  if (lengthOf(marked, clause) <= WHOLE) return { rule, start: clause.start, end: clause.end }
  const { index } = match
  const last = index + match[0].length
  let start = index
  let end = last
  const far = { start: (marked.from[start] ?? 0) - AROUND, end: (marked.to[end - 1] ?? 0) + AROUND }
  while (start > clause.start && (marked.from[start - 1] ?? 0) >= far.start) start -= 1
  while (end < clause.end && (marked.to[end] ?? far.end + 1) <= far.end) end += 1
  // No part of a number: the voice knows a telephone number by its length, and leaves it out.
  while (start < index && inNumber(marked.chars, start)) start += 1
  while (end > last && inNumber(marked.chars, end)) end -= 1
  return { rule, start, end }
}

/** Tells whether a place is between two digits, or beside one that goes on. */
function inNumber(chars: string, place: number): boolean {
  return DIGIT.test(chars.charAt(place - 1)) && DIGIT.test(chars.charAt(place))
}

/**
 * Lists the parts of a long clause, beside a warning in it, that go on with the foods it is about: `花生、腰果、…、大豆都过敏`
 * names more of them than one warning may be long.
 */
function restOfList(marked: Folded, clause: Clause, { rule, start, end }: Hit): Hit[] {
  const { chars, from, to } = marked
  const named = chars.slice(start, end).includes(MARK.food)
  let first = start
  let last = end
  /** The code units between the end of one place and the beginning of a later one. */
  const reach = (before: number, after: number) => (from[after] ?? to[after - 1] ?? 0) - (to[before] ?? 0)
  const gap = (place: number) => (named || place !== start ? AROUND : WHOLE)
  for (let i = start - 1; i >= clause.start && reach(i, first) <= gap(first) && reach(i, start) <= MOST_LIST; i -= 1)
    if (chars.charAt(i) === MARK.food) first = i
  for (let i = end; i < clause.end && reach(last - 1, i) <= AROUND && reach(end - 1, i) <= MOST_LIST; i += 1)
    if (chars.charAt(i) === MARK.food) last = i + 1
  return [...pieces(marked, first, start), ...pieces(marked, end, last)].map((piece) => ({ rule, ...piece }))
}

/** Cuts a part of a text into pieces that may each be shown whole, behind a pause where there is one. */
function pieces(marked: Folded, from: number, to: number): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (let start = from; start < to; ) {
    let end = start + 1
    while (end < to && lengthOf(marked, { start, end: end + 1 }) <= WHOLE) end += 1
    const pause = end < to ? lastPause(marked.chars, start, end) : end
    found.push({ start, end: pause })
    start = pause
  }
  return found
}

/** Finds the place behind the last pause of a part, or its end. */
function lastPause(chars: string, start: number, end: number): number {
  for (let i = end; i > start; i -= 1) if (PAUSE.test(chars.charAt(i - 1))) return i
  return end
}

/** Adds the clause before a warning that names no food, when that does: `有花生吗？我过敏`. */
function withItsFood(marked: Folded, before: Clause | undefined, clause: Clause, one: Hit): Hit {
  const names = ({ start, end }: { start: number; end: number }) => marked.chars.slice(start, end).includes(MARK.food)
  const alone = one.start === clause.start && before !== undefined && !names(one) && names(before)
  return alone && lengthOf(marked, { start: before.start, end: one.end }) <= WHOLE
    ? { ...one, start: before.start }
    : one
}

function lengthOf({ from, to }: Folded, { start, end }: { start: number; end: number }): number {
  return (to[end - 1] ?? 0) - (from[start] ?? 0)
}

function warning(text: string, { from, to }: Folded, { rule, start, end }: Hit): Warning {
  const first = from[start] ?? 0
  const part = text.slice(first, to[end - 1] ?? text.length)
  const clean = part.replace(EDGES, '')
  const at = first + part.indexOf(clean)
  return clean === ''
    ? { rule, start: first, end: first + part.length, text: part }
    : { rule, start: at, end: at + clean.length, text: clean }
}
