import { groupBy } from './group-by.ts'
import type { Violation } from './history.ts'
import type { DatabaseDump, LogRow, OrderRow, PaymentRow, RefundRow, ReminderRow } from './read-database.ts'

/** This money has paid its order, whatever became of the two since. */
const hasPaid = ({ review_reason }: PaymentRow) => review_reason === null

/**
 * What must be true of a database at every moment at which a process can be killed, without knowing what was asked of
 * it: I1, I2, I4, I9, I10, I12, and that SQLite itself finds it sound. `restored`: from a backup, so that a new epoch
 * may have begun since some of the frames were written.
 */
export function checkDatabase(db: DatabaseDump, options: { restored?: boolean } = {}): Violation[] {
  return [
    ...checkFile(db),
    ...checkPayments(db),
    ...checkRefunds(db),
    ...checkLog(db, options.restored === true),
    ...checkReminders(db),
    ...checkStores(db),
  ]
}

function checkFile({ integrity, dangling }: DatabaseDump): Violation[] {
  const found: Violation[] = []
  if (integrity.join() !== 'ok') found.push({ invariant: 'storage', what: `integrity_check: ${integrity.join()}` })
  if (dangling > 0) found.push({ invariant: 'storage', what: `${dangling} rows refer to nothing` })
  return found
}

/** I1: a payment that counts ⇔ a paid order ⇔ its reminder ⇔ the reminder's first entry on the log. I4: one of each. */
function checkPayments(db: DatabaseDump): Violation[] {
  const found: Violation[] = []
  const payments = groupBy(db.payments.filter(hasPaid), (payment) => payment.order_id)
  const reminders = groupBy(
    db.reminders.filter(({ kind }) => kind === 'new_order'),
    (reminder) => reminder.order_id,
  )
  const orders = new Map(db.orders.map((order) => [order.id, order]))
  for (const order of db.orders) {
    const counts = [
      order.pay_status === 0 ? 0 : 1,
      payments.get(order.id)?.length ?? 0,
      reminders.get(order.id)?.length ?? 0,
    ]
    const [paid, payment, reminder] = counts
    // It is paid in cash, or costs nothing: it rings without a payment.
    const unpaid = order.payment !== null || order.amount_minor === 0
    if (unpaid && paid === 0 && payment === 0 && reminder === 1) continue
    if (Math.max(...counts) > 1) {
      found.push({ invariant: 'I4', what: `order ${order.id}: ${payment} payments, ${reminder} new_order reminders` })
    } else if (paid !== payment || paid !== reminder) {
      found.push({
        invariant: 'I1',
        what: `order ${order.id}: paid ${paid}, payments ${payment}, reminders ${reminder}`,
      })
    }
    if (paid === 0 && servedStatus(order)) {
      found.push({ invariant: 'I1', what: `order ${order.id} has status ${order.status} and is not paid` })
    }
  }
  for (const orderId of payments.keys()) {
    if (orderId === null || !orders.has(orderId))
      found.push({ invariant: 'I1', what: `a payment applied to order ${orderId}` })
  }
  return found
}

/** I4: money is in one place. What is said of a payment and its order is what its refunds say. */
function checkRefunds(db: DatabaseDump): Violation[] {
  const refunds = groupBy(db.refunds, (refund) => refund.payment_id)
  const orders = new Map(db.orders.map((order) => [order.id, order]))
  return db.payments.flatMap((payment) =>
    moneyFaults(payment, refunds.get(payment.id) ?? [], orders.get(payment.order_id ?? 0)).map((what) => ({
      invariant: 'I4' as const,
      what: `payment ${payment.id} is ${payment.state}: ${what}`,
    })),
  )
}

