import { ownEntry } from '../own-entry.ts'
import { LEVEL, type ToldKind, toldKind } from '../reminder.ts'
import { enNewOrder } from './en-new-order.ts'
import { EN_OVERDUE, enCalled, enReader, paceOf, SEE_SCREEN } from './en-parts.ts'
import { enWaiting, enWarnings } from './en-waiting.ts'
import { enCount, enDuration, enMoney, enNumber, enTail } from './en-words.ts'
import { minutesBetween, natural, wholeHours } from './natural.ts'
import { numberTail } from './order-tail.ts'
import type { Phrases, SpokenContext, SpokenReminder } from './phrases.ts'
import { PRINTER_FAULTS } from './printer-faults.ts'
import { bounded, sentence, shortRepeat } from './sentence.ts'
import { spokenContent, spokenName, waitedMinutes } from './spoken-order.ts'

const ORDERS = { delivery: 'delivery order', pickup: 'pickup order', dine_in: 'dine in order' }
const BY = {
  device: 'another device',
  operator: 'the operator',
  customer: 'the customer',
  system: 'the system',
  other: 'somebody else',
} as const

/** `longest`: the most letters and digits of a number. */
type Context = SpokenContext & { longest: number }
type Tell = (frame: SpokenReminder, now: number, context: Context) => string | string[]

const sentences: Record<ToldKind, Tell> = {
  new_order: (frame, now, context) =>
    (context.told ?? frame.n > 1) ? stillWaiting(frame, now, context) : enNewOrder(frame, now, context),
  urge,
  cancel: ({ order }, _, context) =>
    say(['Order cancelled', numbered(order.number, context), 'please stop preparing it']),
  missed,
  refund,
  other,
}

export const en: Phrases = {
  reminder: (frame, now, context = {}) => tell(frame, now, context)[0] ?? '',
  tell: (frame, now, context = {}) => tell(frame, now, context),
  waiting: (counts, context = {}) => enWaiting(counts, context)[0] ?? '',
  tellWaiting: (counts, context = {}) => enWaiting(counts, context),
  warnings: (order, context = {}) => enWarnings(order, context),
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
    const tail = enCalled(numberTail(orderNumber))
    const order = tail === '' ? 'Order reminder' : `Order ${tail}`
    if (state === 'expired') return say([order, 'nobody answered', 'the reminder has expired'])
    if (state === 'cancelled')
      return say([order, by.kind === 'customer' ? 'cancelled by the customer' : 'nothing left to do'])
    const actor = spokenName(by.name, enReader({})) || BY[by.kind]
    return say([order, `${state === 'acknowledged' ? 'answered' : 'closed'} by ${actor}`])
  },
  soundCheck: () => say(['Sound check', 'if you can hear this', 'order reminders can be heard']),
  stillOnline: (orders) => say(['Still online', `${enCount(orders, 'order')} today`]),
  notHeard: () => say(['This shop has not rung since yesterday', 'please do the sound check']),
  unpaired: () => say(['This device is not paired with a store', 'orders cannot arrive', 'please pair it again']),
  revoked: () => say(['This device has been revoked', 'orders cannot arrive', 'please contact the operator']),
  intake({ state, wasClosed, extraMinutes, minutes }) {
    const end = minutes === undefined ? '' : `until ${enDuration(minutes)} from now`
    if (state === 'archived') return say(['The store is archived', 'it takes no orders'])
    if (state === 'paused') return say(['The store takes no orders', end])
    if (state === 'busy') return say([`The store is busy, plus ${enDuration(extraMinutes)}`, end])
    return say([wasClosed ? 'The store takes orders again' : 'The store is not busy any more'])
  },
  printer: (fault) =>
    say(['Printer fault', ownEntry(PRINTER_FAULTS.en, fault) ?? 'the printer does not respond', 'look at the screen']),
  tooOld: () => say(['The server says something that this app is too old to understand', 'please update it']),
}

/** Writes the sentences of a reminder, with less of a very long number if there is no time for all of it. */
function tell(frame: SpokenReminder, now: number, context: SpokenContext): readonly string[] {
  const fits = bounded(paceOf(context))
  const write = (longest: number) => [sentences[toldKind(frame)](frame, now, { ...context, longest })].flat()
  const isShort = (longest: number) => write(longest).every(fits)
  return write([16, 8].find(isShort) ?? 4)
}

