import { describe, expect, it } from 'vitest'
import { LOCALES } from '../../../shared/locales.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { SpokenReminder } from '../../../shared/phrases/phrases.ts'
import { shortRepeat } from '../../../shared/phrases/sentence.ts'
import { LEVEL, REMINDER_TYPE } from '../../../shared/reminder.ts'

const PAID = Date.UTC(2026, 0, 1)
const NOW = PAID + 12 * 60_000

const overdue = (number: string): SpokenReminder => ({
  type: REMINDER_TYPE.new_order,
  n: 6,
  level: LEVEL.loudest,
  overdue: true,
  order: {
    ...{ number, amountMinor: 3_850, currency: 'CNY', fulfilment: 'delivery', moreItems: 0, urges: 0 },
    ...{ items: [{ name: '红烧肉', quantity: 1 }], createdAt: PAID, paidAt: PAID },
  },
})

describe('an order past its store’s limit', () => {
  it('has a sentence of its own, told again and for the first time', () => {
    const [zh, en] = [phrasesFor('zh-CN'), phrasesFor('en')]
    expect(zh.reminder(overdue('20260101000042'), NOW, { told: true })).toMatch(/零零四二，已超时，还没接单/)
    expect(zh.reminder(overdue('20260101000042'), NOW, { told: false })).toMatch(
      /已超时，还没接单，.*红烧肉.*请尽快接单/,
    )
    expect(en.reminder(overdue('20260101000042'), NOW, { told: true })).toMatch(
      /zero four two, overdue and not accepted/,
    )
    expect(en.reminder(overdue('20260101000042'), NOW, { told: false })).toMatch(/overdue and not accepted/)
  })

  it.each(LOCALES)('is told in three and a half seconds, whatever its number (%s)', (locale) => {
    for (const number of ['', '42', '20260101000042', 'A-7777', 'ZX-999999'])
      expect(shortRepeat(phrasesFor(locale).reminder(overdue(number), NOW, { told: true })), number).toBe(true)
  })
})
