import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clustersOf, columnsOf } from '../../../shared/tickets/columns.ts'
import { paperText } from '../../../shared/tickets/paper-text.ts'
import { wrapText } from '../../../shared/tickets/wrap-text.ts'

describe('columns', () => {
  it.each([
    ['abc', 3],
    ['菜', 2],
    ['菜a，', 5],
    ['👨‍👩‍👧', 2],
    ['🇨🇳', 2],
    ['1️⃣', 2],
    ['กำ', 2],
    ['ที่', 1],
    ['ñ', 1],
    ['é', 1],
    ['Ж', 2],
    ['𠮷', 2],
    ['ｱ', 1],
    ['한', 2],
  ])('%s takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns)
  })
})

describe('wrapping', () => {
  it.each([
    ['Kung pao chicken', 8, ['Kung pao', 'chicken']],
    ['Kung pao', 20, ['Kung pao']],
    ['宫保鸡丁', 4, ['宫保', '鸡丁']],
    ['宫保，鸡丁', 4, ['宫', '保，', '鸡丁']],
    ['Donaudampfschiff', 6, ['Donaud', 'ampfsc', 'hiff']],
    ['加2份rice', 6, ['加2份', 'rice']],
    ['', 6, ['']],
    ['a      b', 2, ['a', 'b']],
  ])('of %s to %i', (text, columns, lines) => {
    expect(wrapText(text, columns)).toEqual(lines)
  })

  it('loses nothing but spaces, breaks no character, and fills no line above its room', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 2, max: 20 }), (raw, columns) => {
        const text = paperText(raw, 200)
        const lines = wrapText(text, columns)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        expect(lines.filter((line) => columnsOf(line) > columns)).toEqual([])
        const whole = clustersOf(text)
          .map((cluster) => cluster.text)
          .filter((cluster) => cluster !== ' ')
        const after = lines.flatMap((line) => clustersOf(line).map((cluster) => cluster.text)).filter((c) => c !== ' ')
        expect(after).toEqual(whole)
      }),
    )
  })
})

describe('a text for paper', () => {
  it.each([
    ['¥38.50', '￥38.50'],
    ['1½ 份', '1 1/2 份'],
    ['❌🥜', '×🥜'],
    ['✔️ ok', '√ ok'],
    ['a\u001b@\u001dV0', 'a @ V0'],
  ])('%j becomes %s', (text, written) => {
    expect(paperText(text, 100)).toBe(written)
  })
})
