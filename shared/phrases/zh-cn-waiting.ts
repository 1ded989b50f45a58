import { type FrameOrder, LEVEL } from '../reminder.ts'
import { natural, wholeHours } from './natural.ts'
import { numberTail } from './order-tail.ts'
import type { SpokenContext, Waiting } from './phrases.ts'
import { readWarnings } from './read-warnings.ts'
import { bounded, firstThatFits, sentence } from './sentence.ts'
import { type ToldOrder, tellWarnings, type WarningWords } from './tell-warnings.ts'
import { paceOf, SEE_SCREEN, zhReader } from './zh-cn-parts.ts'
import { zhCount, zhDuration, zhTail } from './zh-words.ts'

export const ZH_WARNING_WORDS: WarningWords = {
  separator: '，',
  seeScreen: SEE_SCREEN,
  unheard: '有忌口',
  write: (dish, text) => `注意${dish}${text}`,
}

/**
 * Writes sentences about several reminders: how many wait in all, the oldest's age, what to do, and each warning. The
 * warnings for which the first sentence has no time are told by the others.
 */
export function zhWaiting(counts: Waiting, context: Pick<SpokenContext, 'openNumbers' | 'voice'>): string[] {
  const fits = bounded(paceOf(context))
  const heads = [16, 8, 4].map((tail) => full(counts, context, tail))
  if (heads[0]?.every((part) => part === '')) return [sentence('，', [['没有新提醒']])]
  const room = (text: string) => fits(`${text}，${SEE_SCREEN}`)
  const head = firstThatFits('，', [...heads, counted(counts), total(counts)], room)
  const told = (counts.warned ?? []).map((order) => toldOrder(order, context))
  return tellWarnings(head, told, ZH_WARNING_WORDS, fits).map((parts) => sentence('，', [parts]))
}

/** Writes sentences about the warnings of one order; none, where it warns of nothing. */
export function zhWarnings(order: FrameOrder, context: Pick<SpokenContext, 'openNumbers' | 'voice'>): string[] {
  const fits = bounded(paceOf(context))
  const told = tellWarnings([], [toldOrder(order, context)], ZH_WARNING_WORDS, fits)
  return told.map((parts) => sentence('，', [parts]))
}

function toldOrder(order: FrameOrder, context: Pick<SpokenContext, 'openNumbers' | 'voice'>): ToldOrder {
  const { warnings, unheard, more } = readWarnings(order, zhReader(context))
  return { numbers: zhNumbers(numberTail(order.number, context.openNumbers)), warnings, unheard: unheard || more > 0 }
}

/** Writes a number as it is called, from the longest to the shortest. */
export function zhNumbers(tail: readonly string[]): string[] {
  return [16, 8, 4].map((most) => zhTail(tail.slice(-most)))
}

function full(counts: Waiting, { openNumbers }: Pick<SpokenContext, 'openNumbers'>, tail: number): string[] {
  const { newOrders, urges, cancels, missed = 0, refunds = 0, others, oldestMinutes } = counts
  const called = (counts.cancelled ?? []).map(({ number }) => zhTail(numberTail(number, openNumbers).slice(-tail)))
  const numbers = called.filter((number) => number !== '')
  const age = tail > 8 ? oldestMinutes : wholeHours(oldestMinutes)
  return [
    count(missed, '个漏单'),
    natural(newOrders) === 0 ? '' : `共${zhCount(natural(newOrders))}单未接`,
    natural(newOrders) === 0 || age === undefined ? '' : `最早${zhDuration(age)}`,
    count(urges, '个客户催单'),
    ...(numbers.length > 0 ? [`订单取消：${numbers.join('、')}`, '请停止制作'] : [count(cancels, '个订单取消')]),
    count(refunds, '个平台退款'),
    count(others, '个其他提醒'),
    call(counts),
  ]
}

/** Counts alone, of what hurries most. */
function counted(counts: Waiting): string[] {
  const { missed = 0, newOrders, urges, cancels } = counts
  return [
    count(missed, '个漏单'),
    count(newOrders, '单未接'),
    count(urges, '个催单'),
    count(cancels, '个取消'),
    call(counts),
    SEE_SCREEN,
  ]
}

function total(counts: Waiting): string[] {
  const { newOrders, urges, cancels, missed = 0, refunds = 0, others } = counts
  const all = [newOrders, urges, cancels, missed, refunds, others].reduce((sum, n) => sum + natural(n), 0)
  return [count(all, '个提醒'), call(counts), SEE_SCREEN]
}

function call({ newOrders, level }: Pick<Waiting, 'newOrders' | 'level'>): string {
  return level === LEVEL.loudest && natural(newOrders) > 0 ? '请尽快接单' : ''
}

function count(n: number, noun: string): string {
  return natural(n) === 0 ? '' : `${zhCount(natural(n))}${noun}`
}
