import type { Locale } from '../../../shared/locales.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { SpokenReminder } from '../../../shared/phrases/phrases.ts'
import { LEVEL, REMINDER_TYPE, type ReminderKind } from '../../../shared/reminder.ts'
import type { DeviceMessage } from './device-messages.ts'

const DISHES: Record<Locale, { name: string; remark: string }> = {
  'zh-CN': { name: '宫保鸡丁', remark: '不要香菜' },
  en: { name: 'Kung pao chicken', remark: 'no coriander' },
}
/** The age of a sample's order, milliseconds. */
const AGES: Record<ReminderKind, number> = { new_order: 0, urge: 12 * 60_000, cancel: 0, missed: 12 * 3_600_000 }

/** Makes a sample reminder for a sound check at `now` (milliseconds); its order is as old as such a reminder's is. */
export function sampleReminder(kind: ReminderKind, locale: Locale, now: number): SpokenReminder {
  const { name, remark } = DISHES[locale]
  const createdAt = now - AGES[kind]
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

/**
 * Makes the message of a sound check: its own sentence, or with a kind, that of a sample reminder. `now`: milliseconds.
 */
export function checkOf(kind: ReminderKind | undefined, locale: Locale, now: number): Omit<DeviceMessage, 'level'> {
  const phrases = phrasesFor(locale)
  if (kind === undefined) return { kind: 'check', text: phrases.soundCheck() }
  return { kind: 'check', text: phrases.reminder(sampleReminder(kind, locale, now), now), ring: kind }
}
