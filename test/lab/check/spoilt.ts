import type { ClientHistory } from './client-history.ts'
import { row } from './good-history.ts'
import type { DeviceLine, History } from './history.ts'

type Spoil = (history: History) => unknown

function at<Item>(items: Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new Error(`there is no item ${index}`)
  return item
}

function remove<Item>(items: Item[], fits: (item: Item) => boolean): void {
  const index = items.findIndex(fits)
  if (index < 0) throw new Error('there is nothing to remove')
  items.splice(index, 1)
}

function lineOf<T extends DeviceLine['t']>(history: History, t: T, seq?: number): Extract<DeviceLine, { t: T }> {
  const lines = history.devices.flatMap((device) => device.lines)
  const line = lines.find((l) => l.t === t && (seq === undefined || ('seq' in l && l.seq === seq)))
  if (line === undefined) throw new Error(`there is no line ${t} ${seq}`)
  return line as Extract<DeviceLine, { t: T }>
}

const change = <Row extends object>(target: Row, patch: Partial<Row>) => Object.assign(target, patch)
const linesOf = (history: History, device = 0): DeviceLine[] => at(history.devices, device).lines
const store = (history: History) => at(history.database.stores, 0)
const order = (history: History, id: number) => at(history.database.orders, id - 1)
const payment = (history: History, id: number) => at(history.database.payments, id - 1)
const reminder = (history: History, id: number) => at(history.database.reminders, id - 1)
const answer = (history: History, op: string, status: number, body: unknown) =>
  history.operations.push({ t: 'answer', op, attempt: 99, status, body })

/** Histories with one thing wrong, made out of the good one, by the invariant that it breaks first of all. */
export const SPOILT: Record<string, Record<string, Spoil>> = {
  storage: {
    'the file is damaged': (h) => h.database.integrity.unshift('row 7 missing from index'),
    'rows refer to nothing': (h) => change(h.database, { dangling: 2 }),
  },
  I1: {
    'an acknowledged payment is gone without a trace': (h) => remove(h.database.payments, (p) => p.id === 'py_3'),
    'a payment without its reminder': (h) => remove(h.database.reminders, (r) => r.id === 'rm_2'),
    'an order paid without a payment': (h) => change(order(h, 3), { pay_status: 1 }),
    'a payment that moved no order': (h) => change(order(h, 2), { pay_status: 0 }),
    'a reminder that is not on the log': (h) => remove(h.database.log, (r) => r.reminder_id === 'rm_2'),
    'a payment claimed and never decided': (h) => change(payment(h, 3), { review_reason: null }),
    'a right payment in review for an untrue reason': (h) =>
      change(payment(h, 2), { state: 'review', review_reason: 'order_cancelled' }),
    'an acknowledged order is gone': (h) => remove(h.database.orders, (o) => o.id === 1),
    'an acknowledged confirmation is gone': (h) => change(order(h, 1), { confirmed_at: null }),
    'an acknowledged cancellation is gone': (h) => change(order(h, 4), { cancelled_at: null }),
    'an order is cooked that nobody paid': (h) => change(order(h, 3), { status: 3 }),
  },
  I2: {
    'a hole in the log': (h) => remove(h.database.log, (r) => r.seq === 4),
    'a head ahead of the log': (h) => change(store(h), { head_seq: 9 }),
    'an entry past the head': (h) => h.database.log.push({ ...at(h.database.log, 7), seq: 9 }),
    'a frame that is not what its row says': (h) => change(at(h.database.log, 3), { body: at(h.database.log, 4).body }),
  },
  I4: {
    'two reminders for one payment': (h) => h.database.reminders.push({ ...reminder(h, 2), id: 'rm_9' }),
    'two payments applied to one order': (h) => h.database.payments.push({ ...payment(h, 2), id: 'py_9' }),
    'money that goes back by itself, and nobody sends it': (h) => change(at(h.database.refunds, 0), { next_at: null }),
    'money that goes back twice': (h) => h.database.refunds.push({ ...at(h.database.refunds, 0), number: 'rf_9' }),
    'more goes back than came': (h) => change(at(h.database.refunds, 0), { amount_minor: 101 }),
    'money that pays an order and goes back': (h) =>
      h.database.refunds.push({ ...at(h.database.refunds, 0), payment_id: 'py_1' }),
    'money called returned that is not': (h) => change(payment(h, 4), { state: 'refunded' }),
    'an order called refunded before its money is back': (h) => change(order(h, 4), { pay_status: 2 }),
    'money back, and its order does not say so'(h) {
      change(payment(h, 4), { state: 'refunded' })
      change(at(h.database.refunds, 0), { state: 'succeeded', next_at: null })
    },
    'a cancelled order keeps its money': (h) => change(payment(h, 4), { state: 'applied' }),
    'money that a human must return, without a reason'(h) {
      change(payment(h, 4), { state: 'refund_due' })
      change(at(h.database.refunds, 0), { state: 'failed', next_at: null })
    },
    'a payment of a wrong amount is applied'(h) {
      change(payment(h, 1), { amount_minor: 99 })
      const sent = h.operations.find((line) => line.t === 'send' && line.op === 'tx-1')
      if (sent !== undefined) Object.assign(sent, { amountMinor: 99, right: false })
    },
  },
  I5: {
    'a device skips an entry': (h) => remove(linesOf(h), (l) => l.t === 'apply' && l.seq === 2),
    'a device applies an entry twice': (h) => linesOf(h).push(lineOf(h, 'apply', 8)),
    'a device goes back': (h) => linesOf(h).push(lineOf(h, 'apply', 7), lineOf(h, 'apply', 8)),
    'a device is sent what it has': (h) => linesOf(h).push({ t: 'unexpected', seq: 3, last: 8 }),
    'a device forgets what it had applied': (h) => change(lineOf(h, 'start', 5), { seq: 3 }),
    'an acknowledgement runs ahead of the log': (h) => change(at(h.database.devices, 0), { acked_seq: 9 }),
  },
  I6: {
    'a snapshot that leaves something out': (h) => lineOf(h, 'reset', 5).open.pop(),
    'a device that believes closed what is open': (h) => change(lineOf(h, 'apply', 3), { id: 'rm_2' }),
  },
  I7: {
    'a device that never reaches the head': (h) => linesOf(h).splice(-2),
    'a device that never got anything': (h) => linesOf(h, 1).splice(0),
  },
  I8: {
    'a receipt for what was never announced': (h) => change(at(h.database.receipts, 0), { n: 3 }),
  },
  I9: {
    'a reminder closed and still open': (h) => change(reminder(h, 1), { state: 'open', next_alert_at: 50 }),
    'a reminder closed without an entry': (h) => change(reminder(h, 2), { state: 'acknowledged', next_alert_at: null }),
    'a reminder closed twice'(h) {
      change(store(h), { head_seq: 9 })
      h.database.log.push(row(9, 'rm_4', 1, 'close', { op: 'closed' }))
    },
    'a reminder announced after its close'(h) {
      change(store(h), { head_seq: 9 })
      h.database.log.push(row(9, 'rm_4', 2, 'remind', { n: 2 }))
      change(reminder(h, 4), { n: 2, seq: 9 })
    },
    'a reminder that jumps a number': (h) => change(reminder(h, 2), { n: 2 }),
    'a reminder that stands elsewhere than its last entry': (h) => change(reminder(h, 2), { seq: 5 }),
  },
  I10: {
    'an open reminder that is never due again': (h) => change(reminder(h, 2), { next_alert_at: null }),
    'a closed reminder that is due': (h) => change(reminder(h, 1), { next_alert_at: 50 }),
  },
  I11: {
    'one key, two answers': (h) => answer(h, 'confirm-1', 409, { code: 'order_move_illegal' }),
    'one key, two effects': (h) => change(order(h, 2), { urges: 2 }),
    'an acknowledged urge that does not count': (h) => change(order(h, 2), { urges: 0 }),
    'an order accepted and rejected'(h) {
      h.operations.push({ t: 'send', attempt: 21, op: 'reject-1', kind: 'reject', orderId: 1, deviceId: 'dv_2' })
      answer(h, 'reject-1', 200, { status: 6 })
      change(order(h, 1), { cancelled_at: 9 })
    },
  },
  I12: {
    'a device applies what the log does not say': (h) => change(lineOf(h, 'apply', 4), { id: 'rm_9' }),
    'a device is sent an entry of another store’s log': (h) => linesOf(h, 2).push({ ...lineOf(h, 'apply', 1) }),
    'a reminder about another store’s order': (h) => change(order(h, 2), { store_id: 'st_2' }),
    'a device reports on another store’s reminder': (h) => change(at(h.database.receipts, 0), { device_id: 'dv_3' }),
    'a reminder on another store’s log': (h) => change(reminder(h, 2), { store_id: 'st_2' }),
  },
  I13: {
    'an event that the log has under another id': (h) => change(lineOf(h, 'apply', 4), { cursor: 'ep_1.4.ev_other' }),
    'an event that is on no log': (h) => linesOf(h, 2).push({ ...lineOf(h, 'apply', 1), cursor: 'ep_1.1.ev_lost' }),
    'a device goes on from an event that is on no log': (h) =>
      linesOf(h).push({ t: 'welcome', resumed: true, cursor: 'ep_1.8.ev_lost', head: 8 }),
    'a snapshot of another history': (h) => change(lineOf(h, 'reset', 5), { cursor: 'ep_1.5.ev_other' }),
    'a device reset although nothing was lost': (h) =>
      linesOf(h).push({ t: 'welcome', resumed: false, reason: 'unknown_event', cursor: 'ep_1.8.ev_8', head: 8 }),
  },
}