function moneyFaults(payment: PaymentRow, own: RefundRow[], order: OrderRow | undefined): string[] {
  const count = (fits: (refund: RefundRow) => boolean) => own.filter(fits).length
  const underWay = count(({ next_at }) => next_at !== null)
  const sum = (fits: (refund: RefundRow) => boolean) =>
    own.filter(fits).reduce((all, { amount_minor }) => all + amount_minor, 0)
  // Somebody may send a payment back in parts; a provider may tell of more than the refunds that we know.
  const back = Math.max(
    payment.returned_minor,
    sum(({ state }) => state === 'succeeded'),
  )
  const { state, amount_minor: amount } = payment
  const wrong: [boolean, string][] = [
    [underWay !== (state === 'refunding' ? 1 : 0), `${underWay} refunds are under way`],
    [back >= amount !== (state === 'refunded'), `${back} of ${amount} is back`],
    [sum(({ state }) => state !== 'failed') > amount, 'more goes back than came'],
    [(state === 'refund_due') !== (payment.refund_fault !== null), `its fault is ${payment.refund_fault}`],
    [state === 'applied' && order?.status === 6, 'and its order is cancelled'],
    [hasPaid(payment) && state !== 'applied' && order?.status !== 6, `and its order has status ${order?.status}`],
    [hasPaid(payment) && (order?.pay_status === 2) !== (state === 'refunded'), `its order says ${order?.pay_status}`],
  ]
  return wrong.filter(([is]) => is).map(([, what]) => what)
}

/** 2 待接单 to 5 已完成: nobody may cook what was not paid for. */
function servedStatus({ status }: OrderRow): boolean {
  return status >= 2 && status <= 5
}

/** I2: per store the retained positions are dense up to the head. Frames say what their row says. */
function checkLog(db: DatabaseDump, restored: boolean): Violation[] {
  const found: Violation[] = []
  const byStore = groupBy(db.log, (row) => row.store_id)
  for (const { id, epoch, head_seq, min_seq } of db.stores) {
    const rows = byStore.get(id) ?? []
    const seqs = rows.map(({ seq }) => seq)
    const expected = Array.from({ length: head_seq - min_seq }, (_, index) => min_seq + 1 + index)
    if (seqs.join() !== expected.join()) {
      found.push({ invariant: 'I2', what: `store ${id}: ${min_seq}+1…${head_seq} expected, found ${gist(seqs)}` })
    }
    for (const row of rows)
      if (!tellsTheTruth(row, restored ? undefined : epoch))
        found.push({ invariant: 'I2', what: `${id}/${row.seq}: its frame says otherwise` })
  }
  return found
}

/** The `op` of the frame of each kind of entry; an announcement has none. */
const OPS: Readonly<Record<string, string | undefined>> = { close: 'closed', claim: 'claimed', intake: 'intake' }

/** Without an `epoch` any will do. */
function tellsTheTruth(row: LogRow, epoch: string | undefined): boolean {
  const frame = JSON.parse(row.body) as Record<string, unknown>
  const [ownEpoch] = String(frame['cursor']).split('.')
  return (
    frame['seq'] === row.seq &&
    frame['cursor'] === `${epoch ?? ownEpoch}.${row.seq}.${row.event_id}` &&
    // Whether a store takes orders is about no reminder.
    (row.what === 'intake' ? row.reminder_id === '' && frame['id'] === undefined : frame['id'] === row.reminder_id) &&
    (row.what === 'remind' ? frame['n'] === row.n : row.what in OPS && frame['op'] === OPS[row.what])
  )
}

/** I1: a reminder has its entries. I9: open ⇔ no close; one close, and last; announced 1, 2, 3 … I10: open ⇒ due again. */
function checkReminders(db: DatabaseDump): Violation[] {
  const found: Violation[] = []
  const minSeq = new Map(db.stores.map((store) => [store.id, store.min_seq]))
  const entries = groupBy(
    db.log.filter(({ what }) => what !== 'intake'),
    (row) => row.reminder_id,
  )
  const reminders = new Set(db.reminders.map(({ id }) => id))
  for (const id of entries.keys()) {
    if (!reminders.has(id))
      found.push({ invariant: 'I1', what: `the log speaks of reminder ${id}, which is not there` })
  }
  for (const reminder of db.reminders) {
    const own = entries.get(reminder.id) ?? []
    const whole = (minSeq.get(reminder.store_id) ?? 0) === 0
    found.push(...checkReminder(reminder, own, whole))
  }
  return found
}

