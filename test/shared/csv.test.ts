import { describe, expect, test } from 'vitest'
import { writeCsv } from '../../shared/csv.ts'

/** Writes one text as the only cell, without the mark and the line's end. */
const cell = (text: string) => writeCsv([[text]]).slice(1, -2)

describe('writeCsv', () => {
  test('begins with the mark of UTF-8, and ends each row with CRLF', () => {
    const rows = [
      ['订单', '分钟', '备注'],
      ['A-1', 3, null],
    ]
    expect(writeCsv(rows)).toBe('\ufeff"订单","分钟","备注"\r\n"A-1",3,\r\n')
    expect(writeCsv([])).toBe('\ufeff')
  })

  test('keeps commas, quotes and line breaks inside of their cell', () => {
    expect(cell('不辣, "少"盐\n谢谢')).toBe('"不辣, ""少""盐\n谢谢"')
  })

  test.each([
    '=1+1',
    '+86 138',
    '-2',
    '@SUM(A1)',
    '＝1',
    '＋1',
    '－1',
    '＠a',
    '|calc',
    '%0a',
    '\t=1',
    '\r=1',
    '  =1',
    '\n=1',
  ])('defuses %j, which a spreadsheet would run', (text) => {
    expect(cell(text)).toContain("'")
    expect(cell(text).replaceAll("'", '')).toBe(`"${text}"`)
  })

  test('defuses a formula behind a mark at which another country’s spreadsheet cuts', () => {
    expect(cell('a;=1')).toBe(`"a;'=1"`)
    expect(cell('a\t=1\n=2')).toBe(`"a\t'=1\n'=2"`)
  })

  test('leaves what is no formula, and numbers with a sign, as they are', () => {
    expect(cell('王店长 a=b 1-2')).toBe('"王店长 a=b 1-2"')
    expect(cell("O'Neill")).toBe(`"O'Neill"`)
    expect(writeCsv([[-2, 0.5, Number.NaN]])).toBe('\ufeff-2,0.5,\r\n')
  })

  test('leaves out what no file holds: NUL and half characters', () => {
    expect(cell('a\u0000b\ud83d')).toBe('"ab\ufffd"')
  })
})
