import { expect, it } from 'vitest'
import { moveOrder } from '../../../server/commands/move-order.ts'
import { pollPayments } from '../../../server/commands/poll-payments.ts'
import { recordPayments } from '../../../server/commands/record-payment.ts'
import { repeatUnanswered } from '../../../server/commands/repeat-unanswered.ts'
import { applyReviewed, refundByHand } from '../../../server/commands/review-payment.ts'
import { URGE_PAUSE_MS, urgeOrder } from '../../../server/commands/urge-order.ts'
import { cancelUnpaid } from '../../../server/jobs/cancel-unpaid.ts'
import { completeDeliveries } from '../../../server/jobs/complete-deliveries.ts'
import { prune } from '../../../server/jobs/prune.ts'
import { noteReturned } from '../../../server/payments/refunds/note-returned.ts'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import { acknowledgeReminder } from '../../../server/reminders/close-reminders.ts'
import { changeStore, createStore } from '../../../server/stores/stores.ts'
import { createStoreSchema, type Store } from '../../../shared/api/stores.ts'
import { beside } from '../../support/beside.ts'
import { createFakeProvider } from '../../support/fake-provider.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer } from '../../support/test-server.ts'
import { paymentsOf } from '../payments/books.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

interface ReminderRow {
  id: string
  store_id: string
  kind: string
  state: string
  n: number
  seq: number
  next_alert_at: number | null
}

/** A server with a provider, whose jobs are run by hand: time stands still but for `later`. */
async function rig() {
  const clock = createManualClock()
  const fake = createFakeProvider('standard-webhooks')
  const server = await startTestServer({ clock, clients: [fake] })
  const { ctx } = server.running
  const reminders = () => ctx.db.read.all<ReminderRow>('SELECT * FROM reminders ORDER BY created_at, id')
  return {
    ...server,
    ctx,
    clock,
    fake,
    later: (ms: number) => clock.jumpWall(ms),
    reminders,
    /** The log of all stores, as `what id n`. */
    async log(): Promise<string[]> {
      const rows = await ctx.db.read.all<{ what: string; reminder_id: string; n: number }>(
        'SELECT what, reminder_id, n FROM reminder_log ORDER BY store_id, seq',
      )
      return rows.map(({ what, reminder_id, n }) => `${what} ${reminder_id} ${n}`)
    },
    acknowledge: ({ id, store_id }: ReminderRow) => ({ id, storeId: store_id, by: { kind: 'device' } as const }),
    /** Makes the open reminders due, and as if they had been heard for `heardMs`. */
    makeDue: (heardMs = 0) =>
      ctx.db.write((tx) =>
        tx.run(`UPDATE reminders SET next_alert_at = ?, heard_ms = ? WHERE state = 'open'`, [
          ctx.clockWatch.now(),
          heardMs,
        ]),
      ),
  }
}

it('I8, I10: reminders that two servers find due at the same moment are announced once, each n as the log has it', async () => {
  const { api, ctx, makeDue, reminders, log, clock } = await rig()
  for (let i = 0; i < 3; i++) await api.placePaid()
  await makeDue()
  const counts: unknown[] = []
  const mine = beside(ctx, /^UPDATE (stores|reminders)/, async (other) => counts.push(await repeatUnanswered(other)))
  counts.push(await repeatUnanswered(mine))
  expect(counts).toEqual([
    { repeated: 3, expired: 0 },
    { repeated: 0, expired: 0 },
  ])
  const rows = await reminders()
  expect(rows.map(({ n }) => n)).toEqual([2, 2, 2])
  expect((await log()).toSorted()).toEqual(rows.flatMap(({ id }) => [`remind ${id} 1`, `remind ${id} 2`]).toSorted())
  expect(rows.every(({ next_alert_at }) => (next_alert_at ?? 0) > clock.now())).toBe(true)
})

