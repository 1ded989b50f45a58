import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CAPABILITIES, capabilitiesSchema } from '../../shared/protocol/capabilities.ts'
import type { ReminderFrame, SnapshotFrame } from '../../shared/protocol/frames.ts'
import { reminderFrameSchema } from '../../shared/protocol/frames.ts'
import { parseServerFrame } from '../../shared/protocol/parse-frame.ts'
import { answeredByMove, reminderKind, toldKind } from '../../shared/reminder.ts'
import { warningsOf } from '../../shared/warnings/order-warnings.ts'
import {
  closedOf,
  type Frame,
  FUTURE,
  ORDER,
  reminderOf,
  SURPRISES,
  without,
  withValue,
} from '../support/future-frames.ts'

const parse = (frame: unknown) => parseServerFrame(JSON.stringify(frame))

function read(frame: Frame): ReminderFrame {
  const parsed = parse(frame)
  if (!('ok' in parsed) || !('type' in parsed.ok)) throw new Error(`no reminder: ${JSON.stringify(parsed)}`)
  return parsed.ok
}

const POSITION = ['id', 'seq', 'cursor']
const REMINDER_FIELDS = Object.keys(reminderOf(1)).filter((field) => ![...POSITION, 'type'].includes(field))
const ORDER_FIELDS = Object.keys(ORDER).map((field) => `order.${field}`)
/** Values that may grow: an unknown one is no defect. */
const OPEN = ['level', 'order.currency', 'order.fulfilment']
const DEEPER = ['order.items.0', 'order.customer.name', 'order.customer.phone', 'order.customer.address']

