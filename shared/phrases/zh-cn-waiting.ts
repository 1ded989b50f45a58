import { LEVEL } from '../reminder.ts'
import { natural } from './natural.ts'
import { numberTail } from './order-tail.ts'
import type { SpokenContext, Waiting } from './phrases.ts'
import { cutWarning, readWarnings } from './read-warnings.ts'
import { bounded, sentence } from './sentence.ts'
import { paceOf, SEE_SCREEN, zhReader } from './zh-cn-parts.ts'
import { zhCount, zhDuration, zhTail } from './zh-words.ts'

/** The most code points of a warning among others, from the longest attempt to the shortest. */
const WARNING_LENGTHS = [24, 12, 8, 6]

/** Writes one sentence about several reminders: how many wait in all, the oldest's age, and each warning. */
export function zhWaiting(counts: Waiting, context: Pick<SpokenContext, 'openNumbers' | 'voice'>): string {
  const { newOrders, urges, cancels, missed = 0, refunds = 0, others, oldestMinutes, level } = counts
  const age = oldestMinutes === undefined ? '' : `最早${zhDuration(oldestMinutes)}`
  const { cancelled = [] } = counts
  const numbers = cancelled.map(({ number }) => zhTail(numberTail(number, context.openNumbers))).filter((n) => n !== '')
  const waiting = natural(newOrders) === 0 ? [] : [`共${zhCount(natural(newOrders))}单未接`, age]
  const head = [
    counted(missed, '个漏单'),
    ...waiting,
    counted(urges, '个客户催单'),
    ...(numbers.length > 0 ? [`订单取消：${numbers.join('、')}`, '请停止制作'] : [counted(cancels, '个订单取消')]),
    counted(refunds, '个平台退款'),
    counted(others, '个其他提醒'),
    level === LEVEL.loudest && natural(newOrders) > 0 ? '请尽快接单' : '',
  ]
  if (head.every((part) => part === '')) return sentence('，', [['没有新提醒']])
  const told = WARNING_LENGTHS.map((length) => [...head, ...warnings(counts, context, length)])
  const candidates = [...told, [...head, ...warned(counts, context)]]
  return sentence('，', candidates, bounded(paceOf(context)))
}

function warnings(
  { warned = [] }: Waiting,
  context: Pick<SpokenContext, 'openNumbers' | 'voice'>,
  length: number,
): string[] {
  const told = warned.map((order) => ({
    number: zhTail(numberTail(order.number, context.openNumbers)),
    ...readWarnings(order, zhReader(context)),
  }))
  const some = told.filter(({ warnings }) => warnings.length > 0)
  const isCut = ({ text, whole }: { text: string; whole: boolean }) => !whole || cutWarning(text, length) !== text
  const left = told.some(({ warnings, unheard, more }) => unheard || more > 0 || warnings.some(isCut))
  return [
    ...some.map(({ number, warnings }) =>
      [number, ...warnings.map(({ text, dish }) => `注意${dish}${cutWarning(text, length)}`)].join('，'),
    ),
    left ? SEE_SCREEN : '',
  ]
}

/** Says that these orders warn of something, where there is no time to say of what. */
function warned({ warned = [] }: Waiting, context: Pick<SpokenContext, 'openNumbers' | 'voice'>): string[] {
  const numbers = warned.map(({ number }) => zhTail(numberTail(number, context.openNumbers)))
  return numbers.length === 0 ? [] : [`${numbers.join('、')}有忌口`, SEE_SCREEN]
}

function counted(n: number, noun: string): string {
  return natural(n) === 0 ? '' : `${zhCount(natural(n))}${noun}`
}
