import type { Locale } from '../../../shared/locales.ts'
import type { TicketOrder } from '../../../shared/tickets/ticket.ts'

type Texts = Required<Pick<TicketOrder, 'remark' | 'customer'>> & {
  dishes: readonly [string, string, string]
  note: string
}

const TEXTS: Record<Locale, Texts> = {
  'zh-CN': {
    dishes: ['宫保鸡丁', '手撕包菜', '米饭'],
    note: '不要香菜，微辣',
    remark: '花生过敏，请不要放花生',
    customer: { name: '王女士', phone: '138****5678', address: '人民路12号3栋201室' },
  },
  en: {
    dishes: ['Kung pao chicken', 'Hand-torn cabbage', 'Rice'],
    note: 'no coriander, mild',
    remark: 'Peanut allergy: no peanuts please',
    customer: { name: 'Ms. Wang', phone: '138****5678', address: '12 Renmin Road, flat 201' },
  },
}

/** Makes an order that shows what a ticket can carry; `now`: milliseconds. */
export function sampleOrder(locale: Locale, now: number): TicketOrder {
  const { dishes, note, remark, customer } = TEXTS[locale]
  const [main, side, rice] = dishes
  return {
    ...{ number: '0042', amountMinor: 6_650, currency: 'CNY', fulfilment: 'delivery', createdAt: now, paidAt: now },
    items: [
      { name: main, quantity: 2, note, unitAmountMinor: 2_200 },
      { name: side, quantity: 1, unitAmountMinor: 1_800 },
      { name: rice, quantity: 3, unitAmountMinor: 150 },
    ],
    ...{ remark, customer },
  }
}