describe('a reminder from the future rings', () => {
  it.each(SURPRISES.filter((value) => typeof value === 'number'))('with the type %d: as a plain reminder', (type) => {
    const reminder = read(reminderOf(5, { type }))
    expect(reminderKind(reminder.type)).toBe('other')
    expect(reminder).toMatchObject({ content: '订单号：A17', order: ORDER, unsure: true })
    expect(Number.isSafeInteger(reminder.type)).toBe(true)
  })

  it('with an infinite type, which no file could keep', () => {
    const text = JSON.stringify(reminderOf(5)).replace('"type":1', '"type":1e999')
    expect(parseServerFrame(text)).toMatchObject({ ok: { type: 0, unsure: true } })
  })

  it.each([4, 99])('that an unreadable field spoils still says that its order was revived (type %d)', (type) => {
    const order = { ...ORDER, revived: true, amountMinor: 'much' }
    expect(read(reminderOf(5, { type, order }))).toMatchObject({ order: { revived: true }, unsure: true })
  })

  it.each([7, null, '不要葱', [{}], [{ text: 1 }], [{ text: 'a', item: [] }]])(
    'with the warnings %j: unsure, and with those that its texts have',
    (warnings) => {
      const reminder = read(reminderOf(5, { order: { ...ORDER, remark: '不要葱', warnings } }))
      expect(reminder).toMatchObject({ unsure: true })
      expect(warningsOf(reminder.order).warnings).toContainEqual({ text: '不要葱' })
    },
  )

  it.each([{}, { state: 'twice' }, 7, { state: 'part', amountMinor: -1 }, null])(
    'with the refund %j: as one to an unknown amount, and not as a cancellation',
    (refund) => {
      const reminder = read(reminderOf(5, { type: 3, order: { ...ORDER, refund } }))
      expect(reminder.order.refund).toEqual({ state: 'unknown' })
      expect(toldKind(reminder)).toBe('refund')
      expect(toldKind(read(reminderOf(5, { type: 3 })))).toBe('cancel')
    },
  )

  it('of an unknown kind, with nothing but its place', () => {
    const bare = { type: 7, id: 'r5', seq: 5, cursor: 'c5' }
    const order = { number: '', currency: '', fulfilment: '', items: [], moreItems: 0, urges: 0 }
    const rest = { orderId: 0, content: '', n: 0, level: 3, at: 0, order, unsure: true }
    expect(parse(bare)).toEqual({ ok: { ...bare, ...rest } })
  })

  it.each(SURPRISES)('with the level %j: as the loudest', (level) => {
    expect(read(reminderOf(5, { level })).level).toBe(3)
    expect(read(without(reminderOf(5), 'level')).level).toBe(3)
  })

  it.each(['THB', 'thb', '', 'constructor', '__proto__', 'x'.repeat(300)])(
    'with the currency and fulfilment %j: as they are',
    (code) => {
      const reminder = read(reminderOf(5, { order: { ...ORDER, currency: code, fulfilment: code } }))
      expect(reminder.order).toMatchObject({ currency: code, fulfilment: code })
      expect(reminder.unsure).toBeUndefined()
    },
  )

  it.each([...REMINDER_FIELDS, ...ORDER_FIELDS, ...DEEPER])('whatever becomes of %s, or without it', (path) => {
    for (const type of [1, 2, 3, 7]) {
      for (const frame of [
        ...SURPRISES.map((value) => withValue(reminderOf(5, { type }), path, value)),
        without(reminderOf(5, { type }), path),
      ]) {
        const reminder = read(frame)
        expect(reminder).toMatchObject({ type, id: 'r5', seq: 5, cursor: 'c5' })
        if (!OPEN.includes(path))
          expect(reminder.unsure === true).toBe(type === 7 || !reminderFrameSchema.safeParse(frame).success)
        expect(parse(reminder)).toMatchObject({ ok: { type, id: 'r5', seq: 5, cursor: 'c5' } })
      }
    }
  })

  it('and an item that cannot be read is counted among those left out', () => {
    const items = [{ name: '面', quantity: 1 }, { name: '汤', quantity: 'two' }, 'rice', { quantity: 1 }]
    const reminder = read(reminderOf(5, { order: { ...ORDER, items, moreItems: 2 } }))
    expect(reminder).toMatchObject({ unsure: true, order: { items: [{ name: '面', quantity: 1 }], moreItems: 5 } })
  })

  it('whatever stands in its fields (property)', () => {
    const anything = fc.anything({ withNullPrototype: false })
    fc.assert(
      fc.property(fc.integer(), fc.dictionary(fc.constantFrom(...REMINDER_FIELDS, 'x'), anything), (type, fields) => {
        const text = JSON.stringify({ ...reminderOf(5), ...fields, type })
        if (text === undefined) return
        const parsed = parseServerFrame(text)
        expect(parsed).toMatchObject({ ok: { type, id: 'r5', seq: 5, cursor: 'c5' } })
        // Read again, as from the disk, it is the same.
        const again = parseServerFrame(JSON.stringify('ok' in parsed && parsed.ok))
        expect('ok' in again && { ...again.ok, unsure: true }).toEqual('ok' in parsed && { ...parsed.ok, unsure: true })
      }),
    )
  })
})

describe('a closing from the future closes', () => {
  it.each(SURPRISES)('with the state %j', (state) => {
    expect(parse(closedOf(6, 'r5', { state }))).toMatchObject({ ok: { state: 'closed', id: 'r5', seq: 6 } })
  })

  it('by an actor that is known by its name alone', () => {
    const { by } = FUTURE.closed
    expect(parse(closedOf(6, 'r5', { by }))).toMatchObject({ ok: { by: { kind: 'other', name: '老板' } } })
  })

  it.each(SURPRISES)('by %j', (by) => {
    expect(parse(closedOf(6, 'r5', { by }))).toMatchObject({ ok: { by: { kind: 'other' } } })
    expect(parse(closedOf(6, 'r5', { by: { kind: by } }))).toMatchObject({ ok: { by: { kind: 'other' } } })
    expect(parse(closedOf(6, 'r5', { by: { kind: 'system', name: by } }))).toMatchObject({
      ok: { by: { kind: 'system' } },
    })
  })

  it('without saying by whom, or when', () => {
    const { by: _, at: __, ...frame } = closedOf(6, 'r5') as { by: unknown; at: unknown }
    expect(parse(frame)).toMatchObject({ ok: { by: { kind: 'other' }, at: 0 } })
  })
})