it('I9: a due reminder that another server closes at the same moment is not announced after its end, and holds no other up', async () => {
  const { api, ctx, makeDue, reminders, log } = await rig()
  const answered = await api.placePaid()
  await api.placePaid()
  await makeDue()
  const mine = beside(ctx, /^UPDATE (stores|reminders)/, (other) =>
    other.db.write((tx) => moveOrder(tx, other, { orderId: answered.id, move: 'confirm', by: 'device' })),
  )
  expect(await repeatUnanswered(mine)).toEqual({ repeated: 1, expired: 0 })
  const [closed, open] = await reminders()
  expect([closed?.state, open?.state]).toEqual(['acknowledged', 'open'])
  expect((await log()).filter((entry) => entry.includes(closed?.id ?? '-'))).toEqual([
    `remind ${closed?.id} 1`,
    `close ${closed?.id} 1`,
  ])
  expect((await log()).at(-1)).toBe(`remind ${open?.id} 2`)
})

it('I9: an urge that another server acknowledges at the same moment stays closed, and the new one is a reminder of its own', async () => {
  const { api, ctx, later, reminders, log, acknowledge } = await rig()
  const order = await api.placePaid()
  await ctx.db.write((tx) => urgeOrder(tx, ctx, order.id))
  later(URGE_PAUSE_MS)
  const first = (await reminders()).find(({ kind }) => kind === 'urge') as ReminderRow
  const mine = beside(ctx, /^UPDATE (stores|reminders)/, (other) =>
    other.db.write((tx) => acknowledgeReminder(tx, other, acknowledge(first))),
  )
  await mine.db.write((tx) => urgeOrder(tx, mine, order.id))
  const urges = (await reminders()).filter(({ kind }) => kind === 'urge')
  expect(urges.map(({ state, n }) => [state, n])).toEqual([
    ['acknowledged', 1],
    ['open', 1],
  ])
  expect((await log()).slice(1)).toEqual([
    `remind ${first.id} 1`,
    `close ${first.id} 1`,
    `remind ${urges.at(-1)?.id} 1`,
  ])
})

it('an urge that expires while another server acknowledges it is acknowledged, and its order is not missed again', async () => {
  const { api, ctx, later, makeDue, reminders, acknowledge } = await rig()
  const order = await api.placePaid()
  await makeDue(12 * HOUR)
  await repeatUnanswered(ctx)
  const missed = (await reminders()).find(({ kind }) => kind === 'missed') as ReminderRow
  await ctx.db.write((tx) => acknowledgeReminder(tx, ctx, acknowledge(missed)))
  later(MINUTE)
  await ctx.db.write((tx) => urgeOrder(tx, ctx, order.id))
  await makeDue(12 * HOUR)
  const urge = (await reminders()).find(({ kind }) => kind === 'urge') as ReminderRow
  const mine = beside(ctx, /^UPDATE (orders|reminders)/, (other) =>
    other.db.write((tx) => acknowledgeReminder(tx, other, acknowledge(urge))),
  )
  expect(await repeatUnanswered(mine)).toEqual({ repeated: 0, expired: 0 })
  expect((await reminders()).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'new_order expired',
    'missed acknowledged',
    'urge acknowledged',
  ])
})

it('a reminder that expires on two servers at once expires once, and its order is missed once', async () => {
  const { api, ctx, makeDue, reminders, log } = await rig()
  await api.placePaid()
  await makeDue(12 * HOUR)
  const counts: unknown[] = []
  const mine = beside(ctx, /^UPDATE (orders|reminders)/, async (other) => counts.push(await repeatUnanswered(other)))
  counts.push(await repeatUnanswered(mine))
  expect(counts).toEqual([
    { repeated: 0, expired: 1 },
    { repeated: 0, expired: 0 },
  ])
  const [old, missed] = await reminders()
  expect(await log()).toEqual([`remind ${old?.id} 1`, `close ${old?.id} 1`, `remind ${missed?.id} 1`])
})

it('a reminder that two servers acknowledge at once is acknowledged for both', async () => {
  const { api, ctx, reminders, acknowledge } = await rig()
  const order = await api.placePaid()
  await ctx.db.write((tx) => urgeOrder(tx, ctx, order.id))
  const urge = (await reminders()).find(({ kind }) => kind === 'urge') as ReminderRow
  const mine = beside(ctx, /^UPDATE reminders/, (other) =>
    other.db.write((tx) => acknowledgeReminder(tx, other, acknowledge(urge))),
  )
  expect(await mine.db.write((tx) => acknowledgeReminder(tx, mine, acknowledge(urge)))).toMatchObject({
    id: urge.id,
    state: 'acknowledged',
  })
})

