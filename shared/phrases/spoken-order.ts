import { type FrameOrder, reminderContent, waitingSince } from '../reminder.ts'
import { speakable } from '../text.ts'
import { cutPart, type Excerpt, type ReadPart, readPart } from './excerpt.ts'
import { minutesBetween } from './natural.ts'
import type { SpokenReminder } from './phrases.ts'
import type { ReadDish, ReadOrder } from './read-order.ts'
import { cutWarning, isIn, type ReadWarning } from './read-warnings.ts'
import { type Reader, readText } from './reading/read-text.ts'
import { type Lengths, LONGEST_PARTS, type Telling } from './shrinking.ts'

const MAX_BY = 20
const MAX_CODE = 20

/** A warning in a sentence; `dish` is empty for one of the order's remark. */
export interface SpokenWarning {
  dish: string
  text: string
  whole: boolean
}

export interface SpokenDish {
  /** Empty when the name has nothing speakable. */
  name: string
  quantity: number
  /** Whether its name warns, by an option: 免花生. */
  warning: boolean
  /** Present when it is whole, or warns. */
  note: Excerpt | undefined
}

/** The parts of an order that one sentence says. */
export interface SpokenOrder {
  tail: string[]
  /** What it warns of, but for what is said with its dish; it stands before every other remark. */
  warnings: SpokenWarning[]
  /** The number of warnings that this sentence leaves out. */
  left: number
  /** The warnings that are not in it, or not whole: the next sentence tells them. */
  rest: ReadWarning[]
  /** Whether it warns of something of which nothing can be said. */
  unheard: boolean
  /** The remark when it warns of nothing, or empty. */
  remark: string
  dishes: SpokenDish[]
  /** The number of all items of the order. */
  kinds: number
  /** Whether a part of the order's text is not spoken, so that a human should read it. */
  seeScreen: boolean
}

/** Picks what one sentence says of an order. A text that would lose a warning by a cut gives way to its warnings. */
export function spokenOrder(read: ReadOrder, telling: Telling): SpokenOrder {
  const { most, lengths } = telling
  const ofRemark = read.warnings.filter(({ dish }) => dish === '')
  const remark = read.remark && keepWarnings(read.remark, lengths.remark, ofRemark)
  const all = read.dishes.map((dish) => spokenDish(dish, lengths.note))
  const named = all.slice(0, most)
  const heard = [
    ...ofRemark.filter((warning) => isIn(remark?.text ?? '', warning)),
    ...named.flatMap(({ said, warnings }) => warnings.filter((warning) => isIn(said, warning))),
  ]
  const beside = read.warnings.filter((warning) => !heard.includes(warning))
  const told = beside.slice(0, telling.warnings).map((warning) => shortWarning(warning, lengths))
  const whole = [...told, ...all, ...(remark === undefined ? [] : [remark])].every((part) => part.whole)
  return {
    tail: read.tail.slice(-telling.tail),
    warnings: remark?.warning && remark.text !== '' ? [...told, { dish: '', ...remark }] : told,
    left: beside.length - told.length,
    rest: beside.filter(
      ({ text }, at) => told[at] === undefined || !isIn(`${told[at].dish}${told[at].text}`, { text }),
    ),
    unheard: read.unheard,
    remark: remark === undefined || remark.warning ? '' : remark.text,
    dishes: named,
    kinds: read.kinds,
    seeScreen: read.seeScreen || told.length < beside.length || !whole,
  }
}

function spokenDish({ name, quantity, note, warnings }: ReadDish, length: number) {
  const ofNote = warnings.filter((warning) => !isIn(name, warning))
  const cut = note && keepWarnings(note, length, ofNote)
  const said = cut !== undefined && cut.text !== '' && (cut.whole || cut.warning) ? cut : undefined
  return {
    name,
    quantity,
    warning: ofNote.length < warnings.length,
    note: said,
    warnings,
    said: `${name} ${said?.text ?? ''}`,
    whole: cut?.whole !== false,
  }
}

/** Cuts a text, or says nothing of it rather than losing a warning by the cut: the warnings are said by themselves. */
function keepWarnings(part: ReadPart, length: number, warnings: readonly ReadWarning[]): Excerpt {
  const cut = cutPart(part, length)
  const loses = warnings.some((warning) => isIn(part.text, warning) && !isIn(cut.text, warning))
  return loses ? { text: '', warning: false, whole: false } : cut
}

function shortWarning({ text, dish, whole }: ReadWarning, lengths: Lengths): SpokenWarning {
  const name = speakable(dish, lengths.dish)
  // A dish whose own name warns says it all.
  if (name !== '' && isIn(name, { text })) return { dish: '', text: name, whole }
  const cut = cutWarning(text, lengths.warning)
  return { dish: name, text: cut, whole: whole && cut === text }
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
  return cutPart(readPart(content, reader, order.customer ?? {}), LONGEST_PARTS.remark)
}

/** Makes an unknown code (`ghost_kitchen`) speakable; empty when nothing in it is. */
export function spokenCode(code: string, reader: Reader): string {
  return speakable(readText(code.replaceAll('_', ' '), reader).text, MAX_CODE)
}

/** Makes the name of a device or an operator speakable; empty when nothing in it is. */
export function spokenName(name: string | undefined, reader: Reader): string {
  return speakable(readText(name ?? '', reader).text, MAX_BY)
}