/** Writes a repetition: number, age or that the store's limit has passed, and at the loudest level what to do. */
function stillWaiting({ order, level, overdue }: SpokenReminder, now: number, context: Context): string {
  const waited = waitedMinutes(order, now)
  const tail = numbered(order.number, context)
  const age = waited === undefined ? '' : enDuration(waited)
  const round = waited === undefined ? '' : enDuration(wholeHours(waited) ?? 0)
  const bare = tail === '' ? 'An order' : `Order ${tail.replace('ending ', '')}`
  const loudest = level === LEVEL.loudest
  if (overdue) {
    const parts = [bare, EN_OVERDUE]
    return sentence(
      ', ',
      [[...parts, 'please accept it now'], [...parts, 'please accept now'], parts, [bare, 'overdue']],
      shortRepeat,
    )
  }
  return sentence(
    ', ',
    [
      [
        tail === '' ? 'An order' : `Order ${tail}`,
        age === '' ? '' : `waiting for ${age}`,
        'still not accepted',
        loudest ? 'please accept it now' : '',
      ],
      [bare, age === '' ? '' : `waiting for ${age}`, loudest ? 'please accept it now' : 'not accepted'],
      [bare, round, loudest ? 'please accept now' : 'not accepted'],
    ],
    shortRepeat,
  )
}

function urge({ order, n, level }: SpokenReminder, now: number, context: Context): string {
  const tail = numbered(order.number, context)
  const times = order.urges > 1 ? `${enNumber(order.urges)} times by now` : ''
  const age = order.createdAt === undefined ? '' : `ordered ${enDuration(minutesBetween(order.createdAt, now))} ago`
  const unaccepted = context.unaccepted ? 'still not accepted' : ''
  const asking = 'The customer is asking'
  const hurry = n > 1 || level > LEVEL.normal
  if (!(context.told ?? n > 1)) {
    const call = hurry ? 'please hurry' : ''
    return within(
      context,
      [asking, times, tail, age, unaccepted, call],
      [asking, tail, unaccepted, call],
      ['Urged', tail.replace('ending ', ''), unaccepted || call],
    )
  }
  return sentence(
    ', ',
    [
      [asking, times, tail, age, unaccepted, 'please hurry'],
      [asking, times, tail, 'please hurry'],
      [asking, tail, 'please hurry'],
    ],
    shortRepeat,
  )
}

function missed({ order }: SpokenReminder, now: number, context: Context): string {
  const waited = wholeHours(waitedMinutes(order, now))
  const write = (age: string) => [
    `Missed ${ownEntry(ORDERS, order.fulfilment) ?? 'order'}`,
    numbered(order.number, context),
    `nobody has accepted it${age}`,
    'please call the customer now',
  ]
  const short = ['Missed order', numbered(order.number, context).replace('ending ', ''), 'please call the customer']
  return within(context, write(waited === undefined ? '' : ` for ${enDuration(waited)}`), write(''), short)
}

/** Writes money that went back at the provider; what becomes of the order is the shop's to decide. */
function refund({ order }: SpokenReminder, _: number, context: Context): string {
  const { state = 'unknown', amountMinor } = order.refund ?? {}
  const money = amountMinor === undefined ? undefined : enMoney(amountMinor, order.currency)
  const write = (back: string) => [
    { whole: 'Order fully refunded', part: 'Order partly refunded', unknown: 'Money of an order was refunded' }[state],
    numbered(order.number, context),
    back,
    state === 'unknown' ? 'amount unknown' : '',
    'please check',
  ]
  const short = ['Refund', numbered(order.number, context).replace('ending ', ''), 'please check', SEE_SCREEN]
  const back = state === 'part' && money !== undefined ? `${money} went back` : ''
  return within(context, write(back), write(SEE_SCREEN), short)
}

/** Writes a reminder of an unknown kind: its `content` and its order. */
function other(frame: SpokenReminder, _: number, context: Context): string {
  const content = spokenContent(frame, enReader(context))
  const tail = numbered(frame.order.number, context)
  const partsOf = (text: string, whole: boolean) => [
    (context.told ?? frame.n > 1) ? 'A reminder is still not answered' : 'You have a reminder',
    text === '' ? '' : `${content.warning ? 'attention: ' : ''}${text}`,
    tail,
    whole && `${text}${tail}` !== '' ? '' : SEE_SCREEN,
  ]
  const cut = [24, 12].map((length) => partsOf([...content.text].slice(0, length).join(''), false))
  const warning = content.warning ? 'it has a warning' : ''
  const short = ['A reminder', warning, enTail(numberTail(frame.order.number).slice(-4)), SEE_SCREEN]
  return sentence(', ', [partsOf(content.text, content.whole), ...cut, short], bounded(paceOf(context)))
}

function numbered(orderNumber: string, { openNumbers, longest }: Context): string {
  return enCalled(numberTail(orderNumber, openNumbers).slice(-longest))
}

/** Says the fuller parts, if there is time for them. */
function within(context: Context, ...candidates: string[][]): string {
  return sentence(', ', candidates, bounded(paceOf(context)))
}

function say(parts: readonly string[]): string {
  return sentence(', ', [parts])
}
