import { describe, expect, it } from 'vitest'
import { phrasesFor } from '../../shared/phrases/index.ts'
import type { SpokenReminder } from '../../shared/phrases/phrases.ts'
import { espeakPace } from '../../shared/phrases/reading/pace.ts'
import { MAX_SPOKEN, sentence } from '../../shared/phrases/sentence.ts'
import type { OrderSummary } from '../../shared/reminder.ts'

const MINUTE = 60_000
const PAID_AT = 1_714_550_400_000
const zh = phrasesFor('zh-CN')
const en = phrasesFor('en')

function order(change: Partial<OrderSummary> = {}): OrderSummary {
  return {
    number: '20240501-0017',
    amountMinor: 3850,
    currency: 'CNY',
    fulfilment: 'delivery',
    items: [{ name: '宫保鸡丁', quantity: 2 }],
    moreItems: 0,
    createdAt: PAID_AT - MINUTE,
    paidAt: PAID_AT,
    urges: 0,
    ...change,
  }
}

function frame(change: Partial<SpokenReminder> = {}, orderChange: Partial<OrderSummary> = {}): SpokenReminder {
  return { type: 1, n: 1, level: 1, order: order(orderChange), ...change }
}

const newOrder = (change: Partial<OrderSummary>, locale = zh) => locale.reminder(frame({}, change), PAID_AT)

