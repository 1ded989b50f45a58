import { codePointLength, speakable } from '../text.ts'
import { withoutNumbers } from './private-numbers.ts'

/** Enough of a text to find a warning in it; a frame carries less. */
const MAX_READ = 2_000
/** Of the text after a warning's first character, at least this much is said with it. */
const WARNING_TAIL = 10
/** Of the clause before a warning, at most this much is said with it. */
const WARNING_LEAD = 10

/** A part of what a customer wrote, as it may be said. */
export interface Excerpt {
  text: string
  /** It tells what must not be in the food. */
  warning: boolean
  /** Nothing that could be said is missing. */
  whole: boolean
}

/** Allergies, faiths, refusals. A false alarm costs one word. */
const WARNING = new RegExp(
  [
    '过敏|過敏|不耐受|忌(?![廉司])|禁|勿|清真|素食|纯素|純素|孕妇|孕婦|糖尿|乳糖|麸质|麩質',
    '[不别別](?:要|吃|能|可|放|加|带|帶|沾|喝)',
    '(?<![a-z])(?:allerg|anaphyla|intoleran|coeliac|celiac|gluten|lactose|peanut|diabet|pregnan|vegan|vegetarian)',
    '(?<![a-z])(?:halal|kosher|avoid|without|free of|(?:nuts?|no|not|dont|never)(?![a-z]))',
  ].join('|'),
  'iu',
)

/**
 * At most `max` code points of a text (60 of 10,000, say), without phone numbers. It begins at the beginning, unless
 * the first warning would then be cut off: an allergy must be heard wherever in a remark it stands.
 * An '…' at the end counts as missing text: so the frame marks what it has shortened.
 */
export function excerpt(text: string, max: number, phone: string | undefined): Excerpt {
  const read = speakable(text, MAX_READ)
  const full = speakable(withoutNumbers(read, phone), MAX_READ)
  const warningAt = full.search(WARNING)
  const part = speakable(warningAt < 0 ? full : full.slice(startFor(full, warningAt, max)), max)
  return { text: part, warning: warningAt >= 0, whole: part === read && !text.trimEnd().endsWith('…') }
}

function startFor(text: string, warningAt: number, max: number): number {
  const before = text.slice(0, warningAt)
  if (codePointLength(before) <= max - WARNING_TAIL) return 0
  const clause = before.search(/[^ ,.!?;:，。！？；：、]*$/u)
  return codePointLength(before.slice(clause)) <= WARNING_LEAD ? clause : warningAt
}
