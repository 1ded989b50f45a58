import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../desktop/core/answers/answer.ts'
import type { PrinterTest } from '../../../desktop/core/printing/test-print.ts'
import type { RestResult } from '../../../desktop/core/rest/rest-client.ts'
import { DEFAULT_SETTINGS } from '../../../desktop/core/settings.ts'
import { createCommands } from '../../../desktop/hosts/terminal/commands.ts'
import { createScreen } from '../../../desktop/hosts/terminal/screen.ts'
import { type ReadAttention, readAttentionSchema } from '../../../shared/api/order-attention.ts'
import { orderAsPlaced } from '../../support/order-as-placed.ts'
import { reminderFrame } from '../core/support/frames.ts'
import { printerAt } from '../core/support/paper-host.ts'

const LONGEST = orderAsPlaced({
  remark: `${'谢谢。'.repeat(3_000)}最后：对花生过敏`,
  items: Array.from({ length: 200 }, (_, i) => ({ name: `第${i + 1}样`, quantity: 1, note: '很长的话'.repeat(100) })),
  customer: { name: '王女士', phone: '138 0013 8000', address: '建国路 88 号' },
})

const NUMBERS = ['A-3212', 'B-4471', 'C-7702', 'D-9902']

function numbered(frame: Parameters<typeof reminderFrame>[0], number: string | undefined) {
  const reminder = reminderFrame(frame)
  return number === undefined ? reminder : { ...reminder, order: { ...reminder.order, number } }
}

/** The commands on a bell that writes down its answers, with open reminders of these types, oldest first. */
function rig(
  types: readonly number[],
  numbers: readonly string[] = [],
  attention: () => RestResult<ReadAttention> = () => ({ ok: false, code: 'unreachable' }),
  tests: readonly PrinterTest[] = [],
) {
  const answers: object[] = []
  let printed = ''
  const write = (text: string) => {
    printed += text
  }
  const command = createCommands(
    {
      answer: async (answer) => {
        answers.push(answer)
        return { key: 'k', answer, accepted: true }
      },
      open: () =>
        types.map((type, i) => ({
          reminder: numbered({ seq: i + 1, id: `r${i + 1}`, orderId: i + 1, type }, numbers[i]),
          announced: 1,
        })),
      undo: (key) => key === 'k1' && answers.splice(0).length > 0,
      undoable: () => (answers.length > 0 ? [{ key: 'k1', answer: answers.at(-1) as Answer, until: 5_000 }] : []),
      settings: () => DEFAULT_SETTINGS,
      mute() {},
      attention: async () => attention(),
      order: async (orderId) => (orderId === 1 ? { ok: true, value: LONGEST } : { ok: false, code: 'unreachable' }),
      soundCheck: async () => 'ok',
      testPrint: async () => tests,
    },
    createScreen(write, () => 0),
    () => {},
  )
  return { command, answers, printed: () => printed }
}

it.each([
  ['the oldest new order first', [4, 1, 1], 'a', { move: 'confirm', orderId: 2 }],
  ['a missed order after all', [2, 4], 'a', { move: 'confirm', orderId: 2 }],
  ['a missed order with a reason', [4], 'r 卖完了', { move: 'reject', orderId: 1, reason: '卖完了' }],
  ['a missed order by 知道了', [1, 4, 3], 'k', { move: 'acknowledge', reminderId: 'r2' }],
])('a key answers %s', (_, types, line, expected) => {
  const { command, answers } = rig(types)
  command(line)
  expect(answers).toEqual([expected])
})

describe('the end of an order’s number names it', () => {
  it.each([
    ['a 4471', { move: 'confirm', orderId: 2 }],
    ['a b-4471', { move: 'confirm', orderId: 2 }],
    ['r 4471 卖完了', { move: 'reject', orderId: 2, reason: '卖完了' }],
    ['k 9902', { move: 'acknowledge', reminderId: 'r4' }],
    ['r 3号桌 走了', { move: 'reject', orderId: 1, reason: '3号桌 走了' }],
  ])('%s answers that one, not the oldest', (line, expected) => {
    const { command, answers } = rig([1, 1, 1, 2], NUMBERS)
    command(line)
    expect(answers).toEqual([expected])
  })

  it.each([
    ['a 8888', '没有单号以 8888 结尾的订单在等'],
    ['r 8888 卖完了', '没有单号以 8888 结尾的订单在等'],
    ['k 4471', '新订单要用 a 接单'],
    ['a 9902', '没有单号以 9902 结尾的订单在等'],
    ['w 8888', '没有单号以 8888 结尾的订单在等'],
    ['a 2', '不止一单的单号以 2 结尾'],
    ['r 4471', '请写上原因'],
  ])('%s answers none, and says why', (line, expected) => {
    const { command, answers, printed } = rig([1, 1, 1, 2], NUMBERS)
    command(line)
    expect(answers).toEqual([])
    expect(printed()).toContain(expected)
  })
})

