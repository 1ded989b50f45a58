import { type FrameOrder, reminderContent, waitingSince } from '../reminder.ts'
import { speakable } from '../text.ts'
import { type Excerpt, excerpt } from './excerpt.ts'
import { minutesBetween } from './natural.ts'
import { numberTail } from './order-tail.ts'
import type { SpokenReminder } from './phrases.ts'
import type { Own } from './reading/private-text.ts'
import { type Reader, readText } from './reading/read-text.ts'

/** The most code points of the parts of an order. */
export interface Lengths {
  remark: number
  note: number
}
export const LONGEST_PARTS: Lengths = { remark: 60, note: 24 }
const MAX_NAME = 24
const MAX_BY = 20
const MAX_CODE = 20
/** The most dishes that are named. */
const MAX_ITEMS = 3

export interface SpokenItem {
  /** Empty when the name has nothing speakable. */
  name: string
  quantity: number
  /** Present when it is whole, or warns. */
  note: Excerpt | undefined
}

/** The parts of an order that may be spoken, cleaned and bounded, in the words of one language. */
export interface SpokenOrder {
  /** The part of the order's number that is called out: {@link numberTail}. */
  tail: string[]
  remark: Excerpt | undefined
  /** Items with a warning first, then in the order of the order; three at most. */
  items: SpokenItem[]
  /** The number of all items of the order. */
  kinds: number
  /** Whether a part of the order's text is not spoken, so that a human should read it. */
  seeScreen: boolean
}

/** Picks the parts of an order that may be spoken; the customer's name, phone and address are left out. */
export function spokenOrder(
  order: FrameOrder,
  reader: Reader,
  others: readonly string[],
  lengths: Lengths,
): SpokenOrder {
  const own = ownFacts(order)
  const remark = order.remark === undefined ? undefined : excerpt(order.remark, lengths.remark, reader, own)
  const notes = order.items.map(({ note }) =>
    note === undefined ? undefined : excerpt(note, lengths.note, reader, own),
  )
  const names = order.items.map(({ name }) => readName(name, MAX_NAME, reader, order))
  const items = order.items.map(({ quantity }, i) => {
    const note = notes[i]
    const said = note !== undefined && note.text !== '' && (note.whole || note.warning)
    return { name: names[i]?.text ?? '', quantity, note: said ? note : undefined }
  })
  return {
    tail: numberTail(order.number, others),
    remark: remark?.text === '' ? undefined : remark,
    items: items.toSorted((a, b) => warns(b) - warns(a)).slice(0, MAX_ITEMS),
    kinds: order.items.length + order.moreItems,
    seeScreen: [remark, ...notes, ...names.slice(0, MAX_ITEMS)].some((text) => text?.whole === false),
  }
}

/**
 * Picks what an order warns of, for a sentence about several: its remark or its notes, `max` code points of each;
 * empty when it warns of nothing.
 */
export function spokenWarnings(order: FrameOrder, reader: Reader, max: number): Excerpt[] {
  const texts = [order.remark, ...order.items.map(({ note }) => note)].filter((text) => text !== undefined)
  return texts.map((text) => excerpt(text, max, reader, ownFacts(order))).filter(({ warning }) => warning)
}

/** A reader that only looks for warnings, in no language. */
const FINDER: Reader = { rules: [], reads: () => true }

/** Counts the texts of an order that warn of something. */
export function countWarnings(order: FrameOrder): number {
  return spokenWarnings(order, FINDER, LONGEST_PARTS.note).length
}

/**
 * Counts the whole minutes that an order has waited; `undefined` when its times could not be read. `now`: milliseconds.
 */
export function waitedMinutes(order: FrameOrder, now: number): number | undefined {
  const since = waitingSince(order)
  return since === undefined ? undefined : minutesBetween(since, now)
}

/**
 * Makes the `content` of an unknown kind speakable. The origin's bare order number is left out, because the number's
 * tail is spoken anyway.
 */
export function spokenContent({ content = '', order }: SpokenReminder, reader: Reader): Excerpt {
  if (content === reminderContent(order.number)) return { text: '', warning: false, whole: true }
  return excerpt(content, LONGEST_PARTS.remark, reader, ownFacts(order))
}

/** Makes an unknown code (`ghost_kitchen`) speakable; empty when nothing in it is. */
export function spokenCode(code: string, reader: Reader): string {
  return speakable(readText(code.replaceAll('_', ' '), reader).text, MAX_CODE)
}

/** Makes the name of a device or an operator speakable; empty when nothing in it is. */
export function spokenName(name: string | undefined, reader: Reader): string {
  return speakable(readText(name ?? '', reader).text, MAX_BY)
}

/** A dish is the shop's own word, in which the customer's name or street means something else; a number does not. */
function readName(name: string, max: number, reader: Reader, order: FrameOrder): { text: string; whole: boolean } {
  const { text, whole } = readText(name, reader, { phone: order.customer?.phone })
  return { text: speakable(text, max), whole }
}

function ownFacts({ customer }: FrameOrder): Own {
  return customer ?? {}
}

function warns(item: SpokenItem): number {
  return item.note?.warning ? 1 : 0
}
