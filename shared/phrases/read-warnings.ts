import type { FrameOrder, OrderWarning } from '../reminder.ts'
import { cleanLine, speakable } from '../text.ts'
import { findWarnings } from '../warnings/find-warnings.ts'
import { orderWarnings, warningsOf } from '../warnings/order-warnings.ts'
import { type Reader, readText } from './reading/read-text.ts'
import { LONGEST_PARTS } from './shrinking.ts'

/** The most code points of a warning, and of its dish, in a frame. */
const MAX_WARNING = 60
const MAX_ITEM = 24

/** A warning of an order that may be spoken. */
export interface ReadWarning {
  text: string
  /** True: nothing speakable is missing. */
  whole: boolean
  /** The name of its dish; empty: it is of the order's remark. */
  dish: string
  /** The place of its dish among the order's items; absent: none of them, or of the remark. */
  at?: number
}

/** The warnings of an order for one voice: the gravest first. */
export interface ReadWarnings {
  warnings: ReadWarning[]
  /** Whether there is one of which nothing can be said. */
  unheard: boolean
  /** The number of warnings that the server counted and did not send. */
  more: number
}

/**
 * Reads what an order warns of: the frame's warnings, and whatever else the frame's texts warn of. Private facts are
 * never in it; of a dish, which is the shop's own word, only numbers are left out.
 */
export function readWarnings(order: FrameOrder, reader: Reader): ReadWarnings {
  const { all, more } = allWarnings(order)
  const warnings = all
    .map(({ text, item = '' }) => {
      const read = readText(text, reader, order.customer ?? {})
      const words = speakable(read.text, MAX_WARNING)
      const dish = speakable(readText(item, reader, { phone: order.customer?.phone }).text, LONGEST_PARTS.dish)
      const at = placeOf(order, text, item)
      return {
        text: words,
        whole: read.whole && words === read.text && !text.trimEnd().endsWith('…'),
        dish,
        ...(at !== undefined && { at }),
      }
    })
    .filter(({ text }) => text !== '')
  return { warnings, unheard: warnings.length < all.length, more }
}

/** Tells whether a warning is heard in what is said. */
export function isIn(said: string, { text }: Pick<ReadWarning, 'text'>): boolean {
  return letters(said).includes(letters(text))
}

/**
 * Cuts a warning to `max` code points in which it still warns, if there are any: from its beginning, else from further on.
 */
export function cutWarning(text: string, max: number): string {
  const characters = [...text]
  if (characters.length <= max) return text
  const last = characters.length - max
  const starts = [0, ...Array.from({ length: Math.ceil(last / STEP) }, (_, at) => Math.min(last, (at + 1) * STEP))]
  const parts = starts.map((start) => speakable(characters.slice(start, start + max).join(''), max))
  return parts.find((part) => findWarnings(part).length > 0) ?? parts[0] ?? ''
}

/** Code points between two places where a warning may be cut. */
const STEP = 3

function allWarnings(order: FrameOrder): { all: readonly OrderWarning[]; more: number } {
  const { warnings, more } = warningsOf(order)
  if (order.warnings === undefined) return { all: warnings, more }
  const known = warnings.map(({ text }) => letters(text))
  const others = orderWarnings(order).warnings.filter(({ text }) => !known.some((one) => overlap(one, letters(text))))
  return { all: [...warnings, ...others], more }
}

function overlap(one: string, other: string): boolean {
  return one.includes(other) || other.includes(one)
}

/** Finds the dish of a warning: of several of one name, the one that has it. */
function placeOf({ items }: FrameOrder, text: string, item: string): number | undefined {
  if (item === '') return undefined
  const same = [...items.keys()].filter((at) => cleanLine(items[at]?.name ?? '', MAX_ITEM) === item)
  return same.find((at) => isIn(`${items[at]?.name} ${items[at]?.note}`, { text })) ?? same[0]
}

/** A text without its pauses, in which a part of it is found again. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}]/gu, '')
}
