import {
  type ClosedFrame,
  controlFrameSchema,
  type ReminderFrame,
  reminderFrameSchema,
  type SnapshotFrame,
  type WelcomeFrame,
} from '../../../../shared/protocol/frames.ts'

/** 2026-01-01, where the manual clock begins. */
export const T0 = Date.UTC(2026, 0, 1)

/** A reminder as the server would send it: a new order, level 1, announced for the first time. */
export function reminderFrame(over: Partial<ReminderFrame> & { seq: number }): ReminderFrame {
  const { seq } = over
  return reminderFrameSchema.parse({
    type: 1,
    orderId: seq,
    content: `订单号：20260101${String(seq).padStart(4, '0')}`,
    id: `r${seq}`,
    cursor: `c${seq}`,
    n: 1,
    level: 1,
    at: T0,
    order: orderSummary(over.orderId ?? seq),
    ...over,
  })
}

export function closedFrame(over: Partial<ClosedFrame> & { seq: number; id: string }): ClosedFrame {
  return controlFrameSchema.parse({
    op: 'closed',
    cursor: `c${over.seq}`,
    state: 'acknowledged',
    by: { kind: 'device', name: '后厨' },
    at: T0,
    ...over,
  }) as ClosedFrame
}

export function snapshotFrame(over: Partial<SnapshotFrame> & { seq: number }): SnapshotFrame {
  return controlFrameSchema.parse({
    op: 'snapshot',
    part: 1,
    last: true,
    cursor: `c${over.seq}`,
    open: [],
    ...over,
  }) as SnapshotFrame
}

export function welcomeFrame(over: Partial<WelcomeFrame> = {}): WelcomeFrame {
  return controlFrameSchema.parse({
    op: 'welcome',
    v: 1,
    store: { id: 's1', name: '小店', locale: 'zh-CN', timezone: 'Asia/Shanghai' },
    head: 0,
    resumed: true,
    heartbeatMs: 20_000,
    window: 64,
    spreadMs: 1_000,
    now: T0,
    ...over,
  }) as WelcomeFrame
}

function orderSummary(orderId: number): ReminderFrame['order'] {
  return {
    number: `20260101${String(orderId).padStart(4, '0')}`,
    amountMinor: 3_850,
    currency: 'CNY',
    fulfilment: 'delivery',
    items: [{ name: '红烧肉', quantity: 1 }],
    moreItems: 0,
    createdAt: T0,
    paidAt: T0,
    urges: 0,
  }
}
