import { type FrameOrder, reminderContent, waitingSince } from '../reminder.ts'
import { speakable } from '../text.ts'
import { type Excerpt, excerpt } from './excerpt.ts'
import { minutesBetween } from './natural.ts'
import type { SpokenReminder } from './phrases.ts'
import { withoutNumbers } from './private-numbers.ts'

/** Most code points of each part of an order. */
const MAX_REMARK = 60
const MAX_NAME = 24
const MAX_NOTE = 24
const MAX_BY = 20
const MAX_CODE = 20
/** More of a name than is ever said, so that a phone number in it is seen whole before it is cut. */
const MAX_READ = 200
/** Most dishes told one by one. */
const MAX_ITEMS = 3

export interface SpokenItem {
  /** Empty when nothing in the name can be spoken. */
  name: string
  quantity: number
  /** Only when it is short, or warns. */
  note: Excerpt | undefined
}

/** What of an order may be said aloud, cleaned and bounded, in no language yet. */
export interface SpokenOrder {
  /** The end of the order's number: {@link numberTail}. */
  tail: string[]
  remark: Excerpt | undefined
  /** Those with a warning first, then as ordered; at most three. */
  items: SpokenItem[]
  /** How many items the order has in all. */
  kinds: number
  /** Something that the customer wrote is not said, and a human should read it. */
  seeScreen: boolean
}

/** Takes from an order what may be said aloud. Name, phone and address stay behind. */
export function spokenOrder(order: FrameOrder): SpokenOrder {
  const phone = order.customer?.phone
  const remark = order.remark === undefined ? undefined : excerpt(order.remark, MAX_REMARK, phone)
  const notes = order.items.map(({ note }) => (note === undefined ? undefined : excerpt(note, MAX_NOTE, phone)))
  const items = order.items.map(({ name, quantity }, i) => {
    const note = notes[i]
    const said = note !== undefined && note.text !== '' && (note.whole || note.warning)
    return { name: cleanName(name, MAX_NAME, phone), quantity, note: said ? note : undefined }
  })
  return {
    tail: numberTail(order.number),
    remark: remark?.text === '' ? undefined : remark,
    items: items.toSorted((a, b) => warns(b) - warns(a)).slice(0, MAX_ITEMS),
    kinds: order.items.length + order.moreItems,
    seeScreen: [remark, ...notes].some((text) => text?.whole === false),
  }
}

/** Whole minutes that a paid order has waited for the shop; `undefined` when its times could not be read. */
export function waitedMinutes(order: FrameOrder, now: number): number | undefined {
  const since = waitingSince(order)
  return since === undefined ? undefined : minutesBetween(since, now)
}

/**
 * The `content` of a reminder of an unknown kind, as it may be said. The origin's bare order number is left out, because
 * the number's tail is said anyway.
 */
export function spokenContent({ content = '', order }: SpokenReminder): Excerpt {
  if (content === reminderContent(order.number)) return { text: '', warning: false, whole: true }
  return excerpt(content, MAX_REMARK, order.customer?.phone)
}

/** A code that came after this client (`ghost_kitchen`), as it may be said; empty when there is nothing to say. */
export function spokenCode(code: string): string {
  return cleanName(code.replaceAll('_', ' '), MAX_CODE, undefined)
}

/** The end of an order's number, as a kitchen calls it: its last four letters and digits, upper case. */
export function numberTail(orderNumber: string): string[] {
  const characters = orderNumber.normalize('NFKC').match(/[A-Za-z0-9]/g) ?? []
  return characters.slice(-4).map((character) => character.toUpperCase())
}

/** What a device or an operator calls itself, as it may be said; empty when there is nothing to say. */
export function spokenName(name: string | undefined): string {
  return cleanName(name ?? '', MAX_BY, undefined)
}

function cleanName(name: string, max: number, phone: string | undefined): string {
  return speakable(withoutNumbers(speakable(name, MAX_READ), phone), max)
}

function warns(item: SpokenItem): number {
  return item.note?.warning ? 1 : 0
}
