import type { Locale } from '../../../shared/locales.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { SpokenReminder, Waiting } from '../../../shared/phrases/phrases.ts'
import { type Level, type OrderSummary, REMINDER_TYPE } from '../../../shared/reminder.ts'

const MINUTE = 60_000
const PAID = Date.UTC(2026, 10, 26, 4)

/** An order of the table in docs/phrases.md. */
export interface SaidOrder {
  what: string
  locale: Locale
  /** typical: an order with two or three dishes and a remark; repeat: a repetition; any: whatever there is. */
  kind: 'typical' | 'repeat' | 'any'
  text: string
}

function dishes(text: string): OrderSummary['items'] {
  return text.split(' ').map((dish) => {
    const [name = '', quantity, note] = dish.split('*')
    return { name: name.replaceAll('_', ' '), quantity: Number(quantity || 1), ...(note !== undefined && { note }) }
  })
}

function order(items: string, more: Partial<OrderSummary> = {}): OrderSummary {
  return {
    ...{ number: '20261126-0042', amountMinor: 3_850, currency: 'CNY', fulfilment: 'delivery' },
    ...{ items: dishes(items), moreItems: 0, createdAt: PAID, paidAt: PAID, urges: 0, ...more },
  }
}

function say(
  [what, kind, locale]: [string, SaidOrder['kind'], Locale],
  order: OrderSummary,
  change: Partial<SpokenReminder> = {},
  minutes = 0,
): SaidOrder {
  const frame = { type: REMINDER_TYPE.new_order, n: 1, level: 1 as Level, order, ...change }
  return { what, kind, locale, text: phrasesFor(locale).reminder(frame, PAID + minutes * MINUTE) }
}

function count([what, locale]: [string, Locale], waiting: Partial<Waiting>): SaidOrder {
  const none = { newOrders: 0, urges: 0, cancels: 0, others: 0 }
  return { what, kind: 'any', locale, text: phrasesFor(locale).waiting({ ...none, ...waiting }) }
}

const ALLERGIC = order('宫保鸡丁', { remark: '对花生过敏' })

/** Says the twenty orders of the table. */
export function twentyOrders(): SaidOrder[] {
  return [
    say(['一道菜', 'typical', 'zh-CN'], order('宫保鸡丁*2')),
    say(['两道菜，备注', 'typical', 'zh-CN'], order('宫保鸡丁*2 米饭', { remark: '多给餐具' })),
    say(['两道菜，忌口', 'typical', 'zh-CN'], order('宫保鸡丁*2 米饭', { remark: '不要香菜' })),
    say(['三道菜，备注', 'typical', 'zh-CN'], order('牛肉面 凉皮 可乐', { remark: '少辣' })),
    say(['三道菜，忌口', 'typical', 'zh-CN'], order('牛肉面 凉皮 可乐', { remark: '不要葱', number: '20261126-12' })),
    say(['套餐，数量', 'typical', 'zh-CN'], order('套餐10*3 可乐330ml', { number: '8817' })),
    say(['自取，两条备注', 'any', 'zh-CN'], order('珍珠奶茶*2', { remark: '1/2糖，少冰', fulfilment: 'pickup' })),
    say(['很多道菜', 'any', 'zh-CN'], order('宫保鸡丁*2 鱼香肉丝 麻婆豆腐 米饭*4 酸辣汤', { remark: '10:30前送到' })),
    say(
      ['长备注', 'any', 'zh-CN'],
      order('宫保鸡丁*2 米饭', {
        remark: '这家店的菜一直都很好吃，请多放一点辣椒和醋，我对海鲜过敏，餐具要四份，谢谢老板',
      }),
    ),
    say(
      ['菜品备注里的过敏', 'any', 'zh-CN'],
      order('宫保鸡丁**我对花生和坚果类都过敏的麻烦厨房师傅注意一下谢谢您 米饭'),
    ),
    say(['读不出的字', 'any', 'zh-CN'], order('ホットコーヒー*2 红烧𩽾𩾌鱼')),
    say(['迟到的第一次播报', 'any', 'zh-CN'], ALLERGIC, { n: 1 }, 3),
    say(['重复', 'repeat', 'zh-CN'], ALLERGIC, { n: 2 }, 2),
    say(['重复，最高级', 'repeat', 'zh-CN'], ALLERGIC, { n: 6, level: 3 }, 8),
    say(['催单，重复', 'repeat', 'zh-CN'], order('米饭', { urges: 2 }), { type: 2, n: 2 }, 23),
    say(['取消', 'any', 'zh-CN'], order('米饭'), { type: 3 }),
    count(['四单，一单过敏', 'zh-CN'], { newOrders: 4, oldestMinutes: 8, level: 3, warned: [ALLERGIC] }),
    say(['two dishes, a remark', 'typical', 'en'], order('Kung_pao_chicken*2 Rice', { remark: 'extra spicy' })),
    say(['repeat, loudest', 'repeat', 'en'], order('Rice'), { n: 6, level: 3 }, 8),
    count(['four orders, one allergy', 'en'], {
      ...{ newOrders: 4, oldestMinutes: 8, level: 3 },
      warned: [order('Rice', { remark: 'peanut allergy' })],
    }),
  ]
}
