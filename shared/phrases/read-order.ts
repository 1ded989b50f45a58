import type { FrameOrder } from '../reminder.ts'
import { codePointLength, speakable } from '../text.ts'
import { type ReadPart, readPart } from './excerpt.ts'
import { numberTail } from './order-tail.ts'
import { type ReadWarning, readWarnings } from './read-warnings.ts'
import { type Reader, readText } from './reading/read-text.ts'

const MAX_NAME = 24
/** The most dishes that are named. */
const MAX_DISHES = 3

export interface ReadDish {
  /** Empty when the name has nothing speakable. */
  name: string
  quantity: number
  note: ReadPart | undefined
  /** What its note and the options in its name warn of. */
  warnings: ReadWarning[]
}

/** The texts of an order as one voice reads them, before anything is cut. */
export interface ReadOrder {
  /** The part of the order's number that is called out: {@link numberTail}. */
  tail: string[]
  remark: ReadPart | undefined
  /** Dishes with a warning first, then in the order of the order. */
  dishes: ReadDish[]
  /** The number of all items of the order. */
  kinds: number
  /** The gravest first. */
  warnings: ReadWarning[]
  /** Whether it warns of something of which nothing can be said. */
  unheard: boolean
  /** Whether there is something that the voice cannot say, however much time there is. */
  seeScreen: boolean
}

/**
 * Reads an order for one voice; the customer's name, phone and address are left out. `others`: the numbers of the other
 * open orders.
 */
export function readOrder(order: FrameOrder, reader: Reader, others: readonly string[] = []): ReadOrder {
  const { warnings, unheard, more } = readWarnings(order, reader)
  const own = order.customer ?? {}
  const names = order.items.map(({ name }) => readText(name, reader, { phone: own.phone }))
  const isWhole = names.slice(0, MAX_DISHES).every(({ text, whole }) => whole && codePointLength(text) <= MAX_NAME)
  const dishes = order.items.map(({ quantity, note }, place) => ({
    name: speakable(names[place]?.text ?? '', MAX_NAME),
    quantity,
    note: note === undefined ? undefined : readPart(note, reader, own),
    warnings: warnings.filter(({ at }) => at === place),
  }))
  return {
    tail: numberTail(order.number, others),
    remark: order.remark === undefined ? undefined : readPart(order.remark, reader, own),
    dishes: [...dishes.filter(warns), ...dishes.filter((dish) => !warns(dish))],
    kinds: order.items.length + order.moreItems,
    warnings,
    unheard,
    seeScreen: unheard || more > 0 || !isWhole,
  }
}

function warns({ note, warnings }: ReadDish): boolean {
  return note?.warning === true || warnings.length > 0
}
