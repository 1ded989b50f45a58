import type { Locale } from '../../../shared/locales.ts'

/** The words of the page behind a message's link. */
export interface PageWords {
  confirm: string
  reject: string
  reason: string
  acknowledge: string
  claim: string
  /** `name`: who has said so, escaped; absent where it is not known. */
  claimed(name: string | undefined): string
  /** This answer was carried out; somebody else’s was before. */
  counted: string
  late: string
  read: string
  verified: string
  dead: string
}

/** The words by language. */
export const PAGE_WORDS: Record<Locale, PageWords> = {
  'zh-CN': {
    confirm: '接单',
    reject: '拒单',
    reason: '拒单原因（顾客会看到）',
    acknowledge: '知道了',
    claim: '我来处理（五分钟内不再通知他人）',
    claimed: (name) => `${name ?? '已有人'}在处理，五分钟内不再通知他人。`,
    counted: '您的处理已生效。',
    late: '未生效：已被他人处理，或订单状态已变。',
    read: '收到',
    verified: '已确认收到。',
    dead: '这里已没有待处理的事。',
  },
  en: {
    confirm: 'Accept',
    reject: 'Reject',
    reason: 'Reason, which the customer will read',
    acknowledge: 'Noted',
    claim: 'I see to it (nobody else is told for five minutes)',
    claimed: (name) => `${name ?? 'Somebody'} sees to it; nobody else is told for five minutes.`,
    counted: 'Your answer counts.',
    late: 'Your answer did not count: somebody else was faster, or the order has moved on.',
    read: 'It has arrived',
    verified: 'Thank you. It is noted that messages arrive.',
    dead: 'Nothing waits here any more.',
  },
}
