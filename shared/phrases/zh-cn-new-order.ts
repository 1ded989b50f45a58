import type { Fulfilment } from '../order.ts'
import { ownEntry } from '../own-entry.ts'
import { LEVEL } from '../reminder.ts'
import { natural } from './natural.ts'
import { LATE_MINUTES, type SpokenContext, type SpokenReminder } from './phrases.ts'
import { bounded, sentence, shortOrder } from './sentence.ts'
import { CUT_FORMS, FORMS, type Form } from './shrinking.ts'
import { type SpokenItem, type SpokenOrder, spokenCode, spokenOrder, waitedMinutes } from './spoken-order.ts'
import { paceOf, SEE_SCREEN, zhReader } from './zh-cn-parts.ts'
import { zhCount, zhDuration, zhMoney, zhTail } from './zh-words.ts'

const ORDERS: Record<Fulfilment, string> = { delivery: '外卖', pickup: '自取', dine_in: '堂食' }

/** Writes the first telling of an order: number, warning or remark, dishes; as short as it can be. */
export function zhNewOrder(frame: SpokenReminder, now: number, context: SpokenContext): string {
  const write = (form: Form, cut: boolean) => parts(frame, now, context, form, cut)
  const forms = FORMS.map((form) => write(form, false))
  const isShort = forms.some((candidate) => shortOrder(candidate.filter((part) => part !== '').join('，')))
  if (isShort) return sentence('，', forms, shortOrder)
  return sentence(
    '，',
    [...forms.slice(-2, -1), ...CUT_FORMS.map((form) => write(form, true))],
    bounded(paceOf(context)),
  )
}

function parts(
  { order, unsure, level }: SpokenReminder,
  now: number,
  context: SpokenContext,
  form: Form,
  cut: boolean,
): string[] {
  const reader = zhReader(context)
  const spoken = spokenOrder(order, reader, context.openNumbers ?? [], form.lengths)
  const waited = waitedMinutes(order, now) ?? 0
  const money = order.amountMinor === undefined ? undefined : zhMoney(order.amountMinor, order.currency)
  const start = head(spoken, ownEntry(ORDERS, order.fulfilment), form)
  const warning = remark(spoken, form)
  const tight = form.labels === 'tight' && spoken.remark?.warning === true && !order.revived && waited < LATE_MINUTES
  return [
    ...(tight ? [`${start.join('，')}${warning}`] : start),
    Object.hasOwn(ORDERS, order.fulfilment) ? '' : spokenCode(order.fulfilment, reader),
    order.revived ? '付款晚了，订单已恢复' : '',
    waited >= LATE_MINUTES ? `已等待${zhDuration(waited)}` : '',
    tight ? '' : warning,
    ...dishes(spoken, form),
    form.total && money !== undefined ? `共${money}` : '',
    level === LEVEL.loudest ? '请尽快接单' : '',
    spoken.seeScreen || unsure || money === undefined || (cut && leavesOut(spoken, form)) ? SEE_SCREEN : '',
  ]
}

function head({ tail }: SpokenOrder, kind: string | undefined, { head }: Form): string[] {
  const number = zhTail(tail)
  if (number === '') return [`新${kind ?? '订'}单`]
  if (head === 'full') return [`新${kind ?? '订'}单`, `尾号${number}`]
  return [head === 'kind' ? `${kind ?? '新单'}${number}` : number]
}

function remark({ remark }: SpokenOrder, { labels }: Form): string {
  if (remark === undefined) return ''
  if (labels === 'spaced') return `${remark.warning ? '注意' : '备注'}：${remark.text}`
  return remark.warning ? `注意${remark.text}` : remark.text
}

function dishes({ items, kinds }: SpokenOrder, { most, ones }: Form): string[] {
  const named = items.slice(0, most)
  const more = kinds > named.length ? [`${named.length === 0 ? '' : '等'}${zhCount(kinds)}样`] : []
  return [...named.map((item) => dish(item, ones)), ...more]
}

/** Writes a dish with its count in front, because behind it would melt into a name that ends in a number. */
function dish({ name, quantity, note }: SpokenItem, ones: boolean): string {
  const count = natural(quantity)
  // A name that begins with a number needs its count, too.
  const counted = count === 1 && !ones && !STARTS_WITH_NUMBER.test(name)
  const said = counted ? name || '商品' : `${zhCount(count)}份${name || '商品'}`
  return note === undefined ? said : `${said}，${note.warning ? '注意：' : ''}${note.text}`
}

const STARTS_WITH_NUMBER = /^[零一二两三四五六七八九十百千半\d]/

function leavesOut({ items, kinds }: SpokenOrder, { most }: Form): boolean {
  return kinds > Math.min(most, items.length)
}
