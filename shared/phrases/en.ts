import type { Fulfilment } from '../order.ts'
import { ownEntry } from '../own-entry.ts'
import { LEVEL, type ToldKind, toldKind } from '../reminder.ts'
import { enCount, enDuration, enMoney, enNumber, enTail } from './en-words.ts'
import { minutesBetween, natural, wholeHours } from './natural.ts'
import { LATE_MINUTES, type Phrases, type SpokenContext, type SpokenReminder } from './phrases.ts'
import { sentence, shrinking } from './sentence.ts'
import {
  numberTail,
  type SpokenItem,
  type SpokenOrder,
  spokenCode,
  spokenContent,
  spokenName,
  spokenOrder,
  waitedMinutes,
  warningsBeside,
} from './spoken-order.ts'

const ORDERS: Record<Fulfilment, string> = {
  delivery: 'delivery order',
  pickup: 'pickup order',
  dine_in: 'dine in order',
}
const BY = {
  device: 'another device',
  operator: 'the operator',
  customer: 'the customer',
  system: 'the system',
  other: 'somebody else',
} as const
const SEE_SCREEN = 'see the screen'

const sentences: Record<ToldKind, (frame: SpokenReminder, now: number, context: SpokenContext) => string> = {
  new_order: (frame, now) => (frame.n === 1 ? newOrder(frame, now) : stillWaiting(frame, now)),
  urge,
  cancel: ({ order }) => say(['Order cancelled', called(numberTail(order.number)), 'please stop preparing it']),
  missed,
  refund,
  other,
}

export const en: Phrases = {
  reminder: (frame, now, context = {}) => sentences[toldKind(frame)](frame, now, context),
  waiting({ newOrders, urges, cancels, missed = 0, refunds = 0, others }) {
    const counts = [
      counted(missed, 'missed order'),
      counted(newOrders, 'new order'),
      counted(urges, 'customer asking', 'customers asking'),
      counted(cancels, 'order cancelled', 'orders cancelled'),
      counted(refunds, 'refund at the provider', 'refunds at the provider'),
      counted(others, 'other reminder'),
    ]
    const some = counts.filter((count) => count !== '')
    return some.length === 0 ? say(['No new reminders']) : say([`You have ${some[0]}`, ...some.slice(1)])
  },
  offline(minutes = 0) {
    const since = natural(minutes) === 0 ? 'Connection lost' : `Connection lost for ${enDuration(minutes)}`
    return say([since, 'new orders cannot arrive', 'please check the network'])
  },
  backOnline: (missed) =>
    say([
      'Connection restored',
      natural(missed) === 0 ? 'no order was missed' : `${enCount(missed, 'reminder')} waiting`,
    ]),
  answeredElsewhere(orderNumber, by, state) {
    const tail = called(numberTail(orderNumber))
    const order = tail === '' ? 'Order reminder' : `Order ${tail}`
    if (state === 'expired') return say([order, 'nobody answered', 'the reminder has expired'])
    if (state === 'cancelled')
      return say([order, by.kind === 'customer' ? 'cancelled by the customer' : 'nothing left to do'])
    return say([order, `${state === 'acknowledged' ? 'answered' : 'closed'} by ${spokenName(by.name) || BY[by.kind]}`])
  },
  soundCheck: () => say(['Sound check', 'if you can hear this', 'order reminders can be heard']),
  unpaired: () => say(['This device is not paired with a store', 'orders cannot arrive', 'please pair it again']),
  revoked: () => say(['This device has been revoked', 'orders cannot arrive', 'please contact the operator']),
  tooOld: () => say(['The server says something that this app is too old to understand', 'please update it']),
}

function newOrder({ order, unsure }: SpokenReminder, now: number): string {
  const spoken = spokenOrder(order)
  const waited = waitedMinutes(order, now) ?? 0
  const late = waited >= LATE_MINUTES ? `waiting for ${enDuration(waited)}` : ''
  const total = totalOf(order)
  const partsOf = (most: number, extras: boolean) => [
    `New ${ownEntry(ORDERS, order.fulfilment) ?? 'order'}`,
    newFulfilment(order.fulfilment),
    called(spoken.tail),
    order.revived ? 'paid late, order restored' : '',
    extras ? late : '',
    warnings(warningsBeside(spoken, most, ': ')),
    remark(spoken),
    ...dishes(spoken, most),
    extras ? total : '',
    spoken.seeScreen || unsure || total === '' ? SEE_SCREEN : '',
  ]
  return say(...shrinking(spoken.items.length, partsOf))
}

