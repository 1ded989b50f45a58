import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { summariseOrder } from '../../../shared/api/order-summary.ts'
import { createOrderSchema } from '../../../shared/api/orders.ts'

const WARNING = '对花生过敏'
/** Fillers without a warning: with pauses, without any, of Latin, and of what is cut and cleaned. */
const FILLERS = ['谢谢，', '好吃', 'very nice ', '🙏🏽', 'می‌خواهم ', '1️⃣,', '\u200b\n', 'W']

interface Place {
  where: 'remark' | 'note' | 'option'
  item: number
  /** 0: the beginning; 1: the end. */
  at: number
  filler: string
}

/**
 * An order of 200 dishes with one warning in one place, in a text as long as it may be; `full`: as are all the others,
 * which takes a while to read.
 */
function longestOrder(one: Place, full = false) {
  return { ...longestPlaced(one, full), currency: 'CNY' as const }
}

function longestPlaced({ where, item, at, filler }: Place, full: boolean) {
  const fill = (length: number) => whole(filler.repeat(Math.ceil(length / filler.length)).slice(0, length))
  const withWarning = (length: number) => {
    const before = Math.round((length - WARNING.length - 2) * at)
    return `${fill(before)},${WARNING},${fill(length - WARNING.length - 2 - before)}`
  }
  const items = Array.from({ length: 200 }, (_, i) => ({
    name: where === 'option' && i === item ? `菜${i}（${withWarning(190)}）` : `菜${i}${fill(full ? 190 : 20)}`,
    quantity: 1,
    note: where === 'note' && i === item ? withWarning(500) : fill(full ? 500 : 20),
  }))
  const remark = where === 'remark' ? withWarning(10_000) : fill(full ? 10_000 : 400)
  return createOrderSchema.parse({ storeId: 's', items, amountMinor: 1, remark })
}

/** Half of a surrogate pair is none. */
function whole(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, ' ')
}

const place = fc.record({
  where: fc.constantFrom('remark' as const, 'note' as const, 'option' as const),
  item: fc.integer({ min: 0, max: 199 }),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  filler: fc.constantFrom(...FILLERS),
})
const edges: [Place][] = (['remark', 'note', 'option'] as const).flatMap((where) =>
  [0, 19, 20, 199].flatMap((item) => [0, 0.03, 0.5, 1].map((at): [Place] => [{ where, item, at, filler: '好吃' }])),
)

describe('the warning of the longest legal order', () => {
  it('is in the frame, in front of everything that is cut, wherever it stands', () => {
    fc.assert(
      fc.property(place, (one) => {
        const summary = summariseOrder({ ...longestOrder(one), number: '1' })
        expect(summary.warnings?.[0]?.text, JSON.stringify(one)).toContain(WARNING)
        const names = Object.keys(summary)
        expect(names.indexOf('warnings')).toBeLessThan(names.indexOf('items'))
        if (names.includes('remark')) expect(names.indexOf('warnings')).toBeLessThan(names.indexOf('remark'))
      }),
      { numRuns: edges.length + 40, examples: edges },
    )
  })

  it('is in the frame when every text of the order is as long as it may be', () => {
    const last: Place = { where: 'note', item: 199, at: 1, filler: '好吃' }
    const { warnings } = summariseOrder({ ...longestOrder(last, true), number: '1' })
    expect(warnings?.[0]).toMatchObject({ text: WARNING, item: expect.stringContaining('菜199') })
  })

  it('is in the frame without a pause around it, and in front of refusals that came before', () => {
    for (const at of [0, 150, 295, 4_000, 9_900]) {
      const remark = `${'不要葱，'.repeat(40)}${'好'.repeat(at)}${WARNING}${'好'.repeat(9_800)}`.slice(0, 10_000)
      const { warnings } = summariseOrder({
        ...longestOrder({ where: 'note', item: 0, at: 0, filler: 'W' }),
        remark,
        number: '1',
      })
      const remarks = warnings?.filter(({ item }) => item === undefined) ?? []
      if (remark.includes(WARNING)) expect(remarks[0]?.text).toContain(WARNING)
    }
  })
})

describe('options of a dish', () => {
  it.each([
    ['宫保鸡丁（对花生过敏）', '对花生过敏'],
    ['宫保鸡丁（对花生过敏', '对花生过敏'],
    ['宫保鸡丁（大份(加辣)，对花生过敏）', '对花生过敏'],
    [`宫保鸡丁（${'好'.repeat(150)}，对花生过敏）`, '对花生过敏'],
    ['宫保鸡丁/大份/我对花生过敏', '我对花生过敏'],
    ['Pad Thai [no peanuts', 'no peanuts'],
  ])('%s: %s', (name, warning) => {
    const { warnings } = summariseOrder({
      ...longestOrder({ where: 'note', item: 0, at: 0, filler: 'W' }),
      remark: undefined,
      items: [{ name, quantity: 1 }],
      number: '1',
    })
    expect(warnings?.map(({ text }) => text).join()).toContain(warning)
  })

  it.each(['素食套餐', '无糖豆浆', '（新品）无糖豆浆', 'Vegan burger', '免辣火锅'])(
    '%s is the name of a dish',
    (name) => {
      const items = [{ name, quantity: 1 }]
      expect(
        summariseOrder({
          ...longestOrder({ where: 'note', item: 0, at: 0, filler: 'W' }),
          remark: undefined,
          items,
          number: '1',
        }),
      ).not.toHaveProperty('warnings')
    },
  )
})
