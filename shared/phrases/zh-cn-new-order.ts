import type { Fulfilment } from '../order.ts'
import { ownEntry } from '../own-entry.ts'
import { LEVEL } from '../reminder.ts'
import { natural, wholeHours } from './natural.ts'
import { LATE_MINUTES, type SpokenContext, type SpokenReminder } from './phrases.ts'
import { type ReadOrder, readOrder } from './read-order.ts'
import { bounded } from './sentence.ts'
import { type Form, LAST_FORM } from './shrinking.ts'
import { type SpokenDish, type SpokenOrder, spokenCode, spokenOrder, waitedMinutes } from './spoken-order.ts'
import { tellOrder } from './tell-order.ts'
import { paceOf, SEE_SCREEN, ZH_OVERDUE, zhReader } from './zh-cn-parts.ts'
import { ZH_WARNING_WORDS, zhNumbers } from './zh-cn-waiting.ts'
import { zhCount, zhDuration, zhMoney, zhTail } from './zh-words.ts'

const ORDERS: Record<Fulfilment, string> = { delivery: '外卖', pickup: '自取', dine_in: '堂食' }

/** Writes the first telling of an order: number, warnings, remark, dishes; as short as it can be. */
export function zhNewOrder(frame: SpokenReminder, now: number, context: SpokenContext): string[] {
  const reader = zhReader(context)
  const read = readOrder(frame.order, reader, context.openNumbers)
  const kind = ownEntry(ORDERS, frame.order.fulfilment)
  const code = kind === undefined ? spokenCode(frame.order.fulfilment, reader) : ''
  return tellOrder(read, bounded(paceOf(context)), {
    warnings: ZH_WARNING_WORDS,
    numbers: zhNumbers,
    write: (form, cut) => parts({ frame, read, kind, code, form, cut }, now),
  })
}

interface Draft {
  frame: SpokenReminder
  read: ReadOrder
  kind: string | undefined
  code: string
  form: Form
  cut: boolean
}

/** Writes how long the order has waited, when this device was away; or that its limit has passed. */
function age({ overdue }: Pick<SpokenReminder, 'overdue'>, waited: number, { bare }: Form): string {
  if (overdue) return ZH_OVERDUE
  return waited < LATE_MINUTES ? '' : `已等待${zhDuration(bare ? (wholeHours(waited) ?? 0) : waited)}`
}

function parts({ frame, read, kind, code, form, cut }: Draft, now: number): string[] {
  const { order, unsure, level } = frame
  const spoken = spokenOrder(read, form)
  const isLast = form === LAST_FORM
  const isCash = order.payment === 'cash'
  const waited = waitedMinutes(order, now) ?? 0
  const said = age(frame, waited, form)
  const money = order.amountMinor === undefined ? undefined : zhMoney(order.amountMinor, order.currency)
  const start = head(spoken, kind, form)
  const warning = attention(spoken, form)
  const tight = form.labels === 'tight' && warning !== '' && !order.revived && !isCash && said === ''
  return [
    ...(tight ? [`${start.join('，')}${warning}`] : start),
    form.bare ? '' : code,
    isCash && !form.bare ? (order.fulfilment === 'delivery' ? '货到付款' : '收现金') : '',
    order.revived ? `${form.bare ? '' : '付款晚了，'}订单已恢复` : '',
    isLast ? '' : said,
    tight ? '' : warning,
    remark(spoken, form),
    ...(form.bare ? [] : dishes(spoken, form)),
    form.total && money !== undefined ? `共${money}` : '',
    level === LEVEL.loudest && !isLast ? (form.bare ? '快接单' : '请尽快接单') : '',
    spoken.seeScreen || unsure || money === undefined || (cut && leavesOut(spoken)) ? SEE_SCREEN : '',
  ]
}

function head({ tail }: SpokenOrder, kind: string | undefined, { head }: Form): string[] {
  const number = zhTail(tail)
  if (number === '') return [`新${kind ?? '订'}单`]
  if (head === 'full') return [`新${kind ?? '订'}单`, `尾号${number}`]
  return [head === 'kind' ? `${kind ?? '新单'}${number}` : number]
}

/** Writes the warnings; they come before every remark. */
function attention({ warnings, left, unheard }: SpokenOrder, { labels }: Form): string {
  const colon = labels === 'spaced' ? '：' : ''
  const told = warnings.map(({ dish, text }) => (dish === '' ? text : `${dish}${colon}${text}`))
  if (told.length === 0) return left > 0 || unheard ? '有忌口' : ''
  return `注意${colon}${[...told, left > 0 ? '还有忌口' : ''].filter((part) => part !== '').join('，')}`
}

function remark({ remark }: SpokenOrder, { labels }: Form): string {
  return remark === '' || labels !== 'spaced' ? remark : `备注：${remark}`
}

function dishes({ dishes, kinds }: SpokenOrder, { ones, labels }: Form): string[] {
  const named = dishes.map((dish) => dishOf(dish, ones))
  if (kinds <= dishes.length) return named
  const more = `${dishes.length === 0 ? '' : '等'}${zhCount(kinds)}样`
  return labels === 'tight' ? [`${named.join('，')}${more}`] : [...named, more]
}

/** Writes a dish with its count in front, because behind it would melt into a name that ends in a number. */
function dishOf({ name, quantity, warning, note }: SpokenDish, ones: boolean): string {
  const count = natural(quantity)
  // A name that begins with a number needs its count, too.
  const bare = count === 1 && !ones && !STARTS_WITH_NUMBER.test(name)
  const said = `${warning ? '注意' : ''}${bare ? '' : `${zhCount(count)}份`}${name || '商品'}`
  return note === undefined ? said : `${said}，${note.warning ? '注意：' : ''}${note.text}`
}

const STARTS_WITH_NUMBER = /^[零一二两三四五六七八九十百千半\d]/

function leavesOut({ dishes, kinds }: SpokenOrder): boolean {
  return kinds > dishes.length
}
