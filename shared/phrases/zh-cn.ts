import { ownEntry } from '../own-entry.ts'
import { LEVEL, type ToldKind, toldKind } from '../reminder.ts'
import { minutesBetween, natural, wholeHours } from './natural.ts'
import { numberTail } from './order-tail.ts'
import type { Phrases, SpokenContext, SpokenReminder } from './phrases.ts'
import { PRINTER_FAULTS } from './printer-faults.ts'
import { bounded, sentence, shortRepeat } from './sentence.ts'
import { spokenContent, spokenName, waitedMinutes } from './spoken-order.ts'
import { zhNewOrder } from './zh-cn-new-order.ts'
import { paceOf, SEE_SCREEN, ZH_OVERDUE, zhCalled, zhReader } from './zh-cn-parts.ts'
import { zhWaiting, zhWarnings } from './zh-cn-waiting.ts'
import { zhCount, zhDuration, zhMoney, zhNumeral, zhTail } from './zh-words.ts'

const ORDERS = { delivery: '外卖订单', pickup: '自取订单', dine_in: '堂食订单' }
const BY = { device: '其他设备', operator: '管理员', customer: '客户', system: '系统', other: '其他人' } as const

/** `longest`: the most letters and digits of a number. */
type Context = SpokenContext & { longest: number }
type Tell = (frame: SpokenReminder, now: number, context: Context) => string | string[]

const sentences: Record<ToldKind, Tell> = {
  new_order: (frame, now, context) =>
    (context.told ?? frame.n > 1) ? stillWaiting(frame, now, context) : zhNewOrder(frame, now, context),
  urge,
  cancel: ({ order }, _, context) => say(['订单取消', numbered(order.number, context), '请停止制作']),
  missed,
  refund,
  other,
}

export const zhCN: Phrases = {
  reminder: (frame, now, context = {}) => tell(frame, now, context)[0] ?? '',
  tell: (frame, now, context = {}) => tell(frame, now, context),
  waiting: (counts, context = {}) => zhWaiting(counts, context)[0] ?? '',
  tellWaiting: (counts, context = {}) => zhWaiting(counts, context),
  warnings: (order, context = {}) => zhWarnings(order, context),
  offline(minutes = 0) {
    const since = natural(minutes) === 0 ? '网络已断开' : `网络已断开${zhDuration(minutes)}`
    return say([since, '收不到新订单', '请检查网络'])
  },
  backOnline: (missed) =>
    say(['网络已恢复', natural(missed) === 0 ? '没有漏掉订单' : `有${zhCount(natural(missed))}个提醒等待处理`]),
  answeredElsewhere(orderNumber, by, state) {
    const order = zhCalled(numberTail(orderNumber)) || '订单提醒'
    if (state === 'expired') return say([order, '无人应答', '提醒已过期'])
    if (state === 'cancelled') return say([order, by.kind === 'customer' ? '客户已取消' : '已不用处理'])
    const actor = spokenName(by.name, zhReader({})) || BY[by.kind]
    return say([order, state === 'acknowledged' ? `已由${actor}处理` : `已由${actor}关闭`])
  },
  intake({ state, wasClosed, extraMinutes, minutes }) {
    const end = minutes === undefined ? '' : `${zhDuration(minutes)}后恢复`
    if (state === 'archived') return say(['门店已停用', '不再接单'])
    if (state === 'paused') return say(['门店已暂停接单', end])
    if (state === 'busy') return say(['门店忙碌', `出餐时间加${zhDuration(extraMinutes)}`, end])
    return say(wasClosed ? ['门店恢复接单'] : ['忙碌结束', '出餐时间恢复正常'])
  },
  soundCheck: () => say(['声音测试', '听到这句话', '说明来单提醒声音正常']),
  stillOnline: (orders) =>
    say(['仍在线', natural(orders) === 0 ? '今天还没有订单' : `今天${zhCount(natural(orders))}单`]),
  notHeard: () => say(['从昨天起本店没有响过', '请做一次声音测试']),
  unpaired: () => say(['本机未绑定门店', '收不到订单', '请再次配对']),
  revoked: () => say(['本机已被停用', '收不到订单', '请联系管理员']),
  printer: (fault) => say([ownEntry(PRINTER_FAULTS['zh-CN'], fault) ?? '打印机没有反应', '订单没有打印', '请看屏幕']),
  tooOld: () => say(['服务器发来的一条消息', '本应用版本太旧', '看不懂', '请更新']),
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
  const age = waited === undefined ? '' : zhDuration(waited)
  const round = waited === undefined ? '' : zhDuration(wholeHours(waited) ?? 0)
  const call = level === LEVEL.loudest ? '请尽快接单' : ''
  const bare = tail === '' ? '有订单' : tail.replace('尾号', '')
  if (overdue) {
    const heads = [tail === '' ? bare : `订单${tail}`, tail || bare, bare]
    return sentence('，', [...heads.map((head) => [head, ZH_OVERDUE, call]), [bare, ZH_OVERDUE]], shortRepeat)
  }
  return sentence(
    '，',
    [
      [tail === '' ? '有订单' : `订单${tail}`, age === '' ? '' : `已等待${age}`, '仍未接单', call],
      [tail || '有订单', age === '' ? '' : `已等待${age}`, '仍未接单', call],
      [bare, `${age}未接单`, call],
      [bare, round, call || '未接单'],
      [bare, round, call === '' ? '未接单' : '快接单'],
    ],
    shortRepeat,
  )
}

