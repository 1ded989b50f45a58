import { codePointLength, speakable } from '../text.ts'
import { findWarnings } from '../warnings/find-warnings.ts'
import { withoutNumbers } from './private-numbers.ts'

/** The most code points that are searched for a warning; a frame carries fewer. */
const MAX_READ = 2_000
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

/**
 * Cuts a text to `max` code points, without phone numbers. The excerpt begins at the beginning, unless the first warning
 * would then be cut off: an allergy must be heard wherever in a remark it stands. An '…' at the end counts as missing
 * text, because the server marks shortened texts by it. `phone`: the customer's number.
 */
export function excerpt(text: string, max: number, phone: string | undefined): Excerpt {
  const read = speakable(text, MAX_READ)
  const full = speakable(withoutNumbers(read, phone), MAX_READ)
  const warningAt = findWarnings(full)[0]?.start ?? -1
  // A picture that warns, 🥜❌, cannot be spoken: a human must see it.
  const warnsUnheard = warningAt < 0 && findWarnings(text).length > 0
  const part = speakable(warningAt < 0 ? full : full.slice(startFor(full, warningAt, max)), max)
  const whole = part === read && !warnsUnheard && !text.trimEnd().endsWith('…')
  return { text: part, warning: warningAt >= 0 || warnsUnheard, whole }
}

function startFor(text: string, warningAt: number, max: number): number {
  const before = text.slice(0, warningAt)
  if (codePointLength(before) <= max - WARNING_TAIL) return 0
  const clause = before.search(/[^ ,.!?;:，。！？；：、]*$/u)
  return codePointLength(before.slice(clause)) <= WARNING_LEAD ? clause : warningAt
}