it('a key without a reminder that it could answer says so', () => {
  const { command, answers, printed } = rig([2])
  command('a')
  expect(answers).toEqual([])
  expect(printed()).toContain('没有待处理的提醒')
})

it.each([
  ['k', [1], '新订单要用 a 接单'],
  ['r', [1], '请写上原因'],
  ['r', [2], '没有待处理的提醒'],
  ['k', [], '没有待处理的提醒'],
])('%s on %j answers nothing, and says what does', (line, types, expected) => {
  const { command, answers, printed } = rig(types)
  command(line)
  expect(answers).toEqual([])
  expect(printed()).toContain(expected)
})

it('a test print tells how it ended at each printer, and that there is none', async () => {
  const printer = printerAt('tcp://10.0.0.1')
  const tests = [
    { printer, outcome: 'ok' },
    { printer: { ...printer, address: 'lp://front' }, outcome: 'paper_out' },
  ]
  const { command, printed } = rig([], [], undefined, tests)
  command('p')
  await Promise.resolve()
  await Promise.resolve()
  expect(printed()).toContain('tcp://10.0.0.1：测试页已送出')
  expect(printed()).toContain('lp://front：没有打印，打印机缺纸')
  const none = rig([])
  none.command('p')
  await Promise.resolve()
  await Promise.resolve()
  expect(none.printed()).toContain('没有设置打印机')
})

it('a sound check tells how it ended', async () => {
  const { command, printed } = rig([])
  command('t')
  await Promise.resolve()
  expect(printed()).toContain('试音完成')
})

it('u takes the latest answer back, and says so when there is none', () => {
  const { command, answers, printed } = rig([1])
  command('a')
  expect(printed()).toContain('将接单，5 秒内输入 u 可以撤销')
  command('u')
  expect(answers).toEqual([])
  command('u')
  expect(printed()).toContain('没有可以撤销的')
})

it('w prints the whole of an order: every dish and note, the remark to its end, the customer', async () => {
  const { command, printed } = rig([1])
  command('w')
  await expect.poll(printed).toContain('顾客: 王女士 · 138 0013 8000 · 建国路 88 号')
  expect(printed()).toContain('最后：对花生过敏')
  expect(printed()).toContain(`第200样 ×1  (${'很长的话'.repeat(100)})`)
  expect(printed().indexOf('注意: 对花生过敏')).toBeLessThan(printed().indexOf('第1样'))
  expect(printed()).not.toContain('…')
})

it('w says that an order could not be read, and finds one by the end of its number', async () => {
  const { command, printed } = rig([1, 1])
  command('w no-such-number')
  expect(printed()).toContain('没有单号以 no-such-number 结尾的订单在等')
  const unread = rig([])
  unread.command('w')
  expect(unread.printed()).toContain('没有待处理的提醒')
})

it('a rejection prints what happens to the money before it leaves, and what became of it after', async () => {
  const plan = { way: 'by_hand', amountMinor: 7_700, currency: 'CNY', refundUnknown: false }
  const story = { orderId: 1, reminders: [], payments: [] }
  const refund = {
    ...{ id: 'py_1', orderId: 1, orderNumber: 'A-3212', state: 'by_hand', paidMinor: 7_700, refundedMinor: 0 },
    ...{
      owedMinor: 7_700,
      currency: 'CNY',
      refundUnknown: false,
      paidAt: 0,
      calledOffAt: 0,
      doneAt: null,
      notedBy: null,
    },
  }
  const told = [
    readAttentionSchema.parse({ ...story, ifCalledOff: plan, refunds: [] }),
    readAttentionSchema.parse({ ...story, ifCalledOff: null, refunds: [refund] }),
  ]
  const { command, printed } = rig([1], NUMBERS, () => ({
    ok: true,
    value: told.shift() ?? readAttentionSchema.parse(story),
  }))
  command('r 卖完了')
  await expect.poll(printed).toContain('#A-3212 需要您手动退款 ¥77.00')
  expect(printed()).toContain('#A-3212 不会自动退款，需要您手动退款 ¥77.00')
  expect(printed().indexOf('不会自动退款')).toBeLessThan(printed().indexOf('#A-3212 需要您'))
})

it('a server that cannot be asked leaves open what happens to the money, and a rejection without a reason tells it too', async () => {
  const { command, answers, printed } = rig([1], NUMBERS)
  command('r')
  await expect.poll(printed).toContain('#A-3212 现在问不到服务器，不知道钱是自动退还是要手动退')
  expect(answers).toEqual([])
})
