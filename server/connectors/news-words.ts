import type { Locale } from '../../shared/locales.ts'
import { usableZone } from '../../shared/time-zones.ts'
import type { ShopNews } from './kit/port.ts'

type What = ShopNews['what']
type Details = { by: string | undefined; reason: string | undefined }

/** The words that an order’s notes get at its platform, by the language of the store. */
const WORDS: Record<Locale, Record<What, (details: Details) => string>> = {
  'zh-CN': {
    accepted: ({ by }) => (by === undefined ? '门店已接单。' : `门店已接单，预计 ${by} 备好。`),
    rejected: ({ reason }) => (reason === undefined ? '门店无法接单。' : `门店无法接单：${reason}`),
    ready: () => '订单已备好。',
    dispatched: () => '订单已送出。',
    completed: () => '订单已完成。',
    cancelled: ({ reason }) => (reason === undefined ? '订单已取消。' : `订单已取消：${reason}`),
  },
  en: {
    accepted: ({ by }) =>
      by === undefined ? 'The shop has accepted the order.' : `The shop has accepted the order; ready at ${by}.`,
    rejected: ({ reason }) =>
      reason === undefined ? 'The shop cannot take the order.' : `The shop cannot take the order: ${reason}`,
    ready: () => 'The order is ready.',
    dispatched: () => 'The order is on its way.',
    completed: () => 'The order is completed.',
    cancelled: ({ reason }) => (reason === undefined ? 'The order is cancelled.' : `The order is cancelled: ${reason}`),
  },
}

/** Words a piece of news for the notes of an order, in the language and the time zone of its store. */
export function wordNews(
  { what, promisedAt, reason }: Omit<ShopNews, 'words'>,
  { locale, timezone }: { locale: Locale; timezone: string },
): string {
  const format = { timeZone: usableZone(timezone), hourCycle: 'h23', hour: '2-digit', minute: '2-digit' } as const
  const by = promisedAt === undefined ? undefined : new Intl.DateTimeFormat(locale, format).format(promisedAt)
  return WORDS[locale][what]({ by, reason })
}