it('I4: a payment that is called back to two servers at once pays its order once, and is known to the second', async () => {
  const { api, ctx, reminders } = await rig()
  const { number: orderNumber, amountMinor } = await api.place()
  const payment = {
    provider: 'standard-webhooks',
    transactionId: 'tx-1',
    orderNumber,
    amountMinor,
    currency: 'CNY',
    paidAt: ctx.clock.now(),
  } as const
  const mine = beside(ctx, /^UPDATE orders/, (other) => other.db.write((tx) => recordPayments(tx, other, [payment])))
  expect(await mine.db.write((tx) => recordPayments(tx, mine, [payment]))).toEqual([
    { state: 'applied', reviewReason: null, duplicate: true },
  ])
  expect(await reminders()).toMatchObject([{ kind: 'new_order', n: 1 }])
})

/** Orders that were paid and called off, so that their refunds are due. */
async function calledOff({ api }: Awaited<ReturnType<typeof rig>>, count: number) {
  for (let i = 0; i < count; i++) {
    const order = await api.placePaid()
    await api.call('POST', `/v1/orders/${order.id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } })
  }
}

it('I4: refunds that two servers find due at the same moment are called for once each', async () => {
  const all = await rig()
  const { ctx, fake } = all
  await calledOff(all, 12)
  const mine = beside(ctx, /^UPDATE refunds SET attempts/, (other) => sendRefunds(other))
  await sendRefunds(mine)
  expect(fake.calls).toHaveLength(12)
  expect(new Set(fake.calls).size).toBe(12)
  expect(await ctx.db.read.all('SELECT DISTINCT state, attempts FROM refunds')).toEqual([
    { state: 'succeeded', attempts: 0 },
  ])
})

it('I4: a refund asks for what is left when another server has noted money that went back elsewhere', async () => {
  const all = await rig()
  const { ctx, fake } = all
  await calledOff(all, 1)
  const [payment] = await paymentsOf(all)
  const mine = beside(ctx, /^UPDATE refunds SET attempts/, (other) =>
    other.db.write((tx) => noteReturned(tx, other, payment?.id ?? '', { state: 'succeeded', returnedMinor: 850 })),
  )
  await sendRefunds(mine)
  expect([...fake.booked.values()]).toMatchObject([{ amountMinor: 3_000 }])
})

it('a refund that two servers give up at the same moment is handed to a human once', async () => {
  const all = await rig()
  const { ctx } = all
  await calledOff(all, 1)
  await ctx.db.write((tx) => tx.run('UPDATE refunds SET attempts = 90'))
  const mine = beside(ctx, /^UPDATE (orders|payments|refunds)/, (other) => sendRefunds(other))
  expect(await sendRefunds(mine)).toBe(0)
  expect(await paymentsOf(all)).toMatchObject([{ state: 'refund_due', refunds: [{ state: 'failed' }] }])
})

it('payments that two servers find due at the same moment are asked about once each', async () => {
  const { api, ctx, fake, later } = await rig()
  for (let i = 0; i < 12; i++) {
    const { id } = await api.place()
    await api.call('POST', `/v1/orders/${id}/payments`, {
      as: api.orderingKey,
      body: { provider: 'standard-webhooks' },
    })
  }
  later(MINUTE)
  const mine = beside(ctx, /^UPDATE payment_attempts/, (other) => pollPayments(other))
  await pollPayments(mine)
  expect(new Set(fake.calls).size).toBe(12)
  expect(fake.calls).toHaveLength(12)
  expect(await ctx.db.read.all('SELECT DISTINCT polls FROM payment_attempts')).toEqual([{ polls: 1 }])
})

it('money in review that another server returns at the same moment pays no order', async () => {
  const all = await rig()
  const { api, ctx } = all
  const order = await api.place()
  await api.notify({ orderNumber: 'nobody-knows', amountMinor: order.amountMinor })
  const id = (await paymentsOf(all))[0]?.id ?? ''
  const mine = beside(ctx, /^UPDATE payments SET state/, (other) =>
    other.db.write((tx) => refundByHand(tx, other, id, { note: 'cash' })),
  )
  await expect(mine.db.write((tx) => applyReviewed(tx, mine, id, order.id))).rejects.toMatchObject({
    code: 'payment_decided',
  })
})

it('an order that another server pays at the moment of its time-out is not cancelled, and the others are', async () => {
  const { api, ctx } = await rig()
  const paid = await api.place()
  const unpaid = await api.place()
  const { number: orderNumber, amountMinor } = paid
  await ctx.db.write((tx) => tx.run('UPDATE orders SET created_at = created_at - ?', [ctx.policy.unpaidTimeoutMs]))
  const settled = { ...ctx, clockWatch: { ...ctx.clockWatch, steadyMs: () => Number.POSITIVE_INFINITY } }
  const mine = beside(settled, /^UPDATE orders/, (other) =>
    other.db.write((tx) =>
      recordPayments(tx, other, [
        {
          provider: 'standard-webhooks',
          transactionId: 'tx-1',
          orderNumber,
          amountMinor,
          currency: 'CNY',
          paidAt: ctx.clock.now(),
        },
      ]),
    ),
  )
  expect(await cancelUnpaid(mine)).toBe(1)
  expect(await ctx.db.read.all('SELECT id, status FROM orders ORDER BY id')).toEqual([
    { id: paid.id, status: 2 },
    { id: unpaid.id, status: 6 },
  ])
})

it('time-outs that two servers find at the same moment are dealt with once, and no run fails', async () => {
  const { api, ctx } = await rig()
  for (let i = 0; i < 3; i++) await api.place()
  const sent = await api.placePaid()
  for (const move of ['confirm', 'dispatch'] as const)
    await ctx.db.write((tx) => moveOrder(tx, ctx, { orderId: sent.id, move, by: 'device' }))
  const longest = Math.max(ctx.policy.unpaidTimeoutMs, ctx.policy.deliveryTimeoutMs)
  await ctx.db.write((tx) =>
    tx.run('UPDATE orders SET created_at = created_at - ?, dispatched_at = dispatched_at - ?', [longest, longest]),
  )
  const settled = { ...ctx, clockWatch: { ...ctx.clockWatch, steadyMs: () => Number.POSITIVE_INFINITY } }
  const counts: number[] = []
  for (const job of [cancelUnpaid, completeDeliveries]) {
    const mine = beside(settled, /^UPDATE orders/, async (other) => counts.push(await job(other)))
    counts.push(await job(mine))
  }
  expect(counts).toEqual([3, 0, 1, 0])
  expect(await ctx.db.read.all('SELECT status, COUNT(*) AS count FROM orders GROUP BY status ORDER BY status')).toEqual(
    [
      { status: 5, count: 1 },
      { status: 6, count: 3 },
    ],
  )
})

it('I2: the beginning of a log moves forward only, when another server has cut more of it at the same moment', async () => {
  const { api, ctx } = await rig()
  for (let i = 0; i < 6; i++) await api.placePaid()
  // Three entries of two hours ago, and three of one.
  await ctx.db.write((tx) =>
    tx.run(`UPDATE reminder_log SET at = at - CASE WHEN seq <= 3 THEN ${2 * HOUR} ELSE ${HOUR} END`),
  )
  const keeping = (logRetentionMs: number) => ({ ...ctx, policy: { ...ctx.policy, logRetentionMs } })
  const mine = beside(keeping(90 * MINUTE), /^UPDATE stores SET min_seq/, (other) =>
    prune({ ...other, policy: keeping(30 * MINUTE).policy }),
  )
  await prune(mine)
  const [store] = await ctx.db.read.all('SELECT min_seq, head_seq FROM stores')
  expect(store).toEqual({ min_seq: 5, head_seq: 6 })
  expect(await ctx.db.read.all('SELECT seq FROM reminder_log ORDER BY seq')).toEqual([{ seq: 6 }])
})

it('changes of a store that two servers make at the same moment are both kept', async () => {
  const { ctx } = await rig()
  const store = (await ctx.db.write((tx) => createStore(tx, ctx, createStoreSchema.parse({ name: '一号店' })))) as Store
  const mine = beside(ctx, /^UPDATE stores/, (other) =>
    other.db.write((tx) => changeStore(tx, store.id, { settings: { acceptWithinMinutes: 7 } })),
  )
  const changed = await mine.db.write((tx) => changeStore(tx, store.id, { name: '二号店' }))
  expect(changed).toMatchObject({ name: '二号店', settings: { acceptWithinMinutes: 7 } })
})
