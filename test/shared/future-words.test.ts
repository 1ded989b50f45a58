import { describe, expect, it } from 'vitest'
import { currencyDigits, formatMoney } from '../../shared/money.ts'
import { legalMove, type Move, mayOffer } from '../../shared/order.ts'
import { ownEntry } from '../../shared/own-entry.ts'
import { phrasesFor } from '../../shared/phrases/index.ts'
import type { SpokenReminder } from '../../shared/phrases/phrases.ts'
import type { FrameOrder } from '../../shared/reminder.ts'

const zh = phrasesFor('zh-CN')
const en = phrasesFor('en')
const order: FrameOrder = {
  ...{ number: 'A-0017', amountMinor: 12_050, currency: 'CNY', fulfilment: 'delivery' },
  ...{ items: [], moreItems: 0, createdAt: 0, paidAt: 0, urges: 0 },
}
const unknown = (over: Partial<SpokenReminder> = {}): SpokenReminder => ({ type: 7, n: 1, level: 3, order, ...over })
const both = (frame: SpokenReminder) => [zh.reminder(frame, 0), en.reminder(frame, 0)]

describe('a kind that nobody here knows is spoken', () => {
  it('with what the server wrote, and the order it is about', () => {
    expect(both(unknown({ content: '厨房打印机缺纸' }))).toEqual([
      '您有一条提醒，厨房打印机缺纸，尾号零零幺七',
      'You have a reminder, 厨房打印机缺纸, ending zero zero one seven',
    ])
  })

  it('with the tail alone where the content is the origin’s bare order number', () => {
    expect(both(unknown({ content: '订单号：A-0017' }))).toEqual([
      '您有一条提醒，尾号零零幺七',
      'You have a reminder, ending zero zero one seven',
    ])
  })

  it('announced again, as something that still waits', () => {
    expect(both(unknown({ n: 2, content: '缺纸' }))).toEqual([
      '有提醒仍未处理，缺纸，尾号零零幺七',
      'A reminder is still not answered, 缺纸, ending zero zero one seven',
    ])
  })

  it('with a look at the screen where there is nothing to say, or not all of it', () => {
    const bare = { ...order, number: '' }
    expect(both(unknown({ order: bare }))).toEqual(['您有一条提醒，详见屏幕', 'You have a reminder, see the screen'])
    expect(zh.reminder(unknown({ order: bare, content: `打13800000000，${'很'.repeat(90)}` }), 0)).toMatch(
      /^您有一条提醒，打，很+，详见屏幕$/,
    )
  })

  it('with a warning as a warning (I20)', () => {
    expect(zh.reminder(unknown({ content: '客人花生过敏' }), 0)).toContain('注意：客人花生过敏')
  })
})

describe('a new order with codes that nobody here knows is spoken', () => {
  it.each([
    ['parcel_locker', '新单零零幺七，parcel locker', 'Order zero zero one seven, parcel locker'],
    ['', '新', 'Order zero zero one seven'],
    ['constructor', '新单零零幺七，constructor', 'Order zero zero one seven, constructor'],
  ])('fulfilment %j', (fulfilment, chinese, english) => {
    const [spoken, inEnglish] = both({ ...unknown(), type: 1, order: { ...order, fulfilment } })
    expect([spoken?.startsWith(chinese), inEnglish?.startsWith(english)]).toEqual([true, true])
  })

  it.each([
    ['THB', '共一百二十点五 THB', 'Delivery zero zero one seven'],
    ['KWD', '共十二点零五 KWD', 'Delivery zero zero one seven'],
    ['IDR', '详见屏幕', 'see the screen'],
    ['XBT', '详见屏幕', 'see the screen'],
    ['', '详见屏幕', 'see the screen'],
  ])('currency %j', (currency, chinese, english) => {
    const [spoken, inEnglish] = both({ ...unknown(), type: 1, level: 1, order: { ...order, currency } })
    expect([spoken, inEnglish]).toEqual([expect.stringContaining(chinese), expect.stringContaining(english)])
    expect(spoken).not.toMatch(/undefined|NaN/)
  })

  it('and sends to the screen when a part of it could not be read', () => {
    expect(zh.reminder({ ...unknown(), type: 1, unsure: true }, 0)).toContain('详见屏幕')
    expect(zh.reminder({ ...unknown(), type: 1 }, 0)).not.toContain('详见屏幕')
  })

  it('or without its times and its amount', () => {
    const bare: FrameOrder = { number: '7', currency: '', fulfilment: '', items: [], moreItems: 0, urges: 2 }
    const spoken = [1, 2, 3].flatMap((type) => [1, 2].map((n) => zh.reminder({ type, n, level: 1, order: bare }, 1e12)))
    expect(spoken).toEqual([
      '新订单，尾号七，详见屏幕',
      '订单尾号七，仍未接单',
      '客户催单，第二次，尾号七',
      '催单七，请尽快处理',
      '订单取消，尾号七，请停止制作',
      '订单取消，尾号七，请停止制作',
    ])
  })
})

