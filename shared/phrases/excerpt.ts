import { codePointLength, speakable } from '../text.ts'
import type { Own } from './reading/private-text.ts'
import { type Reader, readText } from './reading/read-text.ts'

/** The least code points that are spoken from the beginning of a warning on. */
const WARNING_TAIL = 10
/** The most code points that are spoken of the clause before a warning. */
const WARNING_LEAD = 10

/** A part of a customer's text that may be spoken. */
export interface Excerpt {
  text: string
  /** True: a warning of something that must not be in the food. */
  warning: boolean
  /** True: nothing speakable is missing. */
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
 * Cuts a text to `max` code points, as `reader` reads it and without private facts. The excerpt begins at the beginning,
 * unless the first warning would then be cut off: an allergy must be heard wherever in a remark it stands. An '…' at the
 * end counts as missing text, because the server marks shortened texts by it. `own`: the customer's facts.
 */
export function excerpt(text: string, max: number, reader: Reader, own: Own): Excerpt {
  const { text: full, whole } = readText(text, reader, own)
  const warningAt = full.search(WARNING)
  const part = speakable(warningAt < 0 ? full : full.slice(startFor(full, warningAt, max)), max)
  return { text: part, warning: warningAt >= 0, whole: whole && part === full && !text.trimEnd().endsWith('…') }
}

function startFor(text: string, warningAt: number, max: number): number {
  const before = text.slice(0, warningAt)
  if (codePointLength(before) <= max - WARNING_TAIL) return 0
  const clause = before.search(/[^ ,.!?;:，。！？；：、]*$/u)
  return codePointLength(before.slice(clause)) <= WARNING_LEAD ? clause : warningAt
}
