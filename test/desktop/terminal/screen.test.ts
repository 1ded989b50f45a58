import { describe, expect, it } from 'vitest'
import type { BellEvent } from '../../../desktop/core/bell/bell.ts'
import { statusOf } from '../../../desktop/core/bell/status.ts'
import { DEFAULT_SETTINGS } from '../../../desktop/core/settings.ts'
import { createScreen } from '../../../desktop/hosts/terminal/screen.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { ClosedFrame, ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type AnyEnd, REMINDER_TYPE } from '../../../shared/reminder.ts'

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
      for (const line of text.split('\n')) expect(line.length).toBeLessThan(700)
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

describe('the end of a reminder', () => {
  const closed = (
    frame: ReminderFrame,
    here: boolean,
    state: AnyEnd = 'acknowledged',
    over: Partial<ClosedFrame> = {},
  ): BellEvent => {
    const by = { kind: 'device' as const, name: '厨房' }
    const end = { op: 'closed' as const, id: frame.id, seq: 2, cursor: 'c2', at: 0, state, by, ...over }
    return { type: 'closed', here, reminder: frame, closed: end, live: true }
  }
  const urge: ReminderFrame = { ...reminder, id: 'rm_2', type: REMINDER_TYPE.urge }
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => line.slice(10))

  it.each([
    ['zh-CN', 'confirm', undefined, '已接单（前台）'],
    ['zh-CN', 'reject', '卖完了\u202e', '已拒单（卖完了）（前台）'],
    ['zh-CN', 'acknowledge', undefined, '知道了（前台）'],
    ['zh-CN', undefined, undefined, '已处理（前台）'],
    ['en', 'reject', undefined, 'rejected by 前台'],
  ] as const)(
    'is told in the words of what was done elsewhere, if the server says so (%s, %s)',
    (locale, move, reason, words) => {
      const { screen, text } = readable(locale)
      screen.event(closed(reminder, false, 'acknowledged', { by: { kind: 'device', name: '前台' }, move, reason }))
      expect(lines(text())).toEqual([`#202611230001 ${words}`])
    },
  )

  it.each([
    ['zh-CN', { move: 'confirm', orderId: 7 }, '已接单'],
    ['zh-CN', { move: 'reject', orderId: 7, reason: '卖完了\u001b[2J' }, '已拒单（卖完了 [2J）'],
    ['zh-CN', { move: 'acknowledge', reminderId: 'rm_1' }, '知道了'],
    ['en', { move: 'confirm', orderId: 7 }, 'accepted'],
    ['en', { move: 'reject', orderId: 7, reason: 'sold out' }, 'rejected (sold out)'],
    ['en', { move: 'acknowledge', reminderId: 'rm_1' }, 'noted'],
  ] as const)('is told in the words of the answer that was given here (%s, %j)', (locale, answer, words) => {
    const { screen, text } = readable(locale)
    screen.answering(answer)
    screen.event(closed(reminder, true))
    expect(lines(text())).toEqual([`#202611230001 ${words}`])
  })

  it.each([
    ['zh-CN', '#202611230001 将拒单（卖完了 [2J），5 秒内输入 u 可以撤销', '#202611230001 已撤销，什么也没有送出'],
    [
      'en',
      '#202611230001 will be rejected (卖完了 [2J); u within 5 s takes it back',
      '#202611230001 taken back; nothing was sent',
    ],
  ] as const)(
    'is not told before the answer has left the device: how to take it back is (%s)',
    (locale, will, undone) => {
      const { screen, text } = readable(locale)
      const answer = { move: 'reject', orderId: 7, reason: '卖完了\u001b[2J' } as const
      const undoable = { key: 'k', answer, until: 5_000, reminder }
      screen.answering(answer)
      screen.undoable(undoable)
      screen.event({ type: 'undone', undone: undoable })
      expect(lines(text())).toEqual([will, undone])
      screen.event(closed(reminder, false))
      expect(lines(text()).at(-1)).toBe(`#202611230001 ${locale === 'en' ? 'answered by 厨房' : '已处理（厨房）'}`)
    },
  )

  it('is told once, though an accepted order closes its urges as well', () => {
    const { screen, text } = readable('zh-CN')
    screen.answering({ move: 'confirm', orderId: 7 })
    for (const frame of [reminder, urge]) screen.event(closed(frame, true))
    expect(lines(text())).toEqual(['#202611230001 已接单'])
  })

  it('names who answered elsewhere, and what else ended it', () => {
    const { screen, text } = readable('zh-CN')
    screen.event(closed(reminder, false))
    screen.answering({ move: 'confirm', orderId: 7 })
    screen.event(closed(urge, true, 'cancelled'))
    expect(lines(text())).toEqual(['#202611230001 已处理（厨房）', '#202611230001 已取消（厨房）'])
  })

  it('says in words why an answer was refused, and why nothing was heard', () => {
    const { screen, text } = readable('zh-CN')
    const answer = { move: 'confirm' as const, orderId: 7 }
    for (const code of ['order_move_illegal', 'constructor'])
      screen.event({ type: 'decided', decision: { answer, accepted: false, code } })
    screen.event({ type: 'announced', reminder, outcome: { speech: 'no_voice', notification: 'none', dialog: 'ok' } })
    screen.notHeard('odd')
    for (const speech of ['engine_failed', 'output_muted', 'output_low'])
      screen.event({ type: 'announced', reminder, outcome: { speech, notification: 'none', dialog: 'ok' } })
    expect(lines(text())).toEqual([
      '没有成功：订单已经被处理过了',
      '没有成功：constructor',
      '没有读出来：本机没有这种语言的语音',
      '没有读出来：odd',
      '没有读出来：朗读一再没有回应，一分钟后再试；先把铃声放到最响',
      '没有读出来：系统静音了，请打开系统音量',
      '没有读出来：系统音量太低，请调高',
    ])
  })

  it('says once that the volume was raised, and again when it was raised again', () => {
    const { screen, text } = readable('zh-CN')
    const parts = { link: undefined, store: null, unanswered: [], trouble: {}, stored: true, understood: true }
    const counts = { answersWaiting: 0, serverAheadMs: 0, serverFaults: [] }
    for (const at of [0, 0, 5]) {
      const status = statusOf({ ...parts, ...counts, settings: DEFAULT_SETTINGS, now: 5, raised: { to: 0.5, at } })
      screen.event({ type: 'status', status })
    }
    expect(lines(text()).filter((line) => line.includes('音量'))).toEqual(['音量已调到 50 %', '音量已调到 50 %'])
  })
})