function urge({ order, n, level }: SpokenReminder, now: number, context: Context): string {
  const tail = numbered(order.number, context)
  const times = order.urges > 1 ? `第${zhNumeral(order.urges)}次` : ''
  const age = order.createdAt === undefined ? '' : `已下单${zhDuration(minutesBetween(order.createdAt, now))}`
  const unaccepted = context.unaccepted ? '仍未接单' : ''
  const hurry = n > 1 || level > LEVEL.normal
  if (!(context.told ?? n > 1)) {
    const call = hurry ? '请尽快处理' : ''
    return within(
      context,
      ['客户催单', times, tail, age, unaccepted, call],
      ['客户催单', tail, unaccepted, call],
      [`催单${tail.replace('尾号', '')}`, unaccepted || call],
    )
  }
  return sentence(
    '，',
    [
      ['客户催单', times, tail, age, unaccepted, '请尽快处理'],
      [`客户${times}催单`, tail, unaccepted, '请尽快处理'],
      [`客户${times}催单`, tail.replace('尾号', ''), '请尽快处理'],
      [`催单${tail.replace('尾号', '')}`, '请尽快处理'],
    ],
    shortRepeat,
  )
}

function missed({ order }: SpokenReminder, now: number, context: Context): string {
  const waited = wholeHours(waitedMinutes(order, now))
  const kind = ownEntry(ORDERS, order.fulfilment) ?? '订单'
  const write = (age: string) => ['漏单', numbered(order.number, context), `${kind}${age}没有人接`, '请马上联系顾客']
  const short = ['漏单', numbered(order.number, context).replace('尾号', ''), '请联系顾客']
  return within(context, write(waited === undefined ? '' : zhDuration(waited)), write(''), short)
}

/** Writes money that went back at the provider; what becomes of the order is the shop's to decide. */
function refund({ order }: SpokenReminder, _: number, context: Context): string {
  const { state = 'unknown', amountMinor } = order.refund ?? {}
  const money = amountMinor === undefined ? undefined : zhMoney(amountMinor, order.currency)
  const write = (back: string) => [
    { whole: '订单已在支付平台全额退款', part: '订单在支付平台部分退款', unknown: '订单在支付平台有退款' }[state],
    numbered(order.number, context),
    back,
    state === 'unknown' ? '金额不明' : '',
    '请核对',
  ]
  const short = ['平台退款', numbered(order.number, context).replace('尾号', ''), '请核对', SEE_SCREEN]
  return within(context, write(state === 'part' && money !== undefined ? `已退${money}` : ''), write(SEE_SCREEN), short)
}

/** Writes a reminder of an unknown kind: its `content` and its order. */
function other(frame: SpokenReminder, _: number, context: Context): string {
  const content = spokenContent(frame, zhReader(context))
  const tail = numbered(frame.order.number, context)
  const partsOf = (text: string, whole: boolean) => [
    (context.told ?? frame.n > 1) ? '有提醒仍未处理' : '您有一条提醒',
    text === '' ? '' : `${content.warning ? '注意：' : ''}${text}`,
    tail,
    whole && `${text}${tail}` !== '' ? '' : SEE_SCREEN,
  ]
  const cut = [24, 12].map((length) => partsOf([...content.text].slice(0, length).join(''), false))
  const short = [
    '有提醒',
    content.warning ? '有忌口' : '',
    zhTail(numberTail(frame.order.number).slice(-4)),
    SEE_SCREEN,
  ]
  return sentence('，', [partsOf(content.text, content.whole), ...cut, short], bounded(paceOf(context)))
}

function numbered(orderNumber: string, { openNumbers, longest }: Context): string {
  return zhCalled(numberTail(orderNumber, openNumbers).slice(-longest))
}

/** Says the fuller parts, if there is time for them. */
function within(context: Context, ...candidates: string[][]): string {
  return sentence('，', candidates, bounded(paceOf(context)))
}

function say(parts: readonly string[]): string {
  return sentence('，', [parts])
}
