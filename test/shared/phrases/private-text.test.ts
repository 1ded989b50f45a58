import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutPrivate } from '../../../shared/phrases/reading/private-text.ts'

const OWN = { name: '王小明', phone: '13800138000', address: '建国路88号2单元1502室' }
const ENGLISH = { name: 'Zebulon Smith', phone: '+44 20 7946 0958', address: '12 Xanadu Street, Apt 407' }

const WAYS: ((digit: number) => string)[] = [
  (d) => String(d),
  (d) => String.fromCodePoint(0xff10 + d),
  (d) => '〇一二三四五六七八九'.charAt(d),
  (d) => '零幺贰叁肆伍陆柒捌玖'.charAt(d),
  (d) => (d === 0 ? '⓪' : String.fromCodePoint(0x2460 + d - 1)),
  (d) => (d === 0 ? '⓿' : String.fromCodePoint(0x2776 + d - 1)),
  (d) => String.fromCodePoint(0x660 + d),
]
const letters = (d: number) => (d === 0 ? 'O' : d === 1 ? 'l' : String(d))
const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 13 })
const separator = fc.constantFrom('', '', ' ', '-', ' - ', '.', '·', '，', '/', '_', ')(')

describe('a phone number', () => {
  it('is removed as a whole, however each of its digits is written and divided', () => {
    const number = digits.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.array(fc.constantFrom(...WAYS), { minLength: list.length, maxLength: list.length }),
        separator,
      ),
    )
    fc.assert(
      fc.property(number, fc.constantFrom(undefined, '13800138000'), ([list, ways, between], phone) => {
        const written = list.map((digit, at) => ways[at]?.(digit) ?? '').join(between)
        expect(withoutPrivate(`请打${written}谢谢`, { phone }).replace(/\s/g, '')).toBe('请打谢谢')
      }),
      { numRuns: 500 },
    )
  })

  it('is removed with letters for some of its digits', () => {
    fc.assert(
      fc.property(digits, separator, (list, between) => {
        fc.pre(list.filter((digit) => digit > 1).length >= 4)
        const written = list.map(letters).join(between)
        expect(withoutPrivate(`请打${written}谢谢`).replace(/\s/g, '')).toBe('请打谢谢')
      }),
    )
  })

  it.each([
    '打13800138000',
    '尾号8000',
    '一三八零零一三八零零零',
    '壹叁捌零零壹叁捌零零零',
    '138零零壹③8OOO',
    '138：0013：8000',
  ])('of the customer is removed from %s', (text) => expect(withoutPrivate(text, OWN)).toMatch(/^(?:打|尾号)? *$/))

  it('spelled in English words is one', () => {
    expect(withoutPrivate('call one three eight zero zero one three eight').trim()).toBe('call')
  })

  it.each(['12:30 或 13:00', '20×30×15', '2023-11-14 7点', '三份一二三', '可乐330ml两份', 'I love it', 'look, 3 oil'])(
    'is not %s',
    (text) => expect(withoutPrivate(text, OWN)).toBe(text),
  )
})

describe('the code of a door', () => {
  it.each([
    ['门禁密码1234#', '门禁密码'],
    ['密码是 一二三四', '密码是'],
    ['door code 4321', 'door code'],
    ['Gate code: A12B', 'Gate code:'],
    ['按1502#上楼', '按 上楼'],
    ['#8848# 开门', '开门'],
    ['the buzzer is 407', 'the buzzer is'],
  ])('in %s is removed', (text, left) => expect(withoutPrivate(text).replace(/ +/g, ' ').trim()).toBe(left))
})

describe('name and address of the customer', () => {
  it.each([
    ['王小明收，建国路88号2单元1502室', '收，'],
    ['王 小明的', '的'],
    ['王先生', ''],
    ['叫小明', '叫'],
    ['送到建国路', '送到'],
    ['２单元１５０２', ''],
    ['一五零二室门口', '门口'],
  ])('are removed from %s', (text, left) => expect(withoutPrivate(text, OWN).replace(/ +/g, '')).toBe(left))

  it('go without an address in the order, where a door is named', () => {
    expect(withoutPrivate('放2单元1502室门口').replace(/ +/g, '')).toBe('放门口')
  })

  it('are removed in English, word by word', () => {
    expect(withoutPrivate('for ZEBULON smith at Xanadu street, apt 407', ENGLISH).replace(/ +/g, ' ')).toBe(
      'for at street, apt ',
    )
  })

  it.each(['对花生过敏', '不要香菜，少放盐', '两份米饭'])('leave %s alone', (text) => {
    expect(withoutPrivate(text, { ...OWN, address: '花生路3号' })).toBe(text)
  })
})
