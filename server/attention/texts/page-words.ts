import type { Locale } from '../../../shared/locales.ts'

/** The words of the page behind a message's link. */
export interface PageWords {
  confirm: string
  reject: string
  reason: string
  acknowledge: string
  claim: string
  claimed: string
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
    claimed: '已有人在处理，五分钟内不再通知他人。',
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
    claimed: 'Somebody sees to it; nobody else is told for five minutes.',
    read: 'It has arrived',
    verified: 'Thank you. It is noted that messages arrive.',
    dead: 'Nothing waits here any more.',
  },
}
