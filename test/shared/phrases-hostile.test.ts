import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CURRENCIES } from '../../shared/money.ts'
import { phrasesFor } from '../../shared/phrases/index.ts'
import type { Phrases } from '../../shared/phrases/phrases.ts'
import { espeakPace, naturalPace } from '../../shared/phrases/reading/pace.ts'
import { espeakReads, lettersRead } from '../../shared/phrases/reading/readable.ts'
import { MAX_SPOKEN } from '../../shared/phrases/sentence.ts'
import type { FrameOrder, OrderSummary } from '../../shared/reminder.ts'
import { codePointLength, speakable } from '../../shared/text.ts'

const attacks = [
  '[[rset 0]]',
  '<speak><break time="60s"/></speak>',
  '") (system "reboot") ("',
  '-o/tmp/x',
  '&amp;|`id`$(id)\\',
  '\u202E\u200D\u001b[2J\u0007',
  '不要'.repeat(3_000),
  '过敏',
  'no nuts ',
  '🙏',
  'h\u0316\u0317\u0318\u0319\u031A\u031B',
  '，。！',
  '1/2',
  '三',
  'A',
]
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.constantFrom(...attacks), { maxLength: 8 }).map((parts) => parts.join('')),
)
const count = fc.oneof(fc.constantFrom(1, 2, 12, 13), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }))
const time = fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.integer())

/** Where a text mentions the customer's phone number, and how it is written there. */
const WAYS = {
  '{bare}': (digits: string) => digits,
  '{spaced}': (digits: string) => [...digits].join(' '),
  '{dashed}': (digits: string) => digits.replace(/\d{3,4}(?=\d)/g, '$& - '),
  '{shouted}': (digits: string) => digits.replace(/\d{3,4}(?=\d)/g, '$&!'),
  '{wide}': (digits: string) => digits.replace(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d))),
  '{read}': (digits: string) => digits.replace(/\d/g, (d) => '〇幺二三四五六七八九'.charAt(Number(d))),
}
const way = fc.constantFrom(...(Object.keys(WAYS) as (keyof typeof WAYS)[]))
const withPhone = fc.oneof(
  hostile,
  fc.tuple(hostile, way, hostile).map((parts) => parts.join(' ')),
)

function mention(digits: string, text: string): string {
  return Object.entries(WAYS).reduce((whole, [mark, write]) => whole.replaceAll(mark, write(digits)), text)
}

const code = fc.oneof(hostile, fc.constantFrom('THB', 'IDR', 'XBT', 'constructor', '', 'parcel_locker'))
const template: fc.Arbitrary<FrameOrder> = fc.record(
  {
    number: hostile,
    amountMinor: fc.integer({ min: 0, max: 10_000_000_000 }),
    currency: fc.oneof(fc.constantFrom(...Object.keys(CURRENCIES)), code),
    fulfilment: fc.oneof(fc.constantFrom('delivery', 'pickup', 'dine_in'), code),
    items: fc.array(
      fc.record({ name: withPhone, quantity: count, note: withPhone }, { requiredKeys: ['name', 'quantity'] }),
      { maxLength: 6 },
    ),
    warnings: fc.array(fc.record({ text: withPhone, item: withPhone }, { requiredKeys: ['text'] }), { maxLength: 6 }),
    moreItems: fc.oneof(fc.constant(0), count),
    remark: withPhone,
    createdAt: time,
    paidAt: time,
    urges: fc.oneof(fc.constant(0), count),
  },
  { requiredKeys: ['number', 'currency', 'fulfilment', 'items', 'moreItems', 'urges'] },
)
const phone = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 13 }).map((digits) => digits.join(''))

function orderOf(plan: FrameOrder, digits: string): FrameOrder {
  const { remark, items, warnings, ...rest } = plan
  return {
    ...rest,
    ...(warnings === undefined
      ? {}
      : {
          warnings: warnings.map(({ text, item }) => ({
            text: mention(digits, text),
            ...(item && { item: mention(digits, item) }),
          })),
        }),
    ...(remark === undefined ? {} : { remark: mention(digits, remark) }),
    items: items.map((item) => ({
      ...item,
      name: mention(digits, item.name),
      ...(item.note === undefined ? {} : { note: mention(digits, item.note) }),
    })),
    customer: { name: 'Zebulon', phone: `+86 ${digits}`, address: 'Xanadu' },
  }
}

