import { numberTail } from '../../../shared/phrases/order-tail.ts'
import { zhTail } from '../../../shared/phrases/zh-words.ts'
import type { OrderHistory, Sound, Words } from './history.ts'

/** A sentence that counts: 共四单未接 …, 两个客户催单 …, 订单取消：零零四二、零零四三. */
const COUNTING = /^共|^[一二两三四五六七八九十百]+[个单]|^订单取消：/
/** How many dishes there are, where they are not named: 等五样. */
const DISHES_COUNTED = '样'
const OF_ORDERS: readonly Sound['kind'][] = ['new_order', 'urge', 'cancel', 'missed']

/** Tells whether a sound speaks of orders: not of the network, nor of who answered. */
export function isOfOrders({ kind, words }: Sound): boolean {
  return OF_ORDERS.includes(kind) && words.length > 0
}

/** Tells whether a sound counts several orders, instead of telling one. */
export function isCounting({ words }: Sound): boolean {
  return COUNTING.test(words[0]?.text ?? '')
}

/** Tells whether a sentence names an order. */
export function names(text: string, order: OrderHistory): boolean {
  return text.includes(calledNumber(order))
}

/** Tells whether a sound tells one new order with its dishes, and not that it still waits. */
export function isFullTelling(sound: Sound, order: OrderHistory): boolean {
  const [first] = sound.words
  if (first === undefined || sound.kind !== 'new_order' || isCounting(sound) || !names(first.text, order)) return false
  const dishes = order.plan.order.items.map(({ name }) => name)
  return [...dishes, DISHES_COUNTED].some((word) => first.text.includes(word))
}

/** Finds the sentence of a sound that says `warning` of an order: behind its number, there or in a sentence before. */
export function findWarning(sound: Sound, order: OrderHistory, warning: string): Words | undefined {
  let called = false
  return sound.words.find(({ text }) => {
    const from = text.indexOf(calledNumber(order))
    const says = text.indexOf(warning, Math.max(0, from)) >= 0
    called ||= from >= 0
    return called && says
  })
}

/** Tells whether somebody could hear a sentence to its end. */
export function wasHeard({ audible, outcome }: Words): boolean {
  return audible && outcome === 'ok'
}

function calledNumber({ plan }: OrderHistory): string {
  return zhTail(numberTail(plan.number))
}
