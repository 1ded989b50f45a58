import type { Fulfilment } from '../order.ts'
import { ownEntry } from '../own-entry.ts'
import { LEVEL, type ToldKind, toldKind } from '../reminder.ts'
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
import { zhCount, zhDuration, zhMoney, zhNumeral, zhTail } from './zh-words.ts'

const ORDERS: Record<Fulfilment, string> = { delivery: '外卖订单', pickup: '自取订单', dine_in: '堂食订单' }
const BY = { device: '其他设备', operator: '管理员', customer: '客户', system: '系统', other: '其他人' } as const
const SEE_SCREEN = '详见屏幕'

const sentences: Record<ToldKind, (frame: SpokenReminder, now: number, context: SpokenContext) => string> = {
  new_order: (frame, now) => (frame.n === 1 ? newOrder(frame, now) : stillWaiting(frame, now)),
  urge,
  cancel: ({ order }) => say(['订单取消', called(numberTail(order.number)), '请停止制作']),
  missed,
  refund,
  other,
}

export const zhCN: Phrases = {
  reminder: (frame, now, context = {}) => sentences[toldKind(frame)](frame, now, context),
  waiting({ newOrders, urges, cancels, missed = 0, refunds = 0, others }) {
    const counts = [
      counted(missed, '漏单'),
      counted(newOrders, '新订单'),
      counted(urges, '客户催单'),
      counted(cancels, '订单取消'),
      counted(refunds, '平台退款'),
      counted(others, '其他提醒'),
    ]
    const some = counts.filter((count) => count !== '')
    return some.length === 0 ? say(['没有新提醒']) : say([`您有${some[0]}`, ...some.slice(1)])
  },
  offline(minutes = 0) {
    const since = natural(minutes) === 0 ? '网络已断开' : `网络已断开${zhDuration(minutes)}`
    return say([since, '收不到新订单', '请检查网络'])
  },
  backOnline: (missed) =>
    say(['网络已恢复', natural(missed) === 0 ? '没有漏掉订单' : `有${zhCount(natural(missed))}个提醒等待处理`]),
  answeredElsewhere(orderNumber, by, state) {
    const order = called(numberTail(orderNumber)) || '订单提醒'
    if (state === 'expired') return say([order, '无人应答', '提醒已过期'])
    if (state === 'cancelled') return say([order, by.kind === 'customer' ? '客户已取消' : '已不用处理'])
    const actor = spokenName(by.name) || BY[by.kind]
    return say([order, state === 'acknowledged' ? `已由${actor}处理` : `已由${actor}关闭`])
  },
  soundCheck: () => say(['声音测试', '听到这句话', '说明来单提醒声音正常']),
  unpaired: () => say(['本机未绑定门店', '收不到订单', '请再次配对']),
  revoked: () => say(['本机已被停用', '收不到订单', '请联系管理员']),
  tooOld: () => say(['服务器发来的一条消息', '本应用版本太旧', '看不懂', '请更新']),
}

function newOrder({ order, unsure }: SpokenReminder, now: number): string {
  const spoken = spokenOrder(order)
  const waited = waitedMinutes(order, now) ?? 0
  const late = waited >= LATE_MINUTES ? `已等待${zhDuration(waited)}` : ''
  const total = totalOf(order)
  const partsOf = (most: number, extras: boolean) => [
    `您有新的${ownEntry(ORDERS, order.fulfilment) ?? '订单'}`,
    newFulfilment(order.fulfilment),
    called(spoken.tail),
    order.revived ? '顾客付款晚了，订单已恢复' : '',
    extras ? late : '',
    warnings(warningsBeside(spoken, most, '：')),
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
    tail === '' ? '有订单' : `订单${tail}`,
    waited === undefined ? '' : `已等待${zhDuration(waited)}`,
    '仍未接单',
    level === LEVEL.loudest ? '请尽快接单' : '',
  ])
}

function urge({ order, n, level }: SpokenReminder, now: number, context: SpokenContext): string {
  return say([
    '客户催单',
    order.urges > 1 ? `第${zhNumeral(order.urges)}次` : '',
    called(numberTail(order.number)),
    order.createdAt === undefined ? '' : `已下单${zhDuration(minutesBetween(order.createdAt, now))}`,
    context.unaccepted ? '仍未接单' : '',
    n > 1 || level > LEVEL.normal ? '请尽快处理' : '',
  ])
}

function missed({ order }: SpokenReminder, now: number): string {
  const waited = wholeHours(waitedMinutes(order, now))
  return say([
    '漏单',
    called(numberTail(order.number)),
    `${ownEntry(ORDERS, order.fulfilment) ?? '订单'}${waited === undefined ? '' : zhDuration(waited)}没有人接`,
    '请马上联系顾客',
  ])
}

/** Writes money that went back at the provider; what becomes of the order is the shop's to decide. */
function refund({ order }: SpokenReminder): string {
  const { state = 'unknown', amountMinor } = order.refund ?? {}
  const money = amountMinor === undefined ? undefined : zhMoney(amountMinor, order.currency)
  return say([
    { whole: '订单已在支付平台全额退款', part: '订单在支付平台部分退款', unknown: '订单在支付平台有退款' }[state],
    called(numberTail(order.number)),
    state === 'part' && money !== undefined ? `已退${money}` : '',
    state === 'unknown' ? '金额不明' : '',
    '请核对',
  ])
}

/** Writes a reminder of an unknown kind: its `content` and its order. */
function other(frame: SpokenReminder): string {
  const content = spokenContent(frame)
  const tail = called(numberTail(frame.order.number))
  return say([
    frame.n === 1 ? '您有一条提醒' : '有提醒仍未处理',
    content.text === '' ? '' : `${content.warning ? '注意：' : ''}${content.text}`,
    tail,
    content.whole && `${content.text}${tail}` !== '' ? '' : SEE_SCREEN,
  ])
}

function newFulfilment(code: string): string {
  return Object.hasOwn(ORDERS, code) ? '' : spokenCode(code)
}

/** Writes the total; empty when the amount could not be read, or its digits are unknown. */
function totalOf({ amountMinor, currency }: SpokenReminder['order']): string {
  const money = amountMinor === undefined ? undefined : zhMoney(amountMinor, currency)
  return money === undefined ? '' : `共${money}`
}

/** Writes the warnings that stand in no other part of the sentence; they come before every remark. */
function warnings(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `注意：${texts.join('，')}`
}

function remark({ remark }: SpokenOrder): string {
  return remark === undefined ? '' : `${remark.warning ? '注意' : '备注'}：${remark.text}`
}

function dishes({ items, kinds }: SpokenOrder, most: number): string[] {
  const named = items.slice(0, most)
  const more = kinds > named.length ? [`${named.length === 0 ? '' : '等'}${zhCount(kinds)}样`] : []
  return [...named.map(dish), ...more]
}

function dish({ name, quantity, note }: SpokenItem): string {
  const counted = `${name || '商品'}${zhCount(natural(quantity))}份`
  return note === undefined ? counted : `${counted}，${note.warning ? '注意：' : ''}${note.text}`
}

function called(tail: readonly string[]): string {
  return tail.length === 0 ? '' : `尾号${zhTail(tail)}`
}

function counted(n: number, noun: string): string {
  return natural(n) === 0 ? '' : `${zhCount(n)}个${noun}`
}

function say(...candidates: readonly (readonly string[])[]): string {
  return sentence('，', ...candidates)
}
