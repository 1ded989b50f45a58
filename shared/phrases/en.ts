import type { Fulfilment } from '../order.ts'
import { type ReminderKind, reminderKind } from '../reminder.ts'
import { enCount, enDuration, enMoney, enNumber, enTail } from './en-words.ts'
import { minutesBetween, natural } from './natural.ts'
import { type Known, LATE_MINUTES, type Phrases, type SpokenReminder } from './phrases.ts'
import { sentence, shrinking } from './sentence.ts'
import {
  numberTail,
  type SpokenItem,
  type SpokenOrder,
  spokenName,
  spokenOrder,
  waitedMinutes,
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
} as const
const SEE_SCREEN = 'see the screen'

const tellers: Record<ReminderKind, (frame: SpokenReminder, now: number, known: Known) => string> = {
  new_order: (frame, now) => (frame.n === 1 ? newOrder(frame, now) : stillWaiting(frame, now)),
  urge,
  cancel: ({ order }) => say(['Order cancelled', called(numberTail(order.number)), 'please stop preparing it']),
}

export const en: Phrases = {
  reminder: (frame, now, known = {}) => tellers[reminderKind(frame.type)](frame, now, known),
  waiting({ newOrders, urges, cancels }) {
    const counts = [
      counted(newOrders, 'new order'),
      counted(urges, 'customer asking', 'customers asking'),
      counted(cancels, 'order cancelled', 'orders cancelled'),
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
    return say([order, `answered by ${spokenName(by.name) || BY[by.kind]}`])
  },
  soundCheck: () => say(['Sound check', 'if you can hear this', 'order reminders can be heard']),
  unpaired: () => say(['This device is not paired with a store', 'orders cannot arrive', 'please pair it again']),
  revoked: () => say(['This device has been revoked', 'orders cannot arrive', 'please contact the operator']),
}

function newOrder({ order }: SpokenReminder, now: number): string {
  const spoken = spokenOrder(order)
  const waited = waitedMinutes(order, now)
  const late = waited >= LATE_MINUTES ? `waiting for ${enDuration(waited)}` : ''
  const total = `total ${enMoney(order.amountMinor, order.currency)}`
  const tell = (most: number, extras: boolean) => [
    `New ${ORDERS[order.fulfilment]}`,
    called(spoken.tail),
    extras ? late : '',
    remark(spoken),
    ...dishes(spoken, most),
    extras ? total : '',
    spoken.seeScreen ? SEE_SCREEN : '',
  ]
  return say(...shrinking(spoken.items.length, tell))
}

function stillWaiting({ order, level }: SpokenReminder, now: number): string {
  const waited = enDuration(waitedMinutes(order, now))
  const tail = called(numberTail(order.number))
  return say([
    tail === '' ? 'An order' : `Order ${tail}`,
    `waiting for ${waited}`,
    'still not accepted',
    level === 3 ? 'please accept it now' : '',
  ])
}

function urge({ order, n, level }: SpokenReminder, now: number, known: Known): string {
  return say([
    'The customer is asking',
    order.urges > 1 ? `${enNumber(order.urges)} times by now` : '',
    called(numberTail(order.number)),
    `ordered ${enDuration(minutesBetween(order.createdAt, now))} ago`,
    known.unaccepted ? 'still not accepted' : '',
    n > 1 || level > 1 ? 'please hurry' : '',
  ])
}

function remark({ remark }: SpokenOrder): string {
  return remark === undefined ? '' : `${remark.warning ? 'Attention' : 'note'}: ${remark.text}`
}

function dishes({ items, kinds }: SpokenOrder, most: number): string[] {
  const told = items.slice(0, most)
  const more = kinds > told.length ? [`${enCount(kinds, 'item')}${told.length === 0 ? '' : ' in all'}`] : []
  return [...told.map(dish), ...more]
}

/** `two spring rolls`; above twelve `13 times spring rolls`, because "13 7 Up" would be another number. */
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
