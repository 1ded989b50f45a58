import type { Locale } from '../../../shared/locales.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { SpokenReminder } from '../../../shared/phrases/phrases.ts'
import { LEVEL, REMINDER_TYPE, type ReminderKind } from '../../../shared/reminder.ts'
import type { Notice } from './device-messages.ts'

const DISHES: Record<Locale, { name: string; remark: string }> = {
  'zh-CN': { name: '宫保鸡丁', remark: '不要香菜' },
  en: { name: 'Kung pao chicken', remark: 'no coriander' },
}
const ORDERED_MS = 12 * 60_000

/** A reminder that never was, for hearing how one sounds. An urge's order was placed twelve minutes before `now`. */
export function sampleReminder(kind: ReminderKind, locale: Locale, now: number): SpokenReminder {
  const { name, remark } = DISHES[locale]
  const createdAt = kind === 'urge' ? now - ORDERED_MS : now
  return {
    type: REMINDER_TYPE[kind],
    n: 1,
    level: LEVEL.normal,
    order: {
      ...{ number: '0042', amountMinor: 3_850, currency: 'CNY', fulfilment: 'delivery' },
      ...{ items: [{ name, quantity: 2 }], moreItems: 0, remark, createdAt, paidAt: createdAt, urges: 1 },
    },
  }
}

/** What a sound check says: that it is one, or with a kind, a reminder of that kind. */
export function checkOf(kind: ReminderKind | undefined, locale: Locale, now: number): Omit<Notice, 'level'> {
  const phrases = phrasesFor(locale)
  if (kind === undefined) return { kind: 'check', text: phrases.soundCheck() }
  return { kind: 'check', text: phrases.reminder(sampleReminder(kind, locale, now), now), ring: kind }
}