/** `whole`: nothing of this store's log was pruned. */
function checkReminder(reminder: ReminderRow, own: LogRow[], whole: boolean): Violation[] {
  const found: Violation[] = []
  const { id, state } = reminder
  const reminds = own.filter(({ what }) => what === 'remind')
  const closes = own.filter(({ what }) => what === 'close')
  if (whole && reminds.length === 0) found.push({ invariant: 'I1', what: `reminder ${id} is not on the log` })
  if (own.some((row) => row.store_id !== reminder.store_id))
    found.push({ invariant: 'I12', what: `reminder ${id} is on another store's log` })
  if (closes.length > 1) found.push({ invariant: 'I9', what: `reminder ${id} was closed ${closes.length} times` })
  if (whole && (state === 'open') !== (closes.length === 0))
    found.push({ invariant: 'I9', what: `reminder ${id} is ${state}, with ${closes.length} closes` })
  const [close] = closes
  if (close !== undefined && own.some(({ seq }) => seq > close.seq))
    found.push({ invariant: 'I9', what: `reminder ${id} goes on after its close` })
  const counted = reminds.map(({ n }) => n)
  if (whole && counted.join() !== Array.from({ length: reminder.n }, (_, index) => index + 1).join()) {
    found.push({ invariant: 'I9', what: `reminder ${id} was announced as ${gist(counted)}, and says ${reminder.n}` })
  }
  const last = reminds.at(-1)
  if (last !== undefined && last.seq !== reminder.seq)
    found.push({ invariant: 'I9', what: `reminder ${id} stands at ${reminder.seq}, its last entry at ${last.seq}` })
  if ((state === 'open') !== (reminder.next_alert_at !== null))
    found.push({ invariant: 'I10', what: `reminder ${id} is ${state}, due ${reminder.next_alert_at}` })
  return found
}

/** I12: what belongs to a device or an order stays in its store. Evidence never runs ahead of the log. */
function checkStores(db: DatabaseDump): Violation[] {
  const found: Violation[] = []
  const heads = new Map(db.stores.map((store) => [store.id, store.head_seq]))
  const storeOfOrder = new Map(db.orders.map((order) => [order.id, order.store_id]))
  const storeOfDevice = new Map(db.devices.map((device) => [device.id, device.store_id]))
  const reminders = new Map(db.reminders.map((reminder) => [reminder.id, reminder]))
  for (const { id, order_id, store_id } of db.reminders) {
    if (storeOfOrder.get(order_id) !== store_id)
      found.push({ invariant: 'I12', what: `reminder ${id} and its order are of two stores` })
  }
  for (const device of db.devices) {
    if (device.acked_seq > (heads.get(device.store_id) ?? 0))
      found.push({ invariant: 'I5', what: `device ${device.id} acknowledged ${device.acked_seq}, past the head` })
  }
  for (const receipt of db.receipts) {
    const reminder = reminders.get(receipt.reminder_id)
    if (reminder === undefined || reminder.store_id !== storeOfDevice.get(receipt.device_id))
      found.push({ invariant: 'I12', what: `device ${receipt.device_id} announced ${receipt.reminder_id}` })
    else if (receipt.n > reminder.n)
      found.push({ invariant: 'I8', what: `${receipt.reminder_id} announced ${receipt.n} times of ${reminder.n}` })
  }
  return found
}

function gist(numbers: number[]): string {
  const text = numbers.join()
  return text.length <= 120 ? `[${text}]` : `[${text.slice(0, 60)} … ${text.slice(-50)}]`
}
