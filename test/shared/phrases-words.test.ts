import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Currency } from '../../shared/money.ts'
import { enCount, enDuration, enMoney, enNumber, enTail } from '../../shared/phrases/en-words.ts'
import { minutesBetween } from '../../shared/phrases/natural.ts'
import { zhCount, zhDuration, zhMoney, zhNumeral, zhTail } from '../../shared/phrases/zh-words.ts'

/** Reads a Chinese numeral as a person would: an accountant for the table's author. */
function readNumeral(words: string): number {
  for (const [name, unit] of [
    ['亿', 1e8],
    ['万', 1e4],
  ] as const) {
    const at = words.lastIndexOf(name)
    if (at >= 0) return readNumeral(words.slice(0, at)) * unit + readNumeral(words.slice(at + 1))
  }
  let sum = 0
  let digit: number | undefined
  for (const c of words.replaceAll('零', '')) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[c]
    if (unit !== undefined) sum += (digit ?? 1) * unit
    digit = unit === undefined ? (c === '两' ? 2 : '零一二三四五六七八九'.indexOf(c)) : undefined
  }
  return sum + (digit ?? 0)
}

describe('Chinese numerals', () => {
  it.each([
    [0, '零'],
    [1, '一'],
    [2, '二'],
    [10, '十'],
    [12, '十二'],
    [20, '二十'],
    [22, '二十二'],
    [100, '一百'],
    [101, '一百零一'],
    [110, '一百一十'],
    [112, '一百一十二'],
    [200, '二百'],
    [1_000, '一千'],
    [1_001, '一千零一'],
    [1_010, '一千零一十'],
    [1_200, '一千二百'],
    [2_000, '两千'],
    [2_222, '两千二百二十二'],
    [9_999, '九千九百九十九'],
    [10_000, '一万'],
    [10_005, '一万零五'],
    [12_000, '一万二千'],
    [20_010, '两万零一十'],
    [100_000, '十万'],
    [101_000, '十万一千'],
    [110_000, '十一万'],
    [220_000, '二十二万'],
    [1_000_010, '一百万零一十'],
    [20_000_000, '两千万'],
    [100_000_000, '一亿'],
    [100_000_001, '一亿零一'],
    [100_020_000, '一亿零二万'],
    [200_000_000, '两亿'],
    [1_000_000_000, '十亿'],
    [10_000_000_000, '一百亿'],
    [1_000_000_000_000, '一万亿'],
  ])('%i is %s', (n, words) => {
    expect(zhNumeral(n)).toBe(words)
  })

  it.each([
    [1, '一'],
    [2, '两'],
    [12, '十二'],
    [20, '二十'],
    [102, '一百零二'],
  ])('before a measure word %i is %s', (n, words) => {
    expect(zhCount(n)).toBe(words)
  })

  it('every number can be read back, and follows the rules of 零, 一十 and 两', () => {
    const numbers = fc.oneof(
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 0, max: 1e12 }),
      fc.array(fc.constantFrom(0, 0, 0, 1, 2, 9), { minLength: 1, maxLength: 12 }).map((d) => Number(d.join(''))),
    )
    fc.assert(
      fc.property(numbers, (n) => {
        const words = zhNumeral(n)
        expect(readNumeral(words)).toBe(n)
        expect(words).not.toMatch(/零零|.零$|^零.|零[十百千万亿]|^一十|(?<!^)两|两[十百]|\d/)
      }),
      { numRuns: 3_000 },
    )
  })

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])(
    '%d, which is no count, is 零 and does not throw',
    (n) => {
      expect(zhNumeral(n)).toBe('零')
      expect(enNumber(n)).toBe('zero')
    },
  )
})