const alert = fc.record({
  type: fc.constantFrom(1, 2, 3, 4, 0, -1),
  content: withPhone,
  n: fc.integer({ min: 1, max: 3 }),
  level: fc.constantFrom(1 as const, 2 as const, 3 as const),
})

function expectHarmless(spoken: string): void {
  expect(spoken).not.toBe('')
  expect(codePointLength(spoken)).toBeLessThanOrEqual(MAX_SPOKEN)
  expect(speakable(spoken, MAX_SPOKEN)).toBe(spoken)
  expect(spoken).not.toMatch(/[\p{C}\p{S}[\]<>&|\\"'`’“”{}()*_^~#@$=+-]|undefined|NaN|\[object/u)
}

/** A sentence's digits, whatever stands between them, in whatever script they are. */
function digitsIn(spoken: string): string {
  const plain = spoken.replace(/[〇零一二三四五六七八九幺]/g, (c) =>
    String('零一二三四五六七八九'.indexOf({ 幺: '一', 〇: '零' }[c] ?? c)),
  )
  return plain.replace(/[^\p{L}\d]/gu, '')
}

describe.each([
  ['zh-CN', phrasesFor('zh-CN')],
  ['en', phrasesFor('en')],
] as [string, Phrases][])('%s, whatever an order contains', (_, phrases) => {
  it('a reminder is one short sentence without markup, and never the customer’s name, phone or address', () => {
    fc.assert(
      fc.property(alert, template, phone, time, fc.boolean(), (what, plan, digits, now, unaccepted) => {
        const content = mention(digits, what.content)
        const spoken = phrases.reminder({ ...what, content, order: orderOf(plan, digits) }, now, { unaccepted })
        expectHarmless(spoken)
        expect(digitsIn(spoken)).not.toContain(digits)
        expect(spoken).not.toMatch(/Zebulon|Xanadu/)
      }),
      { numRuns: 500 },
    )
  })

  it('takes twelve seconds at most, by the pace of each voice at each speed', () => {
    const voices = [
      { reads: espeakReads, pace: espeakPace },
      { reads: lettersRead, pace: naturalPace },
      { reads: espeakReads, pace: (text: string) => espeakPace(text) / 0.7 },
    ]
    fc.assert(
      fc.property(alert, template, phone, time, fc.constantFrom(...voices), (what, plan, digits, now, voice) => {
        const spoken = phrases.reminder({ ...what, order: orderOf(plan, digits) }, now, { voice })
        expect([spoken, voice.pace(spoken) <= 12]).toEqual([spoken, true])
      }),
      { numRuns: 60 },
    )
  })

  it('the customer’s own number is private even if it is an extension', () => {
    for (const own of ['8123', '81-234', '110 220']) {
      const order: OrderSummary = {
        number: 'x',
        amountMinor: 1,
        currency: 'CNY',
        fulfilment: 'pickup',
        items: [{ name: `面 ${own}`, quantity: 1, note: own }],
        moreItems: 0,
        remark: `打${own}`,
        customer: { phone: own },
        createdAt: 0,
        urges: 0,
      }
      expect(phrases.reminder({ type: 1, n: 1, level: 1, order }, 0)).not.toMatch(/8 ?1|11/)
    }
  })

  it('an answer from elsewhere is harmless too', () => {
    const kind = fc.constantFrom('device', 'customer', 'operator', 'system', 'other')
    const state = fc.constantFrom('acknowledged', 'cancelled', 'expired', 'closed')
    fc.assert(
      fc.property(hostile, kind, hostile, state, (number, by, name, state) => {
        expectHarmless(phrases.answeredElsewhere(number, { kind: by, name }, state))
      }),
    )
  })

  it('counts and durations that are none do not throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer()), (n) => {
        expectHarmless(phrases.waiting({ newOrders: n, urges: n, cancels: n, missed: n, others: n }))
        expectHarmless(phrases.offline(n))
        expectHarmless(phrases.backOnline(n))
        expectHarmless(phrases.stillOnline(n))
      }),
    )
  })

  it('every fixed sentence is harmless', () => {
    for (const spoken of [
      phrases.offline(),
      phrases.soundCheck(),
      phrases.unpaired(),
      phrases.revoked(),
      phrases.tooOld(),
      phrases.notHeard(),
    ])
      expectHarmless(spoken)
  })
})