describe('a new order, announced first', () => {
  it.each([
    ['delivery', '外卖零零幺七，两份宫保鸡丁'],
    ['pickup', '自取零零幺七，两份宫保鸡丁'],
    ['dine_in', '堂食零零幺七，两份宫保鸡丁'],
  ] as const)('%s is named in Chinese', (fulfilment, expected) => {
    expect(newOrder({ fulfilment })).toBe(expected)
  })

  it.each([
    ['delivery', 'Delivery zero zero one seven, two Kung Pao'],
    ['pickup', 'Pickup zero zero one seven, two Kung Pao'],
    ['dine_in', 'Dine in zero zero one seven, two Kung Pao'],
  ] as const)('%s is named in English', (fulfilment, expected) => {
    expect(newOrder({ fulfilment, items: [{ name: 'Kung Pao', quantity: 2 }] }, en)).toBe(expected)
  })

  it('tells the remark before the dishes', () => {
    expect(newOrder({ remark: '多给餐具' })).toBe('外卖零零幺七，多给餐具，两份宫保鸡丁')
  })

  it.each([
    '我花生过敏',
    '忌口：香菜',
    '不要葱',
    '不吃蒜',
    '别放辣',
    '清真',
    'Peanut ALLERGY!',
    'no onions',
    'don’t add nuts',
  ])('introduces %j as a warning', (remark) => {
    expect(newOrder({ remark })).toContain('注意')
    expect(newOrder({ remark }, en)).toContain('Attention: ')
  })

  it.each(['多给餐具', '忌廉汤多一点', 'notify me', 'nothing', 'another spoon'])(
    'introduces %j as a remark',
    (remark) => {
      expect(newOrder({ remark })).not.toContain('注意')
      expect(newOrder({ remark }, en)).not.toContain('Attention')
    },
  )

  it('finds an allergy wherever it stands in a long remark', () => {
    const remark = `${'这家店很好吃，'.repeat(60)}我对海鲜过敏，谢谢`
    expect(newOrder({ remark })).toBe('零零幺七，注意我对海鲜过敏，谢谢，两份宫保鸡丁，详见屏幕')
  })

  it('tells the warnings of the frame that stand nowhere else in the sentence before every remark, each with its dish', () => {
    const warnings = [{ text: '对花生过敏' }, { text: '不要葱', item: '汤' }]
    expect(newOrder({ remark: '多给餐具', warnings })).toBe(
      '零零幺七，注意对花生过敏，汤不要葱，多给餐具，两份宫保鸡丁',
    )
    expect(newOrder({ remark: '多给餐具', warnings }, en)).toContain(
      ', Attention: 对花生过敏, 汤: 不要葱, 多给餐具, two 宫保鸡丁',
    )
  })

  it('tells no warning twice', () => {
    const warnings = [{ text: '对花生过敏' }, { text: '不要葱', item: '宫保鸡丁' }]
    const items = [{ name: '宫保鸡丁', quantity: 2, note: '不要葱' }]
    expect(newOrder({ remark: '对花生过敏，谢谢', items, warnings })).toBe(
      '零零幺七，注意对花生过敏，谢谢，两份宫保鸡丁，注意：不要葱',
    )
  })

  it('tells a warning of a dish that is not named, and drops dishes before it', () => {
    const items = [1, 2, 3, 4].map((n) => ({
      name: `第${'龙'.repeat(20)}`,
      quantity: 9_999,
      note: `不要葱${'葱'.repeat(n)}`,
    }))
    const spoken = newOrder({ items: items.slice(2), remark: '好'.repeat(60) })
    for (const { note } of items.slice(2)) expect(spoken).toContain(note)
    expect(newOrder({ items, remark: '好'.repeat(60) })).toMatch(
      /注意第龙{5,}不要葱{2,}，第龙.*，还有忌口，四样，详见屏幕$/,
    )
  })

  it('says that there are warnings rather than nothing, when there is time for none of them', () => {
    const voice = { reads: () => true, pace: (text: string) => text.length }
    const items = ['宫保鸡丁', '鱼香肉丝', '麻婆豆腐'].map((name) => ({ name, quantity: 9_999 }))
    const spoken = zh.reminder(frame({}, { remark: '不要葱', items }), PAID_AT, { voice })
    expect(spoken).toMatch(/，有忌口，详见屏幕$/)
  })

  it('marks a dish whose options warn', () => {
    const items = [{ name: '宫保鸡丁（免花生）', quantity: 2 }]
    expect(newOrder({ items })).toContain('注意两份宫保鸡丁 免花生')
  })

  it('tells the gravest of the warnings of a remark, wherever the others made it begin', () => {
    const remark = `不要香菜，${'谢谢老板，'.repeat(20)}对花生过敏`
    expect(newOrder({ remark })).toContain('，注意对花生过敏，不要香菜，')
  })

  it('leaves a warning in pictures to the screen, and says so', () => {
    expect(newOrder({ remark: '谢谢 ❌🥜' })).toMatch(/注意谢谢，.*，详见屏幕$/)
    expect(newOrder({ warnings: [{ text: '❌🥜' }] })).toMatch(/，有忌口，.*，详见屏幕$/)
    expect(newOrder({ warnings: [{ text: '不要葱' }], moreWarnings: 2 })).toMatch(/，详见屏幕$/)
  })

  it.each(['花生敏感', '去葱', '免辣', '走葱', '不碰海鲜', "can't eat eggs", 'halal', '孕妇', '🥜❌ 谢谢'])(
    'introduces %j as a warning too',
    (remark) => {
      expect(newOrder({ remark })).toContain('注意')
    },
  )

  it.each(['过敏：无', '不要餐具', "don't knock", '别打电话', 'no cutlery', 'does it contain nuts?'])(
    'introduces %j as a remark too',
    (remark) => {
      expect(newOrder({ remark })).not.toContain('注意')
    },
  )

  it('says that more is on the screen when a remark is cut, here or by the server', () => {
    expect(newOrder({ remark: '好'.repeat(61) })).toMatch(/，好{20,60}，两份宫.*，详见屏幕$/)
    expect(newOrder({ remark: '好'.repeat(20) })).not.toContain('详见屏幕')
    expect(newOrder({ remark: '多放醋，…' })).toContain('详见屏幕')
    expect(newOrder({ remark: 'x'.repeat(61) }, en)).toMatch(/, see the screen$/)
  })

  it('tells three dishes and counts the rest', () => {
    const items = ['米饭', '可乐', '鱼', '汤'].map((name) => ({ name, quantity: 1 }))
    expect(newOrder({ items, moreItems: 1 })).toContain('，米饭，可乐，鱼，等五样')
    expect(newOrder({ items, moreItems: 1 }, en)).toContain(', 米饭, 可乐, 鱼, five items in all')
  })

  it('tells a short note, leaves a long one to the screen, and tells a warning first whatever its length', () => {
    const items = [
      { name: '面', quantity: 1, note: '微辣' },
      { name: '饭', quantity: 1, note: '请'.repeat(25) },
      { name: '茶', quantity: 1 },
      { name: '饼', quantity: 12, note: `${'请'.repeat(40)}，不要芝麻` },
    ]
    expect(newOrder({ items })).toContain('，十二份饼，注意：不要芝麻，面，微辣，饭，等四样，详见屏幕')
  })

  it.each([
    [1, 'one 7 Up'],
    [12, 'twelve 7 Up'],
    [13, '13 times 7 Up'],
  ])('keeps a quantity of %i apart from a name that begins with a digit', (quantity, expected) => {
    expect(newOrder({ items: [{ name: '7-Up', quantity }] }, en)).toContain(`, ${expected}`)
  })

  it('names a dish that has no speakable name', () => {
    expect(newOrder({ items: [{ name: '🍔🍟', quantity: 2 }] })).toContain('，两份商品，详见屏幕')
    expect(newOrder({ items: [{ name: '🍔🍟', quantity: 2 }] }, en)).toContain(', two items, see the screen')
  })

  it('tells how long it has waited when the device was away', () => {
    expect(zh.reminder(frame(), PAID_AT + 20 * MINUTE)).toContain('，已等待二十分钟，')
    expect(zh.reminder(frame(), PAID_AT + MINUTE - 1)).not.toContain('已等待')
    expect(en.reminder(frame(), PAID_AT + 20 * MINUTE)).toContain(', waiting for 20 minutes, ')
  })

  it.each([
    ['有号-𝟏𝟐', '外卖幺二'],
    ['a1', '外卖A 幺'],
  ])('calls out the order number %j as %s', (number, expected) => {
    expect(newOrder({ number })).toContain(`${expected}，`)
  })

  it('leaves out an order number that cannot be called out', () => {
    expect(newOrder({ number: '🙏' })).toBe('新外卖单，两份宫保鸡丁，共三十八元五角')
  })

  it('drops total, dishes and the end of the remark, in this order, until it takes twelve seconds at most', () => {
    const remark = `不要葱${'香'.repeat(100)}`
    const items = [1, 2, 3].map(() => ({ name: '龙'.repeat(40), quantity: 9_999, note: '辣'.repeat(20) }))
    const spoken = newOrder({ items, remark, amountMinor: 9_999_999_999 })
    expect(spoken).toMatch(/^零零幺七，注意不要葱香{12,}，三样，详见屏幕$/)
    expect(espeakPace(spoken)).toBeLessThanOrEqual(12)
  })
})

