import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  amountMinorSchema,
  CURRENCIES,
  type Currency,
  currencySchema,
  formatMoney,
  splitAmount,
} from '../../shared/money.ts'

describe('splitAmount', () => {
  it.each<[number, Currency, string, string]>([
    [3850, 'CNY', '38', '50'],
    [3805, 'CNY', '38', '05'],
    [100, 'USD', '1', '00'],
    [99, 'EUR', '0', '99'],
    [5, 'GBP', '0', '05'],
    [0, 'HKD', '0', '00'],
    [1200, 'JPY', '1200', ''],
    [0, 'JPY', '0', ''],
    [10_000_000_000, 'CNY', '100000000', '00'],
  ])('splits %i %s into %j and %j', (amount, currency, major, minor) => {
    expect(splitAmount(amount, currency)).toEqual({ major, minor })
  })

  it('loses nothing: major and minor put together are the amount', () => {
    const currencies = fc.constantFrom(...(Object.keys(CURRENCIES) as Currency[]))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), currencies, (amount, currency) => {
        const { major, minor } = splitAmount(amount, currency)
        expect(Number(major + minor)).toBe(amount)
        expect(minor).toHaveLength(CURRENCIES[currency])
        expect(major).toMatch(/^(0|[1-9]\d*)$/)
      }),
    )
  })
})

describe('formatMoney', () => {
  it.each<[number, Currency, string, string]>([
    [3850, 'CNY', 'zh-CN', '¥38.50'],
    [1200, 'HKD', 'zh-CN', 'HK$12.00'],
    [1200, 'JPY', 'zh-CN', 'JP¥1,200'],
    [5, 'USD', 'en', '$0.05'],
    [3850, 'CNY', 'en', 'CN¥38.50'],
    [1200, 'JPY', 'en', '¥1,200'],
    [9_999_999_999, 'CNY', 'zh-CN', '¥99,999,999.99'],
  ])('prints %i %s in %s as %s', (amount, currency, locale, printed) => {
    expect(formatMoney(amount, currency, locale)).toBe(printed)
  })
})

it.each([-1, 0.5, 10_000_000_001, Number.NaN, Number.POSITIVE_INFINITY, '100', null, 2 ** 60])(
  '%j is no amount of money',
  (amount) => {
    expect(amountMinorSchema.safeParse(amount).success).toBe(false)
  },
)

it.each([0, 1, 10_000_000_000])('%i is an amount of money', (amount) => {
  expect(amountMinorSchema.parse(amount)).toBe(amount)
})

it.each(['cny', 'BTC', '', '__proto__', 'constructor', 156])('%j is no currency', (currency) => {
  expect(currencySchema.safeParse(currency).success).toBe(false)
})
