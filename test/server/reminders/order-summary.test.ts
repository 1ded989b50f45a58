import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCursor, parseCursor } from '../../../server/log/cursor.ts'
import { orderDetails } from '../../../server/reminders/order-details.ts'
import { reminderFrame } from '../../../server/reminders/reminder-frames.ts'
import type { ReminderOrder } from '../../../server/reminders/reminder-order.ts'
import type { ReminderOfOrder } from '../../../server/reminders/reminder-row.ts'
import { snapshotFrames } from '../../../server/sockets/resume.ts'
import { summariseOrder } from '../../../shared/api/order-summary.ts'
import { storeSettingsSchema } from '../../../shared/api/stores.ts'
import { type ReminderFrame, reminderFrameSchema } from '../../../shared/protocol/frames.ts'
import { MAX_FRAME_BYTES } from '../../../shared/protocol/limits.ts'

/** Anything a customer may have typed: graphemes, lone surrogates, controls, quotes, marks. */
const hostile = (max: number) =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: max }),
    fc
      .constantFrom('"', '\\', '𝕳', '\u0000', '\u202e', '\ud800', '国', 'e\u0301\u0301')
      .map((unit) => unit.repeat(max / unit.length)),
  )

const placed = {
  number: '9'.repeat(64),
  amountMinor: 10_000_000_000,
  currency: 'CNY' as const,
  fulfilment: 'delivery' as const,
  items: [],
}

const row: ReminderOrder = {
  id: Number.MAX_SAFE_INTEGER,
  store_id: 'st',
  number: placed.number,
  summary: '',
  urges: 999,
  reason: null,
  created_at: 1_900_000_000_000,
  paid_at: 1_900_000_000_000,
  revived_at: null,
}

const SETTINGS = storeSettingsSchema.parse({ acceptWithinMinutes: 10 })

const order = fc
  .record({
    items: fc.array(
      fc.record({ name: hostile(200), quantity: fc.integer({ min: 1, max: 9_999 }), note: hostile(500) }),
      {
        minLength: 1,
        maxLength: 200,
      },
    ),
    remark: hostile(10_000),
    reason: hostile(500),
    customer: fc.record({ name: hostile(100), phone: hostile(40), address: hostile(500) }),
  })
  .map(({ items, customer, remark, reason }): ReminderOrder => {
    const summary = JSON.stringify(summariseOrder({ ...placed, items, customer, remark }))
    return { ...row, summary, reason }
  })

function frameOf(of: ReminderOrder): string {
  const reminder: ReminderOfOrder = {
    id: 'rm_'.padEnd(64, 'x'),
    store_id: 'st',
    order_id: of.id,
    kind: 'cancel',
    dedupe: '',
    content: `订单号：${of.number}`,
    summary: of.summary,
    details: orderDetails(of, SETTINGS),
    state: 'open',
    n: 10_000,
    level: 3,
    created_at: 0,
    since: 0,
    seq: 1_000_000_000,
    alerted_at: 1_900_000_000_000,
    next_alert_at: null,
    heard_ms: 0,
    answered_by: null,
    answered_at: null,
    escalate_at: null,
    escalated_at: null,
    claimed_until: null,
    claimed_by: null,
  }
  return reminderFrame(reminder, 'c'.repeat(150))
}

describe('what a frame carries of an order', () => {
  it('fits into a frame, is one that clients accept, and holds no control character, whatever was typed', () => {
    fc.assert(
      fc.property(order, (of) => {
        const text = frameOf(of)
        const frame = JSON.parse(text) as ReminderFrame
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_FRAME_BYTES)
        expect(reminderFrameSchema.safeParse(frame).success).toBe(true)
        expect(JSON.stringify(frame.order)).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|\\u00[01]/u)
      }),
      { numRuns: 60 },
    )
  })

  it('fits into a frame with as many warnings as it may have, of the widest characters', () => {
    const wide = '𝕳'.repeat(500)
    const items = Array.from({ length: 200 }, (_, i) => ({
      name: `${i}${wide}`.slice(0, 200),
      quantity: 9_999,
      note: `${wide.slice(0, 40)}不要葱${wide}`.slice(0, 500),
    }))
    const customer = { name: wide.slice(0, 100), phone: wide.slice(0, 40), address: wide.slice(0, 500) }
    const summary = summariseOrder({ ...placed, items, customer, remark: wide.repeat(20) })
    expect([summary.warnings?.length, summary.moreWarnings]).toEqual([6, 194])
    const text = frameOf({ ...row, summary: JSON.stringify(summary), reason: wide })
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_FRAME_BYTES)
    expect(reminderFrameSchema.safeParse(JSON.parse(text)).success).toBe(true)
  })

  it('says how much it left out', () => {
    const items = Array.from({ length: 25 }, (_, i) => ({ name: `菜 ${i}`, quantity: 1 }))
    const summary = summariseOrder({ ...placed, items })
    const { order } = JSON.parse(frameOf({ ...row, summary: JSON.stringify(summary) })) as ReminderFrame
    expect([order.items.length, order.moreItems, order.acceptBy]).toEqual([20, 5, 1_900_000_600_000])
    expect(summary).not.toHaveProperty('customer')
    expect(summary).not.toHaveProperty('remark')
  })
})

describe('snapshot frames', () => {
  it('hold every open reminder once, in order, each frame within the limit, the last one marked (I6)', () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 12 }), (orders) => {
        const open = orders.map(frameOf)
        const texts = snapshotFrames({ seq: 7, cursor: 'c', open })
        const frames = texts.map((text) => JSON.parse(text) as { part: number; last: boolean; open: unknown[] })
        for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_FRAME_BYTES)
        expect(frames.flatMap((frame) => frame.open)).toEqual(open.map((text) => JSON.parse(text)))
        expect(frames.map(({ part, last }) => [part, last])).toEqual(
          frames.map((_, i) => [i + 1, i === frames.length - 1]),
        )
      }),
      { numRuns: 30 },
    )
  })
})

describe('a cursor', () => {
  it('comes back as it was written', () => {
    const cursor = { epoch: 'ep_1', seq: 42, eventId: 'ev_1' }
    expect(parseCursor(formatCursor(cursor))).toEqual(cursor)
    expect(parseCursor(formatCursor({ ...cursor, seq: 0, eventId: '-' }))).toEqual({ ...cursor, seq: 0, eventId: '-' })
  })

  it.each([
    '',
    '.',
    'ep_1.1',
    'ep_1.-1.ev',
    'ep_1.01.ev',
    'ep_1.1e3.ev',
    'ep_1.99999999999999999999.ev',
    'ep 1.1.ev',
    "ep_1.1.ev' OR 1=1",
  ])('is nothing we wrote: %j', (text) => expect(parseCursor(text)).toBeUndefined())
})
