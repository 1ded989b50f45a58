import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import { espeakPace, naturalPace } from '../../../shared/phrases/reading/pace.ts'
import { espeakReads } from '../../../shared/phrases/reading/readable.ts'
import type { FrameOrder, Level, OrderWarning } from '../../../shared/reminder.ts'

const MINUTE = 60_000
const PAID = Date.UTC(2026, 10, 26, 4)
const LANGUAGES = ['zh-CN', 'en'] as const
/** Each at its normal speed, and at the slowest of the settings. */
const VOICES = [espeakPace, naturalPace].flatMap((pace) =>
  [1, 0.5].map((rate) => ({ reads: espeakReads, pace: (text: string) => pace(text) / rate })),
)

const number = fc.oneof(
  fc.constantFrom('20261126-0042', '42', 'A1B2C3D4E5F6G7H8', 'X1B2C3D4E5F6G7H8', '', '9000000000000042'),
  fc.string({ maxLength: 24 }),
)
const FOODS = ['花生', '虾', '香菜', '牛奶', '芒果', '鸡蛋', 'peanuts', 'shellfish']
const warningText = fc
  .tuple(fc.constantFrom('对', '不要', '', 'no '), fc.constantFrom(...FOODS), fc.constantFrom('', '过敏', ' allergy'))
  .map((parts) => parts.join(''))
const longText = fc.tuple(warningText, fc.integer({ min: 0, max: 54 })).map(([text, n]) => `${text}${'啊'.repeat(n)}`)
const name = fc.constantFrom('宫保鸡丁', '鱼香肉丝', '米饭', '汤', 'Kung pao chicken', '龙'.repeat(60))
const warnings: fc.Arbitrary<OrderWarning[]> = fc.array(
  fc.record({ text: fc.oneof(warningText, longText), item: name }, { requiredKeys: ['text'] }),
  { maxLength: 6 },
)
const order: fc.Arbitrary<FrameOrder> = fc.record(
  {
    number,
    amountMinor: fc.integer({ min: 0, max: 10_000_000_000 }),
    currency: fc.constantFrom('CNY', 'THB', ''),
    fulfilment: fc.constantFrom('delivery', 'pickup', 'ghost_kitchen', '幽灵厨房配送到家服务超级快递员专送订单类型'),
    items: fc.array(
      fc.record(
        { name, quantity: fc.integer({ min: 1, max: 9_999 }), note: longText },
        { requiredKeys: ['name', 'quantity'] },
      ),
      { maxLength: 5 },
    ),
    moreItems: fc.integer({ min: 0, max: 180 }),
    warnings,
    remark: fc.oneof(longText, fc.constantFrom('多给餐具', '好'.repeat(300))),
    paidAt: fc.constant(PAID),
    revived: fc.boolean(),
    urges: fc.integer({ min: 0, max: 200 }),
  },
  { requiredKeys: ['number', 'currency', 'fulfilment', 'items', 'moreItems', 'urges'] },
)
const voice = fc.constantFrom(...VOICES)
/** The voices at their normal speed. */
const normal = fc.constantFrom(...VOICES.filter((_, at) => at % 2 === 0))
const level = fc.constantFrom<Level>(1, 2, 3)
const minutes = fc.constantFrom(0, 3, 61, 725, 4_000)

describe.each(LANGUAGES)('whatever comes together, in %s', (locale) => {
  const phrases = phrasesFor(locale)

  it('every sentence about one order takes twelve seconds at most', () => {
    const facts = fc.record({
      type: fc.constantFrom(1, 2, 3, 4, 9),
      n: fc.integer({ min: 1, max: 3 }),
      level,
      order,
      unsure: fc.constant(true as const),
      content: longText,
    })
    fc.assert(
      fc.property(facts, voice, minutes, fc.boolean(), fc.boolean(), (frame, voice, age, told, unaccepted) => {
        const openNumbers = [frame.order.number, 'Y1B2C3D4E5F6G7H8', '8000000000000042', '20261127-0042']
        for (const text of phrases.tell(frame, PAID + age * MINUTE, { voice, told, unaccepted, openNumbers }))
          expect([text, voice.pace(text) <= 12]).toEqual([text, true])
      }),
      { numRuns: 150 },
    )
  }, 400_000)

  it('every sentence about several takes twelve seconds at most', () => {
    const many = fc.integer({ min: 0, max: 300 })
    const counts = fc.record({
      newOrders: many,
      urges: many,
      cancels: many,
      missed: many,
      refunds: many,
      others: many,
      oldestMinutes: minutes,
      level,
      cancelled: fc.array(order, { maxLength: 4 }),
      warned: fc.array(order, { maxLength: 4 }),
    })
    fc.assert(
      fc.property(counts, voice, (counts, voice) => {
        const openNumbers = ['Y1B2C3D4E5F6G7H8', '8000000000000042', '20261127-0042']
        for (const text of phrases.tellWaiting(counts, { voice, openNumbers }))
          expect([text, voice.pace(text) <= 12]).toEqual([text, true])
      }),
      { numRuns: 150 },
    )
  }, 400_000)

  it('no warning is lost, of one order nor of several', () => {
    const short = fc.array(fc.record({ text: warningText, item: name }, { requiredKeys: ['text'] }), { maxLength: 6 })
    const frame: FrameOrder = {
      ...{ number: '0042', amountMinor: 1, currency: 'CNY', fulfilment: 'delivery' },
      ...{ items: [{ name: '宫保鸡丁', quantity: 2 }], moreItems: 0, urges: 0, paidAt: PAID },
    }
    fc.assert(
      fc.property(short, normal, fc.boolean(), (warnings, voice, several) => {
        const warned = { ...frame, warnings }
        const counts = { newOrders: 4, urges: 0, cancels: 0, others: 0, level: 3 as const, warned: [warned, warned] }
        const said = several
          ? phrases.tellWaiting(counts, { voice })
          : phrases.tell({ type: 1, n: 1, level: 1, order: warned }, PAID, { voice })
        const heard = said.join(' ').replace(/\s/g, '')
        for (const { text } of warnings) expect(heard).toContain(text.replace(/\s/g, ''))
      }),
      { numRuns: 150 },
    )
  }, 400_000)
})

it('several orders: how many wait, the oldest’s age, what to do, and each warning with its number', () => {
  const counts = { newOrders: 4, urges: 0, cancels: 0, others: 0, oldestMinutes: 8, level: 3 as const }
  const warned = ['对花生过敏', '不要香菜，对虾过敏', '不要葱', '对牛奶过敏'].map(
    (remark, at): FrameOrder => ({
      ...{ number: `20261126-004${at}`, currency: 'CNY', fulfilment: 'delivery', items: [], moreItems: 0, urges: 0 },
      remark,
    }),
  )
  expect(phrasesFor('zh-CN').tellWaiting({ ...counts, warned })).toEqual([
    '共四单未接，最早八分钟，请尽快接单，零零四零，注意对花生过敏，零零四幺，注意对虾过敏',
    '零零四幺，注意不要香菜，零零四二，注意不要葱，零零四三，注意对牛奶过敏',
  ])
})
