import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findWarnings } from '../../../shared/warnings/find-warnings.ts'
import { readCorpus } from './corpus.ts'

const texts = (text: string) => findWarnings(text).map((warning) => warning.text)

describe('a warning', () => {
  it.each([
    ['the clause, without what stands around it', '谢谢老板，多放醋，不要香菜，放门口', ['不要香菜']],
    [
      'each clause by itself',
      'no onions. Leave at the door! I am allergic to fish',
      ['no onions', 'I am allergic to fish'],
    ],
    ['the whole list of foods', '微辣，不要葱，姜，蒜，谢谢', ['不要葱，姜，蒜']],
    ['a list in English', 'no onions, garlic or leeks, thanks', ['no onions, garlic or leeks']],
    ['a list that is refused at its end', '香菜，葱花，都不要，谢谢', ['香菜，葱花，都不要']],
    [
      'the food that is named before one is asked about',
      '过敏原：牛奶，酱里面是不是有芝麻？',
      ['过敏原：牛奶，酱里面是不是有芝麻'],
    ],
    ['the question before it, which names the food', '有花生吗？我过敏', ['有花生吗？我过敏']],
    ['what was written in full width', '谢谢，ＮＯ　ＭＳＧ', ['ＮＯ　ＭＳＧ']],
    ['characters that stand apart', '谢谢，不 要 香 菜', ['不 要 香 菜']],
    ['pictures', '谢谢，❌🥜。🦐❌', ['❌🥜', '🦐❌']],
    ['what stands in brackets', '谢谢，【对虾过敏】', ['对虾过敏']],
    ['traditional characters', '唔該快啲，走蔥', ['走蔥']],
    [
      'a sentence without a pause',
      '我对花生和坚果类都比较敏感的麻烦厨房师傅注意一下谢谢您',
      ['我对花生和坚果类都比较敏感的麻烦厨房师傅注意一下谢谢您'],
    ],
  ])('is %s', (_, text, expected) => {
    expect(texts(text)).toEqual(expected)
  })

  it('of a long text without a pause is the words around it', () => {
    const [warning, ...others] = findWarnings(`${'好吃'.repeat(500)}我对花生过敏${'谢谢'.repeat(500)}`)
    expect(others).toEqual([])
    expect(warning?.text).toContain('我对花生过敏')
    expect(warning?.text.length).toBeLessThan(60)
  })

  it.each([
    ['对花生过敏', 'allergy'],
    ['吃了虾会起疹子', 'reaction'],
    ['我小孩吃鸡蛋起疹子', 'reaction'],
    ['我吃芒果嘴巴肿', 'reaction'],
    ['花生致命', 'reaction'],
    ['🥜\u20e0', 'picture'],
    ['nuts will kill me', 'reaction'],
    ['no allergies but shellfish', 'allergy'],
    ['I am not allergic to milk but to egg', 'allergy'],
    ['不过敏的只有米饭', 'allergy'],
    ['糖尿病', 'care'],
    ['halal', 'care'],
    ['不要和虾用同一口锅', 'contact'],
    ['traces of nuts are dangerous', 'contact'],
    ['走葱', 'refused'],
    ['少盐', 'less'],
    ['everything except olives', 'except'],
    ['🥜❌', 'picture'],
  ])('%j is found by the rule %s', (text, rule) => {
    expect(findWarnings(text).map((warning) => warning.rule)).toEqual([rule])
  })
})

it.each([
  '过敏：无',
  '无食物过敏',
  'no allergies',
  'Allergies: none',
  'does it contain nuts?',
  '请问有花生吗',
  '不要餐具，香菜多放',
  'no cutlery, extra onions',
  "don't knock",
  'hold the door',
  'no rush',
  '不要敲门',
  '别打电话',
  '不要停门口',
  '不要塑料袋',
  '免密支付',
  '走路小心',
  '少等',
  '免费',
  '别忘了放辣椒',
  '去蛋糕店旁边拿',
  'next to the fish market',
])('%j is no warning', (text) => {
  expect(findWarnings(text)).toEqual([])
})

const all = [...readCorpus('development'), ...readCorpus('held-out')]
const harmless = fc.constantFrom(
  ...all.filter(({ text, warns }) => !warns && findWarnings(text).length === 0).map(({ text }) => text),
)
const warning = fc.constantFrom(
  ...all.filter(({ text, warns }) => warns && findWarnings(text).length > 0).map(({ text }) => text),
)
const pause = fc.constantFrom('，', '。', '\n', '；', '！', '. ', '; ', '! ')

it('is hidden by no harmless text before, behind or between', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(harmless, pause), { maxLength: 12 }),
      warning,
      pause,
      fc.array(fc.tuple(harmless, pause), { maxLength: 12 }),
      (before, text, end, after) => {
        const around = (parts: [string, string][]) => parts.map((part) => part.join('')).join('')
        const start = around(before).length
        const found = findWarnings(`${around(before)}${text}${end}${around(after)}`)
        expect(found.some((one) => one.start < start + text.length && one.end > start)).toBe(true)
      },
    ),
    { numRuns: 2_000 },
  )
})

describe('whatever the text', () => {
  const nasty = [
    '不要',
    '葱',
    '🥜',
    '❌',
    ' ',
    '，',
    '?',
    '\n',
    '\ud800',
    '\ue000',
    '\u200d',
    'ﷺ',
    'İ',
    '\u0301',
    'no ',
    '过',
  ]
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(fc.constantFrom(...nasty), { maxLength: 60 }).map((parts) => parts.join('')),
  )

  it('each warning is a part of it, after the one before', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        let end = 0
        for (const one of findWarnings(text)) {
          expect(one.text).toBe(text.slice(one.start, one.end))
          expect(one.text).not.toBe('')
          expect(one.start).toBeGreaterThanOrEqual(end)
          end = one.end
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('private-use characters, with which the rules mark words, are no words', () => {
    expect(findWarnings('不要\ue000')).toEqual([])
    expect(findWarnings('\ue002')).toEqual([])
  })

  it('takes time in proportion to the text', () => {
    const units = [
      '不要',
      '不要葱',
      'no ',
      'no aa ',
      "don't eat ",
      '吃会',
      '葱，',
      '过敏：',
      'allergy ',
      'ﷺ',
      '❌',
      '除了',
      'a',
    ]
    for (const unit of units) {
      const long = unit.repeat(Math.ceil(50_000 / unit.length))
      const found = findWarnings(long)
      expect(found.length).toBeLessThanOrEqual(long.length)
    }
  })
})
