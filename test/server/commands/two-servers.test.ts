import { expect, it } from 'vitest'
import { moveOrder } from '../../../server/commands/move-order.ts'
import { createPaymentRecorder } from '../../../server/commands/record-payment.ts'
import { recordRefund } from '../../../server/commands/record-refund.ts'
import { repeatUnanswered } from '../../../server/commands/repeat-unanswered.ts'
import { urgeOrder } from '../../../server/commands/urge-order.ts'
import type { Sql } from '../../../server/db/database.ts'
import { AppError } from '../../../server/lib/app-error.ts'
import type { PaymentContext, VerifiedPayment } from '../../../server/payments/providers/port.ts'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import { acknowledgeReminder } from '../../../server/reminders/close-reminders.ts'
import type { Order } from '../../../shared/api/orders.ts'
import { createFakeProvider } from '../../support/fake-provider.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { readDeadlocks } from '../../support/postgres-cluster.ts'
import { engine } from '../../support/test-database.ts'
import { startTestServer } from '../../support/test-server.ts'

const HOUR = 60 * 60_000

/** Two servers of one database. SQLite has one server a database: there it is the same one twice. */
async function pair() {
  const clock = createManualClock()
  const fake = createFakeProvider('standard-webhooks')
  const first = await startTestServer({ clock, clients: [fake] })
  const second =
    engine() === 'postgres' ? await startTestServer({ clock, clients: [fake], dataDir: first.dataDir }) : first
  return {
    ...{ api: first.api, clock, fake, contexts: [first.running.ctx, second.running.ctx] as const },
    /** Stops both; resolves to the deadlocks that they met. */
    async deadlocks() {
      await Promise.all([first.stop(), second.stop()])
      return first.config.DATABASE_URL === undefined ? 0 : await readDeadlocks(first.config.DATABASE_URL)
    },
  }
}

/** What may happen to a paid order, by its name; each is tried beside each other. */
const EVENTS: Record<string, (ctx: PaymentContext, order: Order, payment: VerifiedPayment) => Promise<unknown>> = {
  paid: (ctx, _order, payment) => createPaymentRecorder(ctx)(payment),
  confirmed: (ctx, { id }) => ctx.db.write((tx) => moveOrder(tx, ctx, { orderId: id, move: 'confirm', by: 'device' })),
  rejected: (ctx, { id }) => ctx.db.write((tx) => moveOrder(tx, ctx, { orderId: id, move: 'reject', by: 'device' })),
  cancelled: (ctx, { id }) => ctx.db.write((tx) => moveOrder(tx, ctx, { orderId: id, move: 'cancel', by: 'customer' })),
  urged: (ctx, { id }) => ctx.db.write((tx) => urgeOrder(tx, ctx, id)),
  acknowledged: async (ctx, { id, storeId }) => {
    const urges = await ctx.db.read.all<{ id: string }>(
      `SELECT id FROM reminders WHERE order_id = ? AND kind <> 'new_order' ORDER BY id`,
      [id],
    )
    for (const urge of urges)
      await ctx.db.write((tx) => acknowledgeReminder(tx, ctx, { id: urge.id, storeId, by: { kind: 'device' } }))
  },
  repeated: (ctx) => repeatUnanswered(ctx),
  refunded: (ctx, _order, { transactionId }) =>
    ctx.db.write((tx) =>
      recordRefund(tx, ctx, 'standard-webhooks', {
        transactionId,
        refundNumber: `console ${transactionId}`,
        amountMinor: 850,
        state: 'succeeded',
      } as never),
    ),
  sent: (ctx) => sendRefunds(ctx),
}

const PAIRS = Object.keys(EVENTS).flatMap((a) => Object.keys(EVENTS).map((b) => [a, b] as const))

it('I1, I2, I4, I8, I9: whatever happens to an order on two servers at the same moment leaves one true story', async () => {
  const { api, clock, fake, contexts, deadlocks } = await pair()
  const [one, other] = contexts
  const { read } = one.db
  for (const [index, [a, b]] of PAIRS.entries()) {
    const order = await api.place()
    const payment: VerifiedPayment = {
      provider: 'standard-webhooks',
      transactionId: `tx-${index}`,
      orderNumber: order.number,
      amountMinor: order.amountMinor,
      currency: 'CNY',
      paidAt: clock.now(),
    }
    await createPaymentRecorder(one)(payment)
    // Each odd pair has an urge that waits, and everything is due; each third has been heard for its whole time.
    if (index % 2 === 1) await one.db.write((tx) => urgeOrder(tx, one, order.id))
    await one.db.write((tx) =>
      tx.run(`UPDATE reminders SET next_alert_at = 0, heard_ms = ? WHERE state = 'open'`, [
        index % 3 === 0 ? 12 * HOUR : 0,
      ]),
    )
    clock.jumpWall(HOUR)
    const results = await Promise.allSettled([EVENTS[a]?.(one, order, payment), EVENTS[b]?.(other, order, payment)])
    for (const result of results)
      if (result.status === 'rejected' && !(result.reason instanceof AppError))
        throw new Error(`${a} beside ${b}`, { cause: result.reason })
    expect(await faults(read), `${a} beside ${b}`).toEqual([])
  }
  await sendRefunds(one)
  for (let index = 0; index < PAIRS.length; index++) expect(fake.paidOut(`tx-${index}`)).toBeLessThanOrEqual(3_850)
  expect(fake.calls.length).toBe(new Set(fake.calls).size)
  expect(await deadlocks()).toBe(0)
})

/** Lists what contradicts the invariants. */
async function faults(sql: Sql): Promise<string[]> {
  const reminders = await sql.all<{ id: string; state: string; n: number; order_id: number; kind: string }>(
    'SELECT id, state, n, order_id, kind FROM reminders',
  )
  const log = await sql.all<{ seq: number; what: string; reminder_id: string; n: number }>(
    'SELECT seq, what, reminder_id, n FROM reminder_log ORDER BY seq',
  )
  const found: string[] = []
  if (log.some(({ seq }, index) => seq !== index + 1)) found.push('I2: the log has a hole')
  const store = await sql.get<{ head_seq: number }>('SELECT head_seq FROM stores')
  if (store?.head_seq !== log.length) found.push('I2: the head is not the end of the log')
  for (const { id, state, n } of reminders) {
    const told = log.filter(({ reminder_id }) => reminder_id === id).map(({ what, n }) => `${what} ${n}`)
    const expected = Array.from({ length: n }, (_, index) => `remind ${index + 1}`)
    if (state !== 'open') expected.push(`close ${n}`)
    if (told.join() !== expected.join()) found.push(`I8, I9: ${id} is ${state} ${n}, and the log has ${told}`)
  }
  const orders = await sql.all<{ id: number; pay_status: number }>(
    'SELECT id, pay_status FROM orders WHERE pay_status > 0',
  )
  const payments = await sql.all<{ order_id: number }>('SELECT order_id FROM payments WHERE review_reason IS NULL')
  for (const { id } of orders) {
    if (payments.filter(({ order_id }) => order_id === id).length !== 1) found.push(`I4: payments of order ${id}`)
    const rings = reminders.filter(({ order_id, kind }) => order_id === id && kind === 'new_order')
    if (rings.length !== 1) found.push(`I4: order ${id} has ${rings.length} reminders`)
  }
  return found
}
