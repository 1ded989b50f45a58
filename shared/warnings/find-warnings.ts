import { type Clause, clausesOf, joinLists } from './clauses.ts'
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
const AROUND = 20
const EDGES = /^[\s\p{P}]+|[\s\p{P}]+$/gu

const PATTERNS = RULES.map(({ name, find, asked }) => ({ name, asked, find: readPatterns(find) }))

/**
 * Finds every warning of a text that a cook must read, wherever it stands: allergies, illness, faith, refused food. In
 * the order of the text, without overlaps. Takes time in proportion to the text. Where unsure, it is a warning.
 */
export function findWarnings(text: string): Warning[] {
  const marked = joinLists(markWords(foldText(text)))
  const clauses = clausesOf(marked.chars)
  return clauses.flatMap((clause, i) =>
    hitsIn(marked, clause).map((hit) => warning(text, marked, withItsFood(marked, clauses[i - 1], clause, hit))),
  )
}

/** Finds the places of a clause that warn: the whole of it, or the words around each of them when it is long. */
function hitsIn(marked: Folded, clause: Clause): Hit[] {
  const line = marked.chars.slice(clause.start, clause.end)
  const hits = PATTERNS.filter(({ asked }) => !clause.asks || asked !== false)
    .flatMap(({ name, find }) => [...line.matchAll(find)].map((match) => hit(marked, clause, name, match)))
    .toSorted((a, b) => a.start - b.start)
  const apart: Hit[] = []
  for (const next of hits) {
    const last = apart.at(-1)
    if (last === undefined || next.start >= last.end) apart.push(next)
    else if (next.end > last.end) {
      if (lengthOf(marked, { start: last.start, end: next.end }) <= WHOLE) last.end = next.end
      else apart.push({ ...next, start: last.end })
    }
  }
  return apart
}

function hit(marked: Folded, clause: Clause, rule: RuleName, match: RegExpExecArray): Hit {
  if (lengthOf(marked, clause) <= WHOLE) return { rule, start: clause.start, end: clause.end }
  let start = clause.start + match.index
  let end = start + match[0].length
  const far = { start: (marked.from[start] ?? 0) - AROUND, end: (marked.to[end - 1] ?? 0) + AROUND }
  while (start > clause.start && (marked.from[start - 1] ?? 0) >= far.start) start -= 1
  while (end < clause.end && (marked.to[end] ?? far.end + 1) <= far.end) end += 1
  return { rule, start, end }
}

/** Adds the clause before a warning that names no food, when that does: `有花生吗？我过敏`. */
function withItsFood({ chars }: Folded, before: Clause | undefined, clause: Clause, one: Hit): Hit {
  const names = ({ start, end }: { start: number; end: number }) => chars.slice(start, end).includes(MARK.food)
  const alone = one.start === clause.start && before !== undefined && !names(one) && names(before)
  return alone && before.end - before.start <= WHOLE ? { ...one, start: before.start } : one
}

function lengthOf({ from, to }: Folded, { start, end }: { start: number; end: number }): number {
  return (to[end - 1] ?? 0) - (from[start] ?? 0)
}

function warning(text: string, { from, to }: Folded, { rule, start, end }: Hit): Warning {
  const first = from[start] ?? 0
  const part = text.slice(first, to[end - 1] ?? text.length)
  const clean = part.replace(EDGES, '')
  const at = first + part.indexOf(clean)
  return clean === '' ? { rule, start: first, end: first + part.length, text: part } : { rule, start: at, end: at + clean.length, text: clean }
}