describe('a new order, announced again', () => {
  it.each([
    [2, 1, 2, '零零幺七，两分钟未接单'],
    [9, 3, 65, '零零幺七，一小时，请尽快接单'],
  ] as const)('n %i, level %i, after %i min', (n, level, minutes, expected) => {
    expect(zh.reminder(frame({ n, level }, { remark: '不要葱' }), PAID_AT + minutes * MINUTE)).toBe(expected)
  })

  it('in English', () => {
    expect(en.reminder(frame({ n: 2 }), PAID_AT + 2 * MINUTE)).toBe(
      'Order zero zero one seven, two minutes, not accepted',
    )
    expect(en.reminder(frame({ n: 2, level: 3 }, { number: '' }), PAID_AT)).toBe(
      'An order, less than a minute, please accept now',
    )
  })

  it('counts from the order’s creation when nobody knows when it was paid', () => {
    const { paidAt: _, ...unknown } = order()
    expect(zh.reminder({ ...frame({ n: 2 }), order: unknown }, PAID_AT)).toContain('一分钟未接单')
  })
})

describe('an urging customer', () => {
  const at = PAID_AT + 22 * MINUTE
  it.each([
    [1, 1, undefined, '客户催单，尾号零零幺七，已下单二十三分钟', 'ending zero zero one seven, ordered 23 minutes ago'],
    [1, 1, true, '客户催单，尾号零零幺七，已下单二十三分钟，仍未接单', 'ordered 23 minutes ago, still not accepted'],
    [2, 1, true, '客户催单，第二次，尾号零零幺七，已下单二十三分钟，仍未接单', 'asking, two times by now, ending'],
    [2, 2, false, '催单零零幺七，请尽快处理', 'ending zero zero one seven, please hurry'],
  ])('urged %i times, announced %i times, unaccepted %s', (urges, n, unaccepted, expected, inEnglish) => {
    const known = unaccepted === undefined ? {} : { unaccepted }
    expect(zh.reminder(frame({ type: 2, n }, { urges }), at, known)).toBe(expected)
    expect(en.reminder(frame({ type: 2, n }, { urges }), at, known)).toContain(inEnglish)
  })
})

