import type { Locale } from '../../shared/locales.ts'
import { layOutDayReport } from '../../shared/tickets/lay-out-day-report.ts'
import { layOutTestPage } from '../../shared/tickets/lay-out-test-page.ts'
import { layOutTicket } from '../../shared/tickets/lay-out-ticket.ts'
import type { DayFigures, Paper, PaperOptions, Ticket, TicketKind, TicketOrder } from '../../shared/tickets/ticket.ts'

/** 2026-11-27 18:05 in Shanghai. */
export const PAID_AT = Date.parse('2026-11-27T10:05:00Z')

/** A usual order of a family: seven dishes, three notes, an allergy. */
export const FAMILY: TicketOrder = {
  number: 'M-20261127-0042',
  currency: 'CNY',
  fulfilment: 'delivery',
  amountMinor: 21_850,
  paidAt: PAID_AT,
  createdAt: PAID_AT - 60_000,
  urges: 2,
  cancelReason: '顾客要求取消',
  remark: '孩子对花生过敏，请千万不要放花生，谢谢！',
  customer: {
    name: '王女士',
    phone: '138 0013 8000',
    address: '建国路 88 号 3 单元 1204，门禁 2468，请放在门口不要按铃',
  },
  items: [
    { name: '宫保鸡丁', quantity: 2, note: '一份不放花生', unitAmountMinor: 3_850 },
    { name: '麻婆豆腐', quantity: 1, note: '少放花椒', unitAmountMinor: 2_600 },
    { name: '招牌沸腾水煮鱼（三斤，微辣，加豆皮）', quantity: 1, unitAmountMinor: 8_800 },
    { name: '酸辣汤', quantity: 1, note: '汤单独装', unitAmountMinor: 1_250 },
    { name: '米饭', quantity: 5, unitAmountMinor: 300 },
  ],
}

/** The same in English. */
export const FAMILY_EN: TicketOrder = {
  ...FAMILY,
  cancelReason: 'the customer asked for it',
  remark: 'My child is allergic to peanuts, please no peanuts at all, thank you!',
  customer: { name: 'Ms Wang', phone: '+86 138 0013 8000', address: '88 Jianguo Road, unit 3, flat 1204' },
  items: [
    { name: 'Kung pao chicken', quantity: 2, note: 'one without peanuts', unitAmountMinor: 3_850 },
    { name: 'Mapo tofu', quantity: 1, note: 'mild', unitAmountMinor: 2_600 },
    { name: 'Fish in chilli broth, three pounds, extra tofu skin', quantity: 1, unitAmountMinor: 8_800 },
    { name: 'Hot and sour soup', quantity: 1, note: 'pack the soup apart', unitAmountMinor: 1_250 },
    { name: 'Rice', quantity: 5, unitAmountMinor: 300 },
  ],
}

/** An order in which every text tries something. */
export const HOSTILE: TicketOrder = {
  ...FAMILY,
  number: 'H\u001b@\u001dV0-\u202e7',
  fulfilment: '\u001bp0',
  remark: '\u001d(L\u0000\u001b@ 对花生过敏 \u0010\u0014\u0001\u0000\u0005 บะหมี่ไม่ใส่ถั่ว',
  customer: { name: '\u202eeman\u0007', phone: '\u001bp\u0000\u0019\u00fa', address: 'a\u200bb\u2028c' },
  items: [
    { name: 'cut \u001dV\u0000\u001di\u001bm kick \u001bp\u0000\u0019\u00fa', quantity: 1, note: '\u0010\u0004\u0001' },
    { name: 'كباب مشوي بدون بصل', quantity: 9_999, note: 'من فضلك' },
    { name: '𠮷野家牛丼😀🥜 crème brûlée jalapeño ½ 份', quantity: 2, note: '\u{20bb7}\u{2070e}\u{e000}' },
    { name: 'W'.repeat(200), quantity: 1 },
  ],
}

/** A day's figures. */
export const DAY: DayFigures = {
  since: PAID_AT - 18 * 3_600_000,
  until: PAID_AT + 5 * 3_600_000,
  paid: 128,
  completed: 121,
  cancelled: 4,
  unanswered: 3,
  sums: [{ currency: 'CNY', takenMinor: 612_350, refundedMinor: 12_600, owedMinor: 0 }],
}

/** The options of a shop's paper. */
export function onPaper(paper: Paper, locale: Locale): PaperOptions {
  const storeName = locale === 'en' ? 'The Little Kitchen' : '演练饭店'
  return { paper, locale, timeZone: 'Asia/Shanghai', storeName, now: PAID_AT + 4_000 }
}

/** Lays out a ticket of any kind, of the usual order. */
export function usualTicket(kind: TicketKind, paper: Paper, locale: Locale, reprint = false): Ticket {
  const options = onPaper(paper, locale)
  if (kind === 'test') return layOutTestPage({ ...options, printer: '192.168.1.90' })
  if (kind === 'day') return layOutDayReport(DAY, options)
  return layOutTicket(locale === 'en' ? FAMILY_EN : FAMILY, { ...options, kind, reprint })
}