describe('money in words', () => {
  it.each<[number, Currency, string, string]>([
    [3850, 'CNY', '三十八元五角', '38 yuan 50'],
    [10500, 'CNY', '一百零五元', '105 yuan'],
    [3855, 'CNY', '三十八元五角五分', '38 yuan 55'],
    [3805, 'CNY', '三十八元零五分', '38 yuan and 5 fen'],
    [200, 'CNY', '两元', '2 yuan'],
    [222, 'CNY', '两元二角二分', '2 yuan 22'],
    [220, 'CNY', '两元二角', '2 yuan 20'],
    [100, 'CNY', '一元', '1 yuan'],
    [50, 'CNY', '五角', '50 fen'],
    [22, 'CNY', '两角二分', '22 fen'],
    [2, 'CNY', '两分', '2 fen'],
    [0, 'CNY', '零元', '0 yuan'],
    [10_000_000_000, 'CNY', '一亿元', '100,000,000 yuan'],
    [1200, 'JPY', '一千二百日元', '1,200 yen'],
    [2, 'JPY', '两日元', '2 yen'],
    [1, 'JPY', '一日元', '1 yen'],
    [1250, 'HKD', '十二点五港元', '12 Hong Kong dollars 50'],
    [250, 'USD', '二点五美元', '2 dollars 50'],
    [200, 'USD', '两美元', '2 dollars'],
    [101, 'USD', '一点零一美元', '1 dollar and 1 cent'],
    [5, 'USD', '零点零五美元', '5 cents'],
    [1, 'GBP', '零点零一英镑', '1 penny'],
    [1205, 'GBP', '十二点零五英镑', '12 pounds and 5 pence'],
    [100, 'EUR', '一欧元', '1 euro'],
    [1000, 'TWD', '十台币', '10 Taiwan dollars'],
    [1000, 'SGD', '十新加坡元', '10 Singapore dollars'],
    [1010, 'MOP', '十点一澳门元', '10 patacas 10'],
  ])('%i %s is %s, %s', (amount, currency, zh, en) => {
    expect(zhMoney(amount, currency)).toBe(zh)
    expect(enMoney(amount, currency)).toBe(en)
  })
})

describe('durations', () => {
  it.each([
    [0, '不到一分钟', 'less than a minute'],
    [1, '一分钟', 'one minute'],
    [2, '两分钟', 'two minutes'],
    [12, '十二分钟', 'twelve minutes'],
    [23, '二十三分钟', '23 minutes'],
    [59, '五十九分钟', '59 minutes'],
    [60, '一小时', 'one hour'],
    [65, '一小时零五分钟', 'one hour five minutes'],
    [122, '两小时零二分钟', 'two hours two minutes'],
    [135, '两小时十五分钟', 'two hours 15 minutes'],
    [1439, '二十三小时五十九分钟', '23 hours 59 minutes'],
    [1440, '一天', 'one day'],
    [2880, '两天', 'two days'],
    [-5, '不到一分钟', 'less than a minute'],
    [Number.NaN, '不到一分钟', 'less than a minute'],
  ])('%d minutes are %s, %s', (minutes, zh, en) => {
    expect(zhDuration(minutes)).toBe(zh)
    expect(enDuration(minutes)).toBe(en)
  })

  it.each([
    [0, 59_999, 0],
    [0, 60_000, 1],
    [60_000, 0, 0],
    [0, 1_439_999, 23],
  ])('from %i to %i ms are %i whole minutes; never fewer than none', (since, now, minutes) => {
    expect(minutesBetween(since, now)).toBe(minutes)
  })
})

describe('order numbers called out', () => {
  it.each([
    ['0179', '零幺七九', 'zero one seven nine'],
    ['A1B2', 'A 幺 B 二', 'A, one B, two'],
    ['1ABC', '幺 A B C', 'one A, B, C'],
    ['', '', ''],
  ])('%s is %s, %s', (tail, zh, en) => {
    expect(zhTail([...tail])).toBe(zh)
    expect(enTail([...tail])).toBe(en)
  })
})

it.each([
  [0, 'no orders'],
  [1, 'one order'],
  [2, 'two orders'],
  [1234, '1,234 orders'],
])('English counts %i as %s', (n, words) => {
  expect(enCount(n, 'order')).toBe(words)
})
