import type { ClientHistory } from './client-history.ts'
import type { DeviceLine, History, OperationLine } from './history.ts'
import type { LogRow, OrderRow, PaymentRow, ReminderRow } from './read-database.ts'

const EPOCH = 'ep_1'
const cursor = (seq: number) => `${EPOCH}.${seq}.${seq === 0 ? '-' : `ev_${seq}`}`

/**
 * A small history in which everything is right, to be spoilt one thing at a time. Store `st_1`: order 1 was paid,
 * announced twice and accepted; order 2 was paid, urged, and waits; order 3 was paid too little; order 4 was paid and
 * called off. One device has followed from the beginning, one began with a snapshot. Store `st_2` is empty.
 */
export function goodHistory(): History {
  return {
    operations: operations(),
    devices: [
      { deviceId: 'dv_1', storeId: 'st_1', lines: followed() },
      { deviceId: 'dv_2', storeId: 'st_1', lines: began() },
      { deviceId: 'dv_3', storeId: 'st_2', lines: idle() },
    ],
    database: {
      integrity: ['ok'],
      dangling: 0,
      stores: [
        { id: 'st_1', epoch: EPOCH, head_seq: 8, min_seq: 0 },
        { id: 'st_2', epoch: EPOCH, head_seq: 0, min_seq: 0 },
      ],
      orders: [
        order(1, { status: 3, pay_status: 1, confirmed_at: 9 }),
        order(2, { status: 2, pay_status: 1, urges: 1 }),
        order(3, { status: 1, pay_status: 0 }),
        order(4, { status: 6, pay_status: 1, cancelled_at: 9 }),
      ],
      payments: [
        payment(1, { state: 'applied' }),
        payment(2, { state: 'applied' }),
        payment(3, { state: 'review', review_reason: 'amount_mismatch', amount_minor: 99 }),
        payment(4, { state: 'refunding' }),
      ],
      refunds: [{ number: 'rf_4', payment_id: 'py_4', amount_minor: 100, state: 'queued', attempts: 0, next_at: 50 }],
      reminders: [
        reminder('rm_1', 1, { state: 'acknowledged', n: 2, seq: 2, next_alert_at: null }),
        reminder('rm_2', 2, { seq: 4 }),
        reminder('rm_3', 2, { kind: 'urge', seq: 5 }),
        reminder('rm_4', 4, { state: 'cancelled', seq: 6, next_alert_at: null }),
        reminder('rm_5', 4, { kind: 'cancel', seq: 8 }),
      ],
      log: [
        remind(1, 'rm_1', 1),
        remind(2, 'rm_1', 2),
        close(3, 'rm_1', 2),
        remind(4, 'rm_2', 1),
        remind(5, 'rm_3', 1),
        remind(6, 'rm_4', 1),
        close(7, 'rm_4', 1),
        remind(8, 'rm_5', 1),
      ],
      devices: [
        { id: 'dv_1', store_id: 'st_1', acked_seq: 8 },
        { id: 'dv_2', store_id: 'st_1', acked_seq: 8 },
        { id: 'dv_3', store_id: 'st_2', acked_seq: 0 },
      ],
      receipts: [{ reminder_id: 'rm_1', device_id: 'dv_1', n: 2 }],
      pairing: [],
    },
  }
}

function order(id: number, more: Partial<OrderRow>): OrderRow {
  const base = { id, store_id: 'st_1', number: `no-${id}`, status: 1, pay_status: 0, amount_minor: 100, payment: null }
  return { ...base, urges: 0, confirmed_at: null, cancelled_at: null, ...more }
}

function payment(id: number, more: Partial<PaymentRow>): PaymentRow {
  const base = { id: `py_${id}`, transaction_id: `tx-${id}`, order_number: `no-${id}`, order_id: id }
  return {
    ...base,
    amount_minor: 100,
    state: 'applied',
    review_reason: null,
    refund_fault: null,
    returned_minor: 0,
    ...more,
  }
}

function reminder(id: string, orderId: number, more: Partial<ReminderRow>): ReminderRow {
  const base = { id, store_id: 'st_1', order_id: orderId, kind: 'new_order', state: 'open' }
  return { ...base, n: 1, seq: 0, next_alert_at: 50, ...more }
}

function remind(seq: number, id: string, n: number): LogRow {
  return row(seq, id, n, 'remind', { n })
}

function close(seq: number, id: string, n: number): LogRow {
  return row(seq, id, n, 'close', { op: 'closed' })
}

/** The log entry with its frame, which repeats what the row says. */
export function row(seq: number, id: string, n: number, what: string, more: object): LogRow {
  const body = JSON.stringify({ id, seq, cursor: cursor(seq), ...more })
  return { store_id: 'st_1', seq, event_id: `ev_${seq}`, what, reminder_id: id, n, body }
}