it('a cancelled order says what to do', () => {
  expect(zh.reminder(frame({ type: 3 }), PAID_AT)).toBe('订单取消，尾号零零幺七，请停止制作')
  expect(en.reminder(frame({ type: 3, n: 2 }), PAID_AT)).toBe(
    'Order cancelled, ending zero zero one seven, please stop preparing it',
  )
})

describe('a missed order', () => {
  it.each([
    [
      12 * 60 + 2,
      '漏单，尾号零零幺七，外卖订单十二小时没有人接，请马上联系顾客',
      'nobody has accepted it for twelve hours',
    ],
    [59, '漏单，尾号零零幺七，外卖订单五十九分钟没有人接，请马上联系顾客', 'nobody has accepted it for 59 minutes'],
    [50 * 60, '漏单，尾号零零幺七，外卖订单两天没有人接，请马上联系顾客', 'nobody has accepted it for two days'],
  ])('after %i min says how long, and what to do now', (minutes, expected, inEnglish) => {
    const at = PAID_AT + minutes * MINUTE
    for (const n of [1, 2]) expect(zh.reminder(frame({ type: 4, n, level: 3 }), at)).toBe(expected)
    expect(en.reminder(frame({ type: 4 }), at)).toBe(
      `Missed delivery order, ending zero zero one seven, ${inEnglish}, please call the customer now`,
    )
  })

  it('without its number, its times and its fulfilment is told all the same', () => {
    const bare = { number: '', currency: '', fulfilment: '', items: [], moreItems: 0, urges: 0 }
    expect(zh.reminder({ ...frame({ type: 4 }), order: bare }, PAID_AT)).toBe('漏单，订单没有人接，请马上联系顾客')
    expect(en.reminder({ ...frame({ type: 4 }), order: bare }, PAID_AT)).toBe(
      'Missed order, nobody has accepted it, please call the customer now',
    )
  })
})

describe('an order that a late payment revived', () => {
  it('says so in its first announcement, before the dishes', () => {
    expect(newOrder({ revived: true })).toBe('零零幺七，付款晚了，订单已恢复，两份宫保鸡丁')
    expect(newOrder({ revived: true }, en)).toContain(' zero zero one seven, paid late, order restored, two ')
  })

  it('says so however long its remark and its dishes are (I20)', () => {
    const items = [1, 2, 3].map(() => ({ name: '龙'.repeat(40), quantity: 9_999, note: '辣'.repeat(20) }))
    const spoken = newOrder({ revived: true, items, remark: `不要葱${'香'.repeat(100)}` })
    expect(spoken).toContain('订单已恢复')
    expect(spoken).toMatch(/注意不要葱香{8,}，三样，详见屏幕$/)
  })
})

it.each([
  ['whole', 3850, '订单已在支付平台全额退款，尾号零零幺七，请核对', 'Order fully refunded, ending zero zero one seven'],
  ['part', 1000, '订单在支付平台部分退款，尾号零零幺七，已退十元，请核对', '10 yuan went back, please check'],
  [
    'part',
    undefined,
    '订单在支付平台部分退款，尾号零零幺七，请核对',
    'Order partly refunded, ending zero zero one seven',
  ],
  ['unknown', undefined, '订单在支付平台有退款，尾号零零幺七，金额不明，请核对', 'amount unknown, please check'],
] as const)('a refund at the provider (%s, %s) is no cancellation', (state, amountMinor, expected, inEnglish) => {
  const refunded = frame({ type: 3 }, { refund: { state, ...(amountMinor !== undefined && { amountMinor }) } })
  expect(zh.reminder(refunded, PAID_AT)).toBe(expected)
  expect(en.reminder(refunded, PAID_AT)).toContain(inEnglish)
})

it('refunds are counted beside cancellations', () => {
  const counts = { newOrders: 0, urges: 0, cancels: 1, refunds: 2, others: 0 }
  expect(zh.waiting(counts)).toBe('一个订单取消，两个平台退款')
  expect(en.waiting(counts)).toBe('one order cancelled, two refunds at the provider')
})

