import { describe, expect, it } from 'vitest'
import { csvText, textCell } from '../../../desktop/ui/history/csv.ts'
import { orderTable, withHistory } from '../../../desktop/ui/history/order-table.ts'
import { messagesFor } from '../../../desktop/ui/messages/index.ts'
import { LOCALES } from '../../../shared/locales.ts'
import { orderAsPlaced } from '../../support/order-as-placed.ts'

describe('a cell', () => {
  it.each([
    ['=HYPERLINK("http://evil.invalid","看这里")'],
    ["=cmd|' /C calc'!A0"],
    ['+1+1'],
    ['-2+3'],
    ['@SUM(A1)'],
    ['|calc'],
    ['%0A=1'],
    ['\t=1+1'],
    ['\r=1+1'],
    ['\n=1+1'],
    ['  =1+1'],
    ['\u00a0=1'],
    ['\u200b=1+1'],
    ['\ufeff=1'],
    ['\u202e=1'],
    ['＝1+1'],
    ['＋1'],
    ['－1'],
    ['＠SUM(A1)'],
  ])('of %j is text to a spreadsheet', (text) => {
    expect(textCell(text)).toMatch(/^"'/)
  })

  it.each([
    ['宫保鸡丁', '"宫保鸡丁"'],
    ['13800138000', '"13800138000"'],
    ['a=b', '"a=b"'],
    ['他说“好”, "quoted"', '"他说“好”, ""quoted"""'],
    ['一行\n两行', '"一行\n两行"'],
    ['铃\u0007声\u0000', '"铃 声 "'],
    ['', '""'],
  ])('of %j is left as it is', (text, cell) => {
    expect(textCell(text)).toBe(cell)
  })

  it('of a long number keeps all of its digits', () => {
    expect(textCell('202611271234567890')).toBe(`"'202611271234567890"`)
  })
})

it('a table begins with the mark of UTF-8, and its lines end as RFC 4180 says', () => {
  expect(
    csvText([
      ['"a"', '1.00'],
      ['"b"', '2'],
    ]),
  ).toBe('\ufeff"a",1.00\r\n"b",2\r\n')
})

describe('the table of orders', () => {
  const at = Date.parse('2026-11-26T16:30Z')
  const order = orderAsPlaced({
    number: 'A-0042',
    amountMinor: 7_700,
    createdAt: at,
    paidAt: at,
    remark: '=HYPERLINK("http://evil.invalid")',
    customer: { name: '王女士', phone: '+86 138 0013 8000' },
  })
  const history = {
    answers: [{ orderId: order.id, by: { kind: 'device', name: '@厨房' }, at: at + 60_000 }],
    refunds: [
      {
        ...{ id: 'py_1', orderId: order.id, orderNumber: 'A-0042', state: 'by_hand' },
        ...{ paidMinor: 7_700, refundedMinor: 2_000, owedMinor: 5_700, currency: 'CNY', refundUnknown: false },
        ...{ paidAt: at, calledOffAt: at, doneAt: null, notedBy: null },
      },
    ],
    totals: null,
  }
  const facts = (locale: (typeof LOCALES)[number]) => ({
    messages: messagesFor(locale),
    locale,
    timezone: 'Asia/Shanghai',
  })

  it.each(LOCALES)('has in %s as many cells in every line as columns', (locale) => {
    const lines = orderTable(withHistory([order], undefined), facts(locale))
      .trimEnd()
      .split('\r\n')
    const cells = lines.map((line) => line.match(/("([^"]|"")*"|[^,"]+)(?=,|$)/g)?.length)
    expect(lines).toHaveLength(2)
    expect(new Set(cells)).toEqual(new Set([Object.keys(messagesFor(locale).history.columns).length]))
  })

  it('names its columns in one order in all languages', () => {
    const [first, ...others] = LOCALES.map((locale) => Object.keys(messagesFor(locale).history.columns))
    for (const other of others) expect(other).toEqual(first)
  })

  it('writes amounts as numbers, times by the store’s clocks, who answered, and no formula', () => {
    const [, line] = orderTable(withHistory([order], history), facts('zh-CN')).split('\r\n')
    expect(line).toContain('"CNY",77.00,0.00,57.00,"待手动退款","2026-11-27 00:30"')
    expect(line).toContain(`"'@厨房","2026-11-27 00:31"`)
    expect(line).toContain(`"'+86 138 0013 8000"`)
    expect(line).toContain(`"'=HYPERLINK(""http://evil.invalid"")"`)
  })

  it('marks an amount in minor units where nobody knows the currency’s digits', () => {
    const strange = { ...order, currency: 'XXQ', amountMinor: 500 }
    expect(orderTable(withHistory([strange], undefined), facts('en'))).toContain('"500 (minor units)"')
  })
})
