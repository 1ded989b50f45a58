import { codePointLength, speakable } from '../text.ts'
import { findWarnings } from '../warnings/find-warnings.ts'
import type { Own } from './reading/private-text.ts'
import { type Reader, readText } from './reading/read-text.ts'

/** The most code points of a text that are looked at; a frame carries fewer. */
const MAX_READ = 2_000
/** The least code points that are spoken from the beginning of a warning on. */
const WARNING_TAIL = 10
/** The most code points that are spoken of the clause before a warning. */
const WARNING_LEAD = 10

/** A text of the customer's that may be spoken, before it is cut. */
export interface ReadPart extends Excerpt {
  /** The place of the first warning that can be heard, code units; −1: none. */
  warningAt: number
}

/** A part of a customer's text that may be spoken. */
export interface Excerpt {
  text: string
  /** True: a warning of something that must not be in the food. */
  warning: boolean
  /** True: nothing speakable is missing. */
  whole: boolean
}

/**
 * Reads a text as `reader` does and without private facts, and looks for its warnings (docs/warnings.md). An '…' at the
 * end counts as missing text, because the server marks shortened texts by it. `own`: the customer's facts.
 */
export function readPart(text: string, reader: Reader, own: Own): ReadPart {
  const read = readText(text, reader, own)
  const warningAt = findWarnings(read.text)[0]?.start ?? -1
  // A picture that warns, 🥜❌, cannot be spoken, nor can a script that the voice lacks: a human must see it.
  const unheard = warningAt < 0 && findWarnings([...text].slice(0, MAX_READ).join('')).length > 0
  return {
    text: read.text,
    warning: warningAt >= 0 || unheard,
    whole: read.whole && !unheard && !text.trimEnd().endsWith('…'),
    warningAt,
  }
}

/**
 * Cuts a text to `max` code points. The excerpt begins at the beginning, unless the first warning would then be cut off:
 * an allergy must be heard wherever in a remark it stands.
 */
export function cutPart({ text, warning, whole, warningAt }: ReadPart, max: number): Excerpt {
  const part = speakable(warningAt < 0 ? text : text.slice(startFor(text, warningAt, max)), max)
  return { text: part, warning, whole: whole && part === text }
}

function startFor(text: string, warningAt: number, max: number): number {
  const before = text.slice(0, warningAt)
  if (codePointLength(before) <= max - WARNING_TAIL) return 0
  const clause = before.search(/[^ ,.!?;:，。！？；：、]*$/u)
  return codePointLength(before.slice(clause)) <= WARNING_LEAD ? clause : warningAt
}