describe('sentences about the device', () => {
  it.each([
    [3, 0, 0, 0, 0, '共三单未接', 'three orders not accepted'],
    [0, 2, 0, 0, 0, '两个客户催单', 'two customers asking'],
    [0, 0, 0, 12, 0, '十二个漏单', 'twelve missed orders'],
    [
      1,
      1,
      1,
      1,
      2,
      '一个漏单，共一单未接，一个客户催单，一个订单取消，两个其他提醒',
      'one missed order, one order not accepted, one customer asking, one order cancelled, two other reminders',
    ],
    [0, 0, 0, 0, 0, '没有新提醒', 'No new reminders'],
  ])(
    '%i new orders, %i urges, %i cancels, %i missed and %i others wait',
    (newOrders, urges, cancels, missed, others, expected, inEnglish) => {
      expect(zh.waiting({ newOrders, urges, cancels, missed, others })).toBe(expected)
      expect(en.waiting({ newOrders, urges, cancels, missed, others })).toBe(inEnglish)
    },
  )

  it.each([
    [
      undefined,
      '网络已断开，收不到新订单，请检查网络',
      'Connection lost, new orders cannot arrive, please check the network',
    ],
    [
      5,
      '网络已断开五分钟，收不到新订单，请检查网络',
      'Connection lost for five minutes, new orders cannot arrive, please check the network',
    ],
  ])('offline for %s minutes', (minutes, expected, inEnglish) => {
    expect(zh.offline(minutes)).toBe(expected)
    expect(en.offline(minutes)).toBe(inEnglish)
  })

  it.each([
    [0, '网络已恢复，没有漏掉订单', 'Connection restored, no order was missed'],
    [2, '网络已恢复，有两个提醒等待处理', 'Connection restored, two reminders waiting'],
  ])('back online, %i missed', (missed, expected, inEnglish) => {
    expect(zh.backOnline(missed)).toBe(expected)
    expect(en.backOnline(missed)).toBe(inEnglish)
  })

  it.each([
    [0, '仍在线，今天还没有订单', 'Still online, no orders today'],
    [1, '仍在线，今天一单', 'Still online, one order today'],
    [2, '仍在线，今天两单', 'Still online, two orders today'],
    [12, '仍在线，今天十二单', 'Still online, twelve orders today'],
    [105, '仍在线，今天一百零五单', 'Still online, 105 orders today'],
  ])('still online, %i orders', (orders, expected, inEnglish) => {
    expect(zh.stillOnline(orders)).toBe(expected)
    expect(en.stillOnline(orders)).toBe(inEnglish)
  })

  it.each([
    [{ kind: 'device', name: '厨房平板' }, 'acknowledged', '已由厨房平板处理', 'answered by 厨房平板'],
    [{ kind: 'device', name: '13812345678' }, 'acknowledged', '已由其他设备处理', 'answered by another device'],
    [{ kind: 'operator' }, 'acknowledged', '已由管理员处理', 'answered by the operator'],
    [{ kind: 'customer' }, 'cancelled', '客户已取消', 'cancelled by the customer'],
    [{ kind: 'system' }, 'cancelled', '已不用处理', 'nothing left to do'],
    [{ kind: 'system' }, 'expired', '无人应答，提醒已过期', 'nobody answered, the reminder has expired'],
  ] as const)('closed by %j as %s', (by, state, expected, inEnglish) => {
    expect(zh.answeredElsewhere('x-0017', by, state)).toBe(`尾号零零幺七，${expected}`)
    expect(en.answeredElsewhere('x-0017', by, state)).toBe(`Order ending zero zero one seven, ${inEnglish}`)
  })

  it('closed, of an order whose number cannot be called out', () => {
    expect(zh.answeredElsewhere('', { kind: 'system' }, 'cancelled')).toBe('订单提醒，已不用处理')
    expect(en.answeredElsewhere('', { kind: 'system' }, 'cancelled')).toBe('Order reminder, nothing left to do')
  })
})

describe('sentence', () => {
  const long = 'a'.repeat(MAX_SPOKEN + 1)
  it.each([
    ['takes the first candidate that fits', [['a'.repeat(7)], ['b', '', 'c'], ['d']], 'b, c'],
    ['cuts the last if none does', [[long], ['b', long]], `b, ${'a'.repeat(MAX_SPOKEN - 3)}`],
    ['lets nothing through that is not speakable', [['b', '[[x]]']], 'b, x'],
    ['says nothing of nothing', [], ''],
  ])('%s', (_, candidates, expected) => {
    expect(sentence(', ', candidates, (text) => text.length <= 6)).toBe(expected)
  })
})
