import { LEVEL, REMINDER_TYPE, reminderContent } from '../../shared/reminder.ts'

/** 2026-01-01, the time at which manual clocks begin; milliseconds. */
const T0 = Date.UTC(2026, 0, 1)

export type Frame = Record<string, unknown>

export const ORDER = {
  number: 'A17',
  amountMinor: 3_850,
  currency: 'CNY',
  fulfilment: 'delivery',
  items: [{ name: '面', quantity: 1, note: '微辣' }],
  moreItems: 0,
  remark: '不要香菜',
  customer: { name: '王', phone: '13800000000', address: '一号楼' },
  createdAt: T0,
  paidAt: T0,
  urges: 0,
}

/** Makes a reminder frame as the server of today does, on the log at `seq`; `over` replaces fields. */
export function reminderOf(seq: number, over: Frame = {}): Frame {
  const place = { id: `r${seq}`, seq, cursor: `c${seq}` }
  return {
    ...{ type: REMINDER_TYPE.new_order, orderId: seq, content: reminderContent(ORDER.number), ...place },
    ...{ n: 1, level: LEVEL.normal, at: T0, order: ORDER, ...over },
  }
}

/** Makes a `closed` frame as the server of today does, for reminder `id` at `seq`; `over` replaces fields. */
export function closedOf(seq: number, id: string, over: Frame = {}): Frame {
  return { op: 'closed', id, seq, cursor: `c${seq}`, state: 'acknowledged', by: { kind: 'system' }, at: T0, ...over }
}

/** Values that a newer server might send in place of a known one. */
export const SURPRISES: readonly unknown[] = [
  ...['', 'future', 'constructor', '__proto__', 'x'.repeat(300), '<b>\u202e', 0, 5, 99, -1, 1.5, 1e300],
  ...[null, true, [], {}, [{ deep: [1] }], { future: 1 }],
]

/** Copies a frame without one of its fields, at any depth (`order.items`). */
export function without(frame: Frame, path: string): Frame {
  return changed(frame, path.split('.'), undefined)
}

/** Copies a frame with another value in one of its fields, at any depth. */
export function withValue(frame: Frame, path: string, value: unknown): Frame {
  return changed(frame, path.split('.'), value)
}

function changed(frame: Frame, [key = '', ...rest]: string[], value: unknown): Frame {
  const child = rest.length === 0 ? value : changed((frame[key] ?? {}) as Frame, rest, value)
  // JSON leaves undefined values out.
  return { ...frame, [key]: child }
}

/** Frames of an imagined newer server, each harmless to a client that reads as frames.ts prescribes. */
export const FUTURE = {
  welcome: { reason: 'moved_house', region: 'eu-2', features: { printing: ['escpos'] } },
  kind: { type: 7, content: '厨房打印机缺纸', level: 9, icon: 'printer', order: undefined, orderId: undefined },
  order: reminderOf(0, {
    level: 'whisper',
    mood: 'hungry',
    order: {
      ...ORDER,
      number: 'B42',
      currency: 'THB',
      amountMinor: 12_050,
      fulfilment: 'parcel_locker',
      table: { no: 4 },
    },
  }),
  closed: { state: 'merged', by: { kind: 'phone', name: '老板', number: '+86' }, into: 'r9' },
} as const