type SpoilClient = (client: ClientHistory) => unknown

/** The same for what a client wrote down. */
export const SPOILT_CLIENT: Record<string, Record<string, SpoilClient>> = {
  I5: {
    'a client that acknowledges what its disk does not have': (c) => change(at(c.lines, 12), { seq: 9 }),
    'a client that acknowledges before it has stored': (c) => c.lines.unshift({ t: 'start' }, { t: 'acked', seq: 1 }),
  },
  I6: {
    'a client that does not know of an open reminder': (c) => c.inbox.open.pop(),
    'a client that keeps what was closed': (c) => c.inbox.open.push({ id: 'rm_1', n: 2, announced: 2 }),
  },
  I7: {
    'a client that never reaches the head': (c) => change(c.inbox, { seq: 7 }),
  },
  I8: {
    'the same announcement twice, without a crash': (c) => c.lines.push(at(c.lines, 8)),
    'an announcement again, though the disk knew of it': (c) => c.lines.push({ t: 'start' }, at(c.lines, 5)),
    'an announcement that counts and was not said'(c) {
      c.lines.splice(6, 1)
      c.lines.splice(3, 1)
    },
    'an announcement that counts and was not even made': (c) => change(at(c.inbox.open, 0), { announced: 2 }),
    'an announcement that counted before the crash and was said after it': (c) =>
      c.lines.splice(3, 1, { t: 'stored', seq: 4, announced: [{ id: 'rm_2', n: 1 }] }),
    'a sentence for several that was not said': (c) =>
      remove(c.lines, (l) => l.t === 'said' && l.text.startsWith('two')),
    'an open reminder that nobody announced': (c) => change(at(c.inbox.open, 1), { announced: 0 }),
  },
}
