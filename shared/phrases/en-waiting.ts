import { LEVEL } from '../reminder.ts'
import { enReader, paceOf, SEE_SCREEN } from './en-parts.ts'
import { enCount, enDuration, enTail } from './en-words.ts'
import { natural } from './natural.ts'
import { numberTail } from './order-tail.ts'
import type { SpokenContext, Waiting } from './phrases.ts'
import { cutWarning, readWarnings } from './read-warnings.ts'
import { bounded, sentence } from './sentence.ts'

/** The most code points of a warning among others, from the longest attempt to the shortest. */
const WARNING_LENGTHS = [48, 24, 16, 12]

/** Writes one sentence about several reminders: how many wait in all, the oldest's age, and each warning. */
export function enWaiting(counts: Waiting, context: Pick<SpokenContext, 'openNumbers' | 'voice'>): string {
  const { newOrders, urges, cancels, missed = 0, refunds = 0, others, oldestMinutes, level } = counts
  const age = oldestMinutes === undefined ? '' : `the oldest ${enDuration(oldestMinutes)}`
  const { cancelled = [] } = counts
  const numbers = cancelled.map(({ number }) => enTail(numberTail(number, context.openNumbers))).filter((n) => n !== '')
  const waiting = natural(newOrders) === 0 ? [] : [`${enCount(newOrders, 'order')} not accepted`, age]
  const head = [
    counted(missed, 'missed order'),
    ...waiting,
    counted(urges, 'customer asking', 'customers asking'),
    ...(numbers.length > 0
      ? [`${numbers.length === 1 ? 'order' : 'orders'} cancelled: ${numbers.join('; ')}`, 'please stop preparing']
      : [counted(cancels, 'order cancelled', 'orders cancelled')]),
    counted(refunds, 'refund at the provider', 'refunds at the provider'),
    counted(others, 'other reminder'),
    level === LEVEL.loudest && natural(newOrders) > 0 ? 'please accept now' : '',
  ]
  if (head.every((part) => part === '')) return sentence(', ', [['No new reminders']])
  const told = WARNING_LENGTHS.map((length) => [...head, ...warnings(counts, context, length)])
  const candidates = [...told, [...head, ...warned(counts, context)]]
  return sentence(', ', candidates, bounded(paceOf(context)))
}

function warnings(
  { warned = [] }: Waiting,
  context: Pick<SpokenContext, 'openNumbers' | 'voice'>,
  length: number,
): string[] {
  const told = warned.map((order) => ({
    number: enTail(numberTail(order.number, context.openNumbers)),
    ...readWarnings(order, enReader(context)),
  }))
  const some = told.filter(({ warnings }) => warnings.length > 0)
  const isCut = ({ text, whole }: { text: string; whole: boolean }) => !whole || cutWarning(text, length) !== text
  const left = told.some(({ warnings, unheard, more }) => unheard || more > 0 || warnings.some(isCut))
  return [
    ...some.map(({ number, warnings }) =>
      [
        number,
        ...warnings.map(({ text, dish }) => `attention: ${dish === '' ? '' : `${dish}: `}${cutWarning(text, length)}`),
      ].join(', '),
    ),
    left ? SEE_SCREEN : '',
  ]
}

/** Says that these orders warn of something, where there is no time to say of what. */
function warned({ warned = [] }: Waiting, context: Pick<SpokenContext, 'openNumbers' | 'voice'>): string[] {
  const numbers = warned.map(({ number }) => enTail(numberTail(number, context.openNumbers)))
  return numbers.length === 0 ? [] : [`${numbers.join('; ')} has a warning`, SEE_SCREEN]
}

function counted(n: number, one: string, many?: string): string {
  return natural(n) === 0 ? '' : enCount(n, one, many)
}