function stillWaiting({ order, level }: SpokenReminder, now: number): string {
  const waited = waitedMinutes(order, now)
  const tail = called(numberTail(order.number))
  return say([
    tail === '' ? 'An order' : `Order ${tail}`,
    waited === undefined ? '' : `waiting for ${enDuration(waited)}`,
    'still not accepted',
    level === LEVEL.loudest ? 'please accept it now' : '',
  ])
}

function urge({ order, n, level }: SpokenReminder, now: number, context: SpokenContext): string {
  return say([
    'The customer is asking',
    order.urges > 1 ? `${enNumber(order.urges)} times by now` : '',
    called(numberTail(order.number)),
    order.createdAt === undefined ? '' : `ordered ${enDuration(minutesBetween(order.createdAt, now))} ago`,
    context.unaccepted ? 'still not accepted' : '',
    n > 1 || level > LEVEL.normal ? 'please hurry' : '',
  ])
}

function missed({ order }: SpokenReminder, now: number): string {
  const waited = wholeHours(waitedMinutes(order, now))
  return say([
    `Missed ${ownEntry(ORDERS, order.fulfilment) ?? 'order'}`,
    called(numberTail(order.number)),
    `nobody has accepted it${waited === undefined ? '' : ` for ${enDuration(waited)}`}`,
    'please call the customer now',
  ])
}

/** Writes money that went back at the provider; what becomes of the order is the shop's to decide. */
function refund({ order }: SpokenReminder): string {
  const { state = 'unknown', amountMinor } = order.refund ?? {}
  const money = amountMinor === undefined ? undefined : enMoney(amountMinor, order.currency)
  return say([
    { whole: 'Order fully refunded', part: 'Order partly refunded', unknown: 'Money of an order was refunded' }[state],
    called(numberTail(order.number)),
    state === 'part' && money !== undefined ? `${money} went back` : '',
    state === 'unknown' ? 'amount unknown' : '',
    'please check',
  ])
}

/** Writes a reminder of an unknown kind: its `content` and its order. */
function other(frame: SpokenReminder): string {
  const content = spokenContent(frame)
  const tail = called(numberTail(frame.order.number))
  return say([
    frame.n === 1 ? 'You have a reminder' : 'A reminder is still not answered',
    content.text === '' ? '' : `${content.warning ? 'attention: ' : ''}${content.text}`,
    tail,
    content.whole && `${content.text}${tail}` !== '' ? '' : SEE_SCREEN,
  ])
}

function newFulfilment(code: string): string {
  return Object.hasOwn(ORDERS, code) ? '' : spokenCode(code)
}

/** Writes the total; empty when the amount could not be read, or its digits are unknown. */
function totalOf({ amountMinor, currency }: SpokenReminder['order']): string {
  const money = amountMinor === undefined ? undefined : enMoney(amountMinor, currency)
  return money === undefined ? '' : `total ${money}`
}

/** Writes the warnings that stand in no other part of the sentence; they come before every remark. */
function warnings(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `Attention: ${texts.join(', ')}`
}

function remark({ remark }: SpokenOrder): string {
  return remark === undefined ? '' : `${remark.warning ? 'Attention' : 'note'}: ${remark.text}`
}

function dishes({ items, kinds }: SpokenOrder, most: number): string[] {
  const named = items.slice(0, most)
  const more = kinds > named.length ? [`${enCount(kinds, 'item')}${named.length === 0 ? '' : ' in all'}`] : []
  return [...named.map(dish), ...more]
}

/**
 * Writes a dish: `two spring rolls`; above twelve `13 times spring rolls`, because "13 7 Up" would be another number.
 */
function dish({ name, quantity, note }: SpokenItem): string {
  const count = natural(quantity)
  const counted = `${enNumber(count)}${count > 12 ? ' times' : ''} ${name || (count === 1 ? 'item' : 'items')}`
  return note === undefined ? counted : `${counted}, ${note.warning ? 'attention: ' : ''}${note.text}`
}

function called(tail: readonly string[]): string {
  return tail.length === 0 ? '' : `ending ${enTail(tail)}`
}

function counted(n: number, one: string, many?: string): string {
  return natural(n) === 0 ? '' : enCount(n, one, many)
}

function say(...candidates: readonly (readonly string[])[]): string {
  return sentence(', ', ...candidates)
}
