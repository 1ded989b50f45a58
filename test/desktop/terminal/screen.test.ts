import { describe, expect, it } from 'vitest'
import { createScreen } from '../../../desktop/hosts/terminal/screen.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { REMINDER_TYPE } from '../../../shared/reminder.ts'

const HOSTILE = '\u001b[2J\u001b]0;owned\u0007<b>"不要"\u202e\u0000\r\n\tx'.repeat(50)

const reminder: ReminderFrame = {
  type: 1,
  orderId: 7,
  content: '订单号：1',
  id: 'rm_1',
  seq: 1,
  cursor: 'c',
  n: 2,
  level: 1,
  at: 0,
  order: {
    number: '202611230001',
    amountMinor: 3850,
    currency: 'CNY',
    fulfilment: 'delivery',
    items: [{ name: HOSTILE, quantity: 2, note: HOSTILE }],
    moreItems: 3,
    remark: HOSTILE,
    customer: { name: HOSTILE, phone: '13800000000', address: HOSTILE },
    createdAt: 0,
    urges: 0,
    cancelReason: HOSTILE,
  },
}

/** A screen whose lines can be read. */
function readable(locale: 'zh-CN' | 'en') {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  const screen = createScreen(write, () => 0)
  screen.speak(locale)
  return { screen, text: () => text }
}

async function shown(locale: 'zh-CN' | 'en'): Promise<string> {
  const { screen, text } = readable(locale)
  await screen.dialog.show({ reminder, kind: 'new_order', text: phrasesFor(locale).reminder(reminder, 0) })
  screen.board([{ reminder, announced: 1 }])
  return text()
}

describe('the terminal’s screen, with a kind that nobody here knows', () => {
  const future: ReminderFrame = { ...reminder, type: 7, n: 1, content: `缺纸${HOSTILE}`, unsure: true }

  async function printed(locale: 'zh-CN' | 'en', frame: ReminderFrame): Promise<string> {
    const { screen, text } = readable(locale)
    await screen.dialog.show({ reminder: frame, kind: 'other', text: phrasesFor(locale).reminder(frame, 0) })
    return text()
  }

  it.each([
    ['zh-CN', '提醒', '不能完全看懂'],
    ['en', 'REMINDER', 'cannot read all'],
  ] as const)('prints kind and content as text, and that there is more to it (%s)', async (locale, kind, hint) => {
    const text = await printed(locale, future)
    expect(text).toMatch(new RegExp(`${kind}  #202611230001  .*\n.*  缺纸`))
    expect(text).toContain(hint)
    expect(text.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u)
  })

  it('leaves out an order that it does not have', async () => {
    const order = { number: '', currency: '', fulfilment: '', items: [], moreItems: 0, urges: 0 }
    const [first, second] = (await printed('zh-CN', { ...future, content: '缺纸', order })).split('\n')
    expect([first?.slice(10), second?.slice(10)]).toEqual(['提醒', '  缺纸'])
  })
})

describe('the terminal’s screen', () => {
  it.each(['zh-CN', 'en'] as const)(
    'prints a stranger’s text as text: no escape, no control character, bounded (%s)',
    async (locale) => {
      const text = await shown(locale)
      expect(text.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u)
      for (const line of text.split('\n')) expect(line.length).toBeLessThan(500)
    },
  )

  it('shows what a cook needs: number, amount, remark, dishes, and how often it rang', async () => {
    const text = await shown('zh-CN')
    expect(text).toContain('新订单  #202611230001  ¥38.50  第 2 次提醒')
    expect(text).toContain('×2')
    expect(text).toContain('……另有 3 样')
    expect(await shown('en')).toContain('NEW ORDER  #202611230001')
  })

  it.each([
    ['zh-CN', '注意: 汤 不要葱'],
    ['en', 'ATTENTION: 汤 不要葱'],
  ] as const)('prints an order’s warnings before its remark (%s)', (locale, line) => {
    const { screen, text } = readable(locale)
    const warnings = [{ text: '不要葱', item: '汤' }]
    screen.board([{ reminder: { ...reminder, order: { ...reminder.order, remark: '谢谢', warnings } }, announced: 1 }])
    expect(text()).toContain(line)
    expect(text().indexOf(line)).toBeLessThan(text().indexOf('谢谢'))
  })

  it.each([
    ['zh-CN', '漏单  #202611230001', '顾客付款晚了，订单已恢复'],
    ['en', 'MISSED ORDER  #202611230001', 'paid late; order restored'],
  ] as const)('names a missed order, and one that was revived (%s)', async (locale, kind, revived) => {
    const { screen, text } = readable(locale)
    screen.board([
      {
        reminder: { ...reminder, type: REMINDER_TYPE.missed, order: { ...reminder.order, revived: true } },
        announced: 1,
      },
    ])
    expect(text()).toContain(kind)
    expect(text()).toContain(`  ${revived}\n`)
  })

  it('never prints the customer’s telephone number', async () => {
    expect(await shown('zh-CN')).not.toContain('13800000000')
  })
})

it.each([
  ['zh-CN', { state: 'part', amountMinor: 1_000 }, '平台退款  #202611230001', '支付平台已退款 ¥10.00，请核对'],
  ['en', { state: 'whole', amountMinor: 3_850 }, 'REFUNDED  #202611230001', 'refunded at the provider: CN¥38.50'],
  ['zh-CN', { state: 'unknown' }, '平台退款', '金额不明'],
] as const)(
  'the terminal’s screen tells a refund at the provider apart from a cancellation (%s, %j)',
  async (locale, refund, head, line) => {
    const { screen, text } = readable(locale)
    const { cancelReason: _reason, ...order } = reminder.order
    const frame = { ...reminder, type: REMINDER_TYPE.cancel, order: { ...order, refund } }
    await screen.dialog.show({ reminder: frame, kind: 'cancel', text: phrasesFor(locale).reminder(frame, 0) })
    expect(text()).toContain(head)
    expect(text()).toContain(line)
    expect(text()).not.toMatch(/订单取消|CANCELLED|请停止制作|stop preparing/)
  },
)