function operations(): OperationLine[] {
  const pay = (id: number, amountMinor: number): OperationLine[] => [
    {
      t: 'send',
      attempt: id,
      op: `tx-${id}`,
      kind: 'pay',
      transactionId: `tx-${id}`,
      orderNumber: `no-${id}`,
      amountMinor,
      right: amountMinor === 100,
    },
    { t: 'answer', op: `tx-${id}`, attempt: id, status: 204, body: undefined },
  ]
  const confirm = { op: 'confirm-1', kind: 'confirm', orderId: 1, deviceId: 'dv_1' } as const
  return [
    { t: 'send', attempt: 10, op: 'place-1', kind: 'place', storeId: 'st_1', number: 'no-1', amountMinor: 100 },
    { t: 'answer', op: 'place-1', attempt: 10, status: 201, body: { id: 1 } },
    ...pay(1, 100),
    ...pay(2, 100),
    ...pay(3, 99),
    ...pay(4, 100),
    { t: 'send', attempt: 11, ...confirm },
    { t: 'lost', op: 'confirm-1', attempt: 11, why: 'ECONNRESET' },
    { t: 'send', attempt: 12, ...confirm },
    { t: 'answer', op: 'confirm-1', attempt: 12, status: 200, body: { status: 3 } },
    { t: 'send', attempt: 13, op: 'urge-2', kind: 'urge', orderId: 2 },
    { t: 'answer', op: 'urge-2', attempt: 13, status: 200, body: { urges: 1 } },
    { t: 'send', attempt: 14, op: 'cancel-4', kind: 'cancel', orderId: 4 },
    { t: 'answer', op: 'cancel-4', attempt: 14, status: 200, body: { status: 6 } },
  ]
}

function entries(after: number): DeviceLine[] {
  const applied = (seq: number, id: string, n: number): DeviceLine => ({
    t: 'apply',
    seq,
    cursor: cursor(seq),
    what: 'remind',
    id,
    n,
  })
  const closed = (seq: number, id: string): DeviceLine => ({
    t: 'apply',
    seq,
    cursor: cursor(seq),
    what: 'close',
    id,
    state: 'acknowledged',
  })
  const all = [
    applied(1, 'rm_1', 1),
    applied(2, 'rm_1', 2),
    closed(3, 'rm_1'),
    applied(4, 'rm_2', 1),
    applied(5, 'rm_3', 1),
    applied(6, 'rm_4', 1),
    closed(7, 'rm_4'),
    applied(8, 'rm_5', 1),
  ]
  return all.slice(after)
}

function followed(): DeviceLine[] {
  return [
    { t: 'start', cursor: null, seq: 0 },
    { t: 'welcome', resumed: false, reason: 'no_cursor', cursor: null, head: 0 },
    { t: 'reset', seq: 0, cursor: cursor(0), open: [] },
    { t: 'synced', head: 0 },
    ...entries(0).slice(0, 5),
    { t: 'end', code: 1006 },
    { t: 'start', cursor: cursor(5), seq: 5 },
    { t: 'welcome', resumed: true, cursor: cursor(5), head: 8 },
    ...entries(5),
    { t: 'synced', head: 8 },
  ]
}

function began(): DeviceLine[] {
  const open = [
    { id: 'rm_2', n: 1 },
    { id: 'rm_3', n: 1 },
  ]
  return [
    { t: 'start', cursor: null, seq: 0 },
    { t: 'welcome', resumed: false, reason: 'no_cursor', cursor: null, head: 5 },
    { t: 'reset', seq: 5, cursor: cursor(5), open },
    ...entries(5),
  ]
}

function idle(): DeviceLine[] {
  return [
    { t: 'start', cursor: null, seq: 0 },
    { t: 'welcome', resumed: false, reason: 'no_cursor', cursor: null, head: 0 },
    { t: 'reset', seq: 0, cursor: cursor(0), open: [] },
  ]
}

/**
 * A client of store `st_1` in which everything is right: killed after it had said `rm_2` and before that was stored, so
 * that it said it again; the urge and the cancellation were counted in one sentence.
 */
export function goodClient(): ClientHistory {
  return {
    deviceId: 'dv_1',
    storeId: 'st_1',
    lines: [
      { t: 'start' },
      { t: 'stored', seq: 4, announced: [] },
      { t: 'shown', id: 'rm_2', n: 1, text: 'order 2' },
      { t: 'said', text: 'order 2' },
      { t: 'start' },
      { t: 'shown', id: 'rm_2', n: 1, text: 'order 2' },
      { t: 'said', text: 'order 2' },
      { t: 'stored', seq: 4, announced: [{ id: 'rm_2', n: 1 }] },
      { t: 'shown', id: 'rm_3', n: 1, text: 'urge for order 2' },
      { t: 'shown', id: 'rm_5', n: 1, text: 'order 4 is called off' },
      { t: 'said', text: 'two messages wait' },
      { t: 'stored', seq: 8, announced: ['rm_2', 'rm_3', 'rm_5'].map((id) => ({ id, n: 1 })) },
      { t: 'acked', seq: 8 },
    ],
    inbox: { seq: 8, open: ['rm_2', 'rm_3', 'rm_5'].map((id) => ({ id, n: 1, announced: 1 })) },
  }
}