it.each([
  [{ kind: 'other', name: '老板' }, 'acknowledged', '尾号七，已由老板处理', 'Order ending seven, answered by 老板'],
  [{ kind: 'other' }, 'acknowledged', '尾号七，已由其他人处理', 'Order ending seven, answered by somebody else'],
  [{ kind: 'other', name: '老板' }, 'closed', '尾号七，已由老板关闭', 'Order ending seven, closed by 老板'],
  [{ kind: 'device' }, 'closed', '尾号七，已由其他设备关闭', 'Order ending seven, closed by another device'],
] as const)('an end by %j, %s, is told', (by, state, chinese, english) => {
  expect([zh.answeredElsewhere('7', by, state), en.answeredElsewhere('7', by, state)]).toEqual([chinese, english])
})

describe('money in a currency that nobody here knows', () => {
  it.each([
    [12_050, 'THB', 'THB 120.50', 'THB 120.50'],
    [1_200_500, 'KWD', 'KWD 1,200.500', 'KWD 1,200.500'],
    [12_050, 'XBT', 'XBT 12,050（最小单位）', 'XBT 12,050 (smallest units)'],
    [12_050, '', '12,050（最小单位）', '12,050 (smallest units)'],
    [5, 'constructor', 'constructor 5（最小单位）', 'constructor 5 (smallest units)'],
    [5, 'x\u202e\u0007y'.repeat(50), 'x yx yx yx… 5（最小单位）', 'x yx yx yx… 5 (smallest units)'],
  ])('%i %j is printed with its code', (amount, currency, chinese, english) => {
    const printed = ['zh-CN', 'en'].map((locale) => formatMoney(amount, currency, locale).replace('\u00a0', ' '))
    expect(printed).toEqual([chinese, english])
  })

  it('is in minor units where Intl follows custom and not ISO 4217: never a hundred times too much', () => {
    expect(['IDR', 'HUF'].map((currency) => currencyDigits(currency) ?? 2)).toEqual([2, 2])
    expect(['CNY', 'JPY', 'THB', 'KWD', 'toString'].map(currencyDigits)).toEqual([2, 0, 2, 3, undefined])
  })
})

describe('the moves that a client offers', () => {
  const MOVES: Move[] = ['pay', 'confirm', 'reject', 'dispatch', 'complete', 'cancel']

  it('are those of the table for every order that it knows', () => {
    for (const status of [1, 2, 3, 4, 5, 6] as const)
      for (const fulfilment of ['delivery', 'pickup', 'dine_in'] as const)
        for (const move of MOVES)
          expect(mayOffer({ status, fulfilment }, move)).toBe(
            legalMove({ status, fulfilment }, move, 'device') !== undefined,
          )
  })

  it('of an order fulfilled in a way that nobody here knows are those of any: a shop must not be stuck', () => {
    const offered = (status: number) => MOVES.filter((move) => mayOffer({ status, fulfilment: 'drone' }, move))
    expect([2, 3, 4, 7].map(offered)).toEqual([
      ['confirm', 'reject'],
      ['dispatch', 'complete', 'cancel'],
      ['complete', 'cancel'],
      [],
    ])
  })
})

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'b'])(
  '%j is no entry of a table that has none',
  (key) => {
    expect(ownEntry({ a: 1 }, key)).toBeUndefined()
    expect(ownEntry({ a: 1 }, 'a')).toBe(1)
  },
)