const welcome = {
  op: 'welcome',
  v: 1,
  store: { id: 's', name: '店', locale: 'zh-CN', timezone: 'Asia/Shanghai' },
  ...{ head: 5, resumed: false, heartbeatMs: 20_000, window: 64, spreadMs: 1_000, now: 9 },
}

describe('control frames from the future', () => {
  it('a welcome keeps an unknown reason as text, and drops what is new', () => {
    expect(parse({ ...welcome, ...FUTURE.welcome })).toEqual({ ok: { ...welcome, reason: 'moved_house' } })
    expect(parse({ ...welcome, reason: { why: 1 } })).toEqual({ ok: welcome })
  })

  it('one strange entry spoils no snapshot, and one without an id is left out and counted', () => {
    const open = [
      reminderOf(1),
      reminderOf(2, FUTURE.kind),
      reminderOf(3, { seq: 'x', cursor: null }),
      reminderOf(4, { id: 4 }),
      'what',
      null,
    ]
    const parsed = parse({ op: 'snapshot', part: 1, last: true, seq: 9, cursor: 'c9', open })
    const frame = 'ok' in parsed ? (parsed.ok as SnapshotFrame) : undefined
    expect(frame).toMatchObject({ seq: 9, cursor: 'c9', unread: 3 })
    expect(frame?.open.map(({ id, seq }) => [id, seq])).toEqual([
      ['r1', 1],
      ['r2', 2],
      ['r3', 9],
    ])
  })

  it('an op on the log gives up its place, so that the log goes on; elsewhere it is ignored', () => {
    expect(parse({ op: 'moved', id: 'r1', seq: 6, cursor: 'c6' })).toEqual({
      passed: { passed: 'unknown_op', seq: 6, cursor: 'c6', about: 'moved' },
    })
    expect(parse({ op: 'moved', seq: 6 })).toEqual({ ignored: 'moved' })
    expect(parse({ op: 'moved', seq: 6, cursor: null })).toEqual({ ignored: 'moved' })
  })
})

describe('an entry that cannot be read', () => {
  it.each([
    ['a reminder without an id', without(reminderOf(5), 'id')],
    ['a reminder with a number for an id', reminderOf(5, { id: 5 })],
    ['an unknown kind with an endless id', reminderOf(5, { type: 7, id: 'x'.repeat(201) })],
    ['a closing of nothing', without(closedOf(5, 'r1'), 'id')],
  ])('%s gives up its place, and is not taken for harmless', (_, frame) => {
    expect(parse(frame)).toEqual({
      passed: { passed: 'unreadable', seq: 5, cursor: 'c5', about: expect.stringMatching(/^id: [a-z_]+$/) },
    })
  })

  it.each(['seq', 'cursor'])('without a sound %s is bad, whatever its kind', (field) => {
    for (const frame of [reminderOf(5), reminderOf(5, { type: 7 }), closedOf(5, 'r1')]) {
      for (const value of [null, '', -1, {}, true]) expect(parse({ ...frame, [field]: value })).toHaveProperty('bad')
      expect(parse(without(frame, field))).toHaveProperty('bad')
    }
  })
})

it('a move of the order answers new orders, urges and missed orders; a cancellation and an unknown kind want a 知道了', () => {
  expect([1, 2, 3, 4, 5].map((type) => answeredByMove(reminderKind(type)))).toEqual([true, true, false, true, false])
})

it('what this client can is a list that the server takes', () => {
  expect(capabilitiesSchema.parse(CAPABILITIES)).toContain('unknown_values')
})
