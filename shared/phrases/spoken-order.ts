import { type FrameOrder, reminderContent, waitingSince } from '../reminder.ts'
import { speakable } from '../text.ts'
import { warningsOf } from '../warnings/order-warnings.ts'
import { type Excerpt, excerpt } from './excerpt.ts'
import { minutesBetween } from './natural.ts'
import type { SpokenReminder } from './phrases.ts'
import { withoutNumbers } from './private-numbers.ts'

/** The most code points of each part of an order. */
const MAX_REMARK = 60
const MAX_NAME = 24
const MAX_NOTE = 24
const MAX_WARNING = 40
const MAX_DISH = 12
const MAX_BY = 20
const MAX_CODE = 20
/** The code points of a name that are searched for a phone number, before it is cut. */
const MAX_READ = 200
/** The most warnings that are told besides those in the remark and in the notes of the dishes that are named. */
const MAX_WARNINGS = 4
/** The most dishes that are named. */
const MAX_ITEMS = 3

export interface SpokenItem {
  /** Empty when the name has nothing speakable. */
  name: string
  quantity: number
  /** Present when it is whole, or warns. */
  note: Excerpt | undefined
}

/** The parts of an order that may be spoken, cleaned and bounded, in no language yet. */
export interface SpokenOrder {
  /** The end of the order's number: {@link numberTail}. */
  tail: string[]
  remark: Excerpt | undefined
  /** The warnings of the order, the gravest first, each after the name of its dish. */
  warnings: { text: string; dish: string }[]
  /** Items with a warning first, then in the order of the order; three at most. */
  items: SpokenItem[]
  /** The number of all items of the order. */
  kinds: number
  /** Whether a part of the customer's text is not spoken, so that a human should read it. */
  seeScreen: boolean
}

/** Picks the parts of an order that may be spoken; the customer's name, phone and address are left out. */
export function spokenOrder(order: FrameOrder): SpokenOrder {
  const phone = order.customer?.phone
  const remark = order.remark === undefined ? undefined : excerpt(order.remark, MAX_REMARK, phone)
  const notes = order.items.map(({ note }) => (note === undefined ? undefined : excerpt(note, MAX_NOTE, phone)))
  const items = order.items.map(({ name, quantity }, i) => {
    const note = notes[i]
    const said = note !== undefined && note.text !== '' && (note.whole || note.warning)
    return { name: cleanName(name, MAX_NAME, phone), quantity, note: said ? note : undefined }
  })
  const { warnings, more } = warningsOf(order)
  const heard = warnings
    .map(({ text, item = '' }) => ({
      text: cleanName(text, MAX_WARNING, phone),
      dish: cleanName(item, MAX_DISH, phone),
    }))
    .filter(({ text }) => text !== '')
  return {
    warnings: heard,
    tail: numberTail(order.number),
    remark: remark?.text === '' ? undefined : remark,
    items: items.toSorted((a, b) => warns(b) - warns(a)).slice(0, MAX_ITEMS),
    kinds: order.items.length + order.moreItems,
    seeScreen: more > 0 || heard.length < warnings.length || [remark, ...notes].some((text) => text?.whole === false),
  }
}

/**
 * Picks the warnings that are heard neither in the remark nor in the notes of the first `most` dishes. `colon`: the
 * language's, between a dish and what is said of it.
 */
export function warningsBeside({ warnings, remark, items }: SpokenOrder, most: number, colon: string): string[] {
  const said = [remark, ...items.slice(0, most).map(({ note }) => note)].map((one) => letters(one?.text ?? ''))
  return warnings
    .filter(({ text }) => !said.some((part) => part.includes(letters(text))))
    .slice(0, MAX_WARNINGS)
    .map(({ text, dish }) => (dish === '' ? text : `${dish}${colon}${text}`))
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
export function spokenContent({ content = '', order }: SpokenReminder): Excerpt {
  if (content === reminderContent(order.number)) return { text: '', warning: false, whole: true }
  return excerpt(content, MAX_REMARK, order.customer?.phone)
}

/** Makes an unknown code (`ghost_kitchen`) speakable; empty when nothing in it is. */
export function spokenCode(code: string): string {
  return cleanName(code.replaceAll('_', ' '), MAX_CODE, undefined)
}

/** Picks the tail of an order number, as a kitchen calls it: its last four letters and digits, in upper case. */
export function numberTail(orderNumber: string): string[] {
  const characters = orderNumber.normalize('NFKC').match(/[A-Za-z0-9]/g) ?? []
  return characters.slice(-4).map((character) => character.toUpperCase())
}

/** Makes the name of a device or an operator speakable; empty when nothing in it is. */
export function spokenName(name: string | undefined): string {
  return cleanName(name ?? '', MAX_BY, undefined)
}

function cleanName(name: string, max: number, phone: string | undefined): string {
  return speakable(withoutNumbers(speakable(name, MAX_READ), phone), max)
}

/** A text without its pauses, in which a part of it is found again. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}]/gu, '')
}

function warns(item: SpokenItem): number {
  return item.note?.warning ? 1 : 0
}
