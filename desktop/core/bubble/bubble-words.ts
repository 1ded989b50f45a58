import type { Locale } from '../../../shared/locales.ts'
import type { Fulfilment } from '../../../shared/order.ts'
import type { ToldKind } from '../../../shared/reminder.ts'

/** The words of a notification. */
export interface BubbleWords {
  /** The title, by kind; `called`: the end of the order's number, by which people call it. */
  title: Record<ToldKind, string>
  fulfilment: Record<Fulfilment, string>
  /** `more`: dishes are missing in the count. */
  portions(count: number, more: boolean): string
  urged(times: number): string
  /** Why an order was called off; customers and systems write the reason. */
  reason(text: string): string
  refunded(amount: string): string
  /** So many warnings are not shown. */
  moreWarnings(count: number): string
  /** The button that opens the order; it answers nothing. */
  open: string
}

const zhCN: BubbleWords = {
  title: { new_order: '来单', urge: '催单', cancel: '订单取消', missed: '漏单', refund: '平台退款', other: '提醒' },
  fulfilment: { delivery: '外卖', pickup: '自取', dine_in: '堂食' },
  portions: (count, more) => (more ? `${count} 份以上` : `${count} 份`),
  urged: (times) => `已催 ${times} 次`,
  reason: (text) => `原因：${text}`,
  refunded: (amount) => `已退 ${amount}`,
  moreWarnings: (count) => `还有 ${count} 条`,
  open: '查看订单',
}

const en: BubbleWords = {
  title: {
    new_order: 'New order',
    urge: 'Customer is waiting',
    cancel: 'Order cancelled',
    missed: 'Missed order',
    refund: 'Refunded at the provider',
    other: 'Reminder',
  },
  fulfilment: { delivery: 'Delivery', pickup: 'Pick-up', dine_in: 'Dine-in' },
  portions: (count, more) => (more ? `more than ${count} portions` : count === 1 ? '1 portion' : `${count} portions`),
  urged: (times) => (times === 1 ? 'urged once' : `urged ${times} times`),
  reason: (text) => `Reason: ${text}`,
  refunded: (amount) => `refunded ${amount}`,
  moreWarnings: (count) => `${count} more`,
  open: 'Show the order',
}

const ALL: Record<Locale, BubbleWords> = { 'zh-CN': zhCN, en }

/** Looks up the words of a notification, in one language. */
export function bubbleWords(locale: Locale): BubbleWords {
  return ALL[locale]
}
