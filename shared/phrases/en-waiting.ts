import { type FrameOrder, LEVEL } from '../reminder.ts'
import { enReader, paceOf, SEE_SCREEN } from './en-parts.ts'
import { enCount, enDuration, enTail } from './en-words.ts'
import { natural, wholeHours } from './natural.ts'
import { numberTail } from './order-tail.ts'
import type { SpokenContext, Waiting } from './phrases.ts'
import { readWarnings } from './read-warnings.ts'
import { bounded, firstThatFits, sentence } from './sentence.ts'
import { type ToldOrder, tellWarnings, type WarningWords } from './tell-warnings.ts'

export const EN_WARNING_WORDS: WarningWords = {
  separator: ', ',
  seeScreen: SEE_SCREEN,
  unheard: 'it has a warning',
  write: (dish, text) => `attention: ${dish === '' ? '' : `${dish}: `}${text}`,
}

/**
 * Writes sentences about several reminders: how many wait in all, the oldest's age, what to do, and each warning. The
 * warnings for which the first sentence has no time are told by the others.
 */
export function enWaiting(counts: Waiting, context: Pick<SpokenContext, 'openNumbers' | 'voice'>): string[] {
  const fits = bounded(paceOf(context))
  const heads = [16, 8, 4].map((tail) => full(counts, context, tail))
  if (heads[0]?.every((part) => part === '')) return [sentence(', ', [['No new reminders']])]
  const room = (text: string) => fits(`${text}, ${SEE_SCREEN}`)
  const head = firstThatFits(', ', [...heads, counted(counts), total(counts)], room)
  const told = (counts.warned ?? []).map((order) => toldOrder(order, context))
  return tellWarnings(head, told, EN_WARNING_WORDS, fits).map((parts) => sentence(', ', [parts]))
}

/** Writes sentences about the warnings of one order; none, where it warns of nothing. */
export function enWarnings(order: FrameOrder, context: Pick<SpokenContext, 'openNumbers' | 'voice'>): string[] {
  const fits = bounded(paceOf(context))
  const told = tellWarnings([], [toldOrder(order, context)], EN_WARNING_WORDS, fits)
  return told.map((parts) => sentence(', ', [parts]))
}

function toldOrder(order: FrameOrder, context: Pick<SpokenContext, 'openNumbers' | 'voice'>): ToldOrder {
  const { warnings, unheard, more } = readWarnings(order, enReader(context))
  return { numbers: enNumbers(numberTail(order.number, context.openNumbers)), warnings, unheard: unheard || more > 0 }
}

/** Writes a number as it is called, from the longest to the shortest. */
export function enNumbers(tail: readonly string[]): string[] {
  return [16, 8, 4].map((most) => enTail(tail.slice(-most)))
}

function full(counts: Waiting, { openNumbers }: Pick<SpokenContext, 'openNumbers'>, tail: number): string[] {
  const { newOrders, urges, cancels, missed = 0, refunds = 0, others, oldestMinutes } = counts
  const called = (counts.cancelled ?? []).map(({ number }) => enTail(numberTail(number, openNumbers).slice(-tail)))
  const numbers = called.filter((number) => number !== '')
  const age = tail > 8 ? oldestMinutes : wholeHours(oldestMinutes)
  return [
    count(missed, 'missed order'),
    natural(newOrders) === 0 ? '' : `${enCount(newOrders, 'order')} not accepted`,
    natural(newOrders) === 0 || age === undefined ? '' : `the oldest ${enDuration(age)}`,
    count(urges, 'customer asking', 'customers asking'),
    ...(numbers.length > 0
      ? [`${numbers.length === 1 ? 'order' : 'orders'} cancelled: ${numbers.join('; ')}`, 'please stop preparing']
      : [count(cancels, 'order cancelled', 'orders cancelled')]),
    count(refunds, 'refund at the provider', 'refunds at the provider'),
    count(others, 'other reminder'),
    call(counts),
  ]
}

/** Counts alone, of what hurries most. */
function counted(counts: Waiting): string[] {
  const { missed = 0, newOrders, urges, cancels } = counts
  return [
    count(missed, 'missed order'),
    count(newOrders, 'new order'),
    count(urges, 'urge'),
    count(cancels, 'cancelled', 'cancelled'),
    call(counts),
    SEE_SCREEN,
  ]
}

function total(counts: Waiting): string[] {
  const { newOrders, urges, cancels, missed = 0, refunds = 0, others } = counts
  const all = [newOrders, urges, cancels, missed, refunds, others].reduce((sum, n) => sum + natural(n), 0)
  return [count(all, 'reminder'), call(counts), SEE_SCREEN]
}

function call({ newOrders, level }: Pick<Waiting, 'newOrders' | 'level'>): string {
  return level === LEVEL.loudest && natural(newOrders) > 0 ? 'please accept now' : ''
}

function count(n: number, one: string, many?: string): string {
  return natural(n) === 0 ? '' : enCount(n, one, many)
}
