import { describe, expect, it } from 'vitest'
import { summariseOrder } from '../../../shared/api/order-summary.ts'
import type { FrameOrder } from '../../../shared/reminder.ts'
import { orderWarnings, warningsOf, warningsToShow } from '../../../shared/warnings/order-warnings.ts'

const placed = { number: '1', amountMinor: 1, currency: 'CNY' as const, fulfilment: 'delivery' as const }
const dish = (note?: string, name = '面') => ({ name, quantity: 1, ...(note !== undefined && { note }) })

describe('the warnings of an order', () => {
  it('are found in remark, notes and the options of a dish, each with its dish', () => {
    const items = [dish('微辣'), dish('不要葱'), dish(undefined, '宫保鸡丁（免花生）')]
    expect(orderWarnings({ remark: '对虾过敏', items })).toEqual({
      warnings: [{ text: '对虾过敏' }, { text: '不要葱', item: '面' }, { text: '免花生', item: '宫保鸡丁（免花生）' }],
      more: 0,
    })
  })

  it.each([
    ...['宫保鸡丁〔免花生〕', '宫保鸡丁《免花生》', '宫保鸡丁「免花生」', '宫保鸡丁<免花生>', '宫保鸡丁-免花生'],
    ...[
      '宫保鸡丁/不要花生',
      '宫保鸡丁+不要花生',
      '宫保鸡丁｜不要花生',
      '宫保鸡丁，不要花生',
      'Kung Pao Chicken - no peanuts',
    ],
  ])('are found in what was chosen with a dish: %s', (name) => {
    const { warnings } = orderWarnings({ items: [dish(undefined, name)] })
    expect(warnings.map(({ text }) => text)).toEqual([expect.stringMatching(/^(免花生|不要花生|no peanuts)$/)])
  })

  it('name every food of a list that is too long for one, a part beside the other', () => {
    const foods =
      '花生、腰果、核桃、杏仁、开心果、榛子、松子、虾、蟹、鱼、贝类、鱿鱼、章鱼、芒果、菠萝、猕猴桃、桃子、牛奶、鸡蛋、小麦、大豆'
    const remarks = [`${foods}都过敏`, `我对${foods}过敏`, `我过敏的有${foods}`]
    for (const remark of remarks) {
      const { warnings, more } = orderWarnings({ remark, items: [] })
      const told = warnings.map(({ text }) => text).join('、')
      expect(foods.split('、').filter((food) => !told.includes(food))).toEqual([])
      expect(told).toContain('过敏')
      expect(more).toBe(0)
    }
  })

  it('are none in the name of a dish alone', () => {
    const names = ['无糖可乐', '素食套餐', 'Vegan burger', '去骨鸡腿饭', 'Coca-Cola', '鱼/肉双拼', "Chef's salad"]
    expect(orderWarnings({ items: names.map((name) => dish(undefined, name)) }).warnings).toEqual([])
  })

  it('begin with the gravest, wherever it stands', () => {
    const { warnings } = orderWarnings({ remark: '不要香菜，少盐', items: [dish(), dish('花生过敏')] })
    expect(warnings.map(({ text }) => text)).toEqual(['花生过敏', '不要香菜', '少盐'])
  })

  it('are told once, six at most, and the others counted', () => {
    const foods = ['葱', '姜', '蒜', '香菜', '辣椒', '芹菜', '洋葱', '芝麻']
    const remark = [...foods, ...foods].map((food) => `不要${food}`).join('。')
    const { warnings, more } = orderWarnings({ remark, items: [] })
    expect([warnings.length, more]).toEqual([6, 2])
  })

  it('are found before anything is cut: at the end of a remark of 10,000 characters, in the note of the 200th dish', () => {
    const remark = `${'好吃，'.repeat(3_300)}对花生过敏`
    const items = [...Array.from({ length: 199 }, () => dish()), dish(`${'谢谢，'.repeat(160)}不要葱`, '汤')]
    expect(summariseOrder({ ...placed, remark, items })).toMatchObject({
      warnings: [{ text: '对花生过敏' }, { text: '不要葱', item: '汤' }],
    })
  })

  it('are harmless to a display', () => {
    const { warnings } = orderWarnings({ remark: '不要\u202e香菜\u0007', items: [dish('不要葱', 'a\u001b[31m')] })
    expect(warnings).toEqual([{ text: '不要香菜' }, { text: '不要葱', item: 'a [31m' }])
  })

  it('are absent from the summary of an order that has none', () => {
    expect(summariseOrder({ ...placed, remark: '谢谢', items: [dish()] })).not.toHaveProperty('warnings')
  })
})

describe('the warnings that a client shows', () => {
  const order: FrameOrder = { ...placed, items: [dish('不要葱')], moreItems: 0, remark: '谢谢，对虾过敏', urges: 0 }

  it('are the frame’s', () => {
    const warnings = [{ text: 'from the server' }]
    expect(warningsOf({ ...order, warnings, moreWarnings: 3 })).toEqual({ warnings, more: 3 })
  })

  it('are found in the frame’s texts when a server sends none', () => {
    expect(warningsOf(order)).toEqual({ warnings: [{ text: '对虾过敏' }, { text: '不要葱', item: '面' }], more: 0 })
  })

  it('are none beside a remark that is the only one, word for word', () => {
    expect(warningsToShow({ ...order, remark: '对虾过敏', items: [] }).warnings).toEqual([])
    expect(warningsToShow({ ...order, remark: '对虾过敏' }).warnings).toHaveLength(2)
  })
})
