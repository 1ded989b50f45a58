import { expect, it } from 'vitest'
import { pollPayments } from '../../../server/commands/poll-payments.ts'
import { recordRefund } from '../../../server/commands/record-refund.ts'
import type { PaymentAnswer, RefundOfTransaction } from '../../../server/payments/providers/port.ts'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import type { Order, Statistics } from '../../../shared/api/orders.ts'
import type { Payment } from '../../../shared/api/payments.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { createFakeProvider } from '../../support/fake-provider.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer } from '../../support/test-server.ts'
import { paymentsOf } from '../payments/books.ts'

const PROVIDER = 'standard-webhooks'
const MINUTE = 60_000

async function rig() {
  const clock = createManualClock()
  const fake = createFakeProvider(PROVIDER)
  const server = await startTestServer({ clock, clients: [fake] })
  const { api, running, storeId } = server
  const { ctx } = running
  const { token } = await api.pair()
  const txOf = ({ number }: Order) => `tx-${number}`
  return {
    ...server,
    clock,
    fake,
    token,
    /** An order that was paid; of 3850. */
    async paid(): Promise<Order> {
      const order = await api.place()
      const { number: orderNumber, amountMinor } = order
      await api.notify({ orderNumber, amountMinor, transactionId: txOf(order) })
      return order
    },
    /** The provider's word on a refund that somebody made in its console. */
    told: (order: Order, report: Partial<RefundOfTransaction>) =>
      ctx.db.write((tx) =>
        recordRefund(tx, ctx, PROVIDER, { state: 'succeeded', transactionId: txOf(order), ...report }),
      ),
    /** The provider's answer about an order whose callback was lost. */
    async found(order: Order, refunds: NonNullable<(PaymentAnswer & { state: 'paid' })['refunds']>): Promise<void> {
      const { amountMinor, currency } = order
      const facts = { amountMinor, currency, transactionId: txOf(order), paidAt: clock.now(), refunds }
      fake.payments.set(order.number, { state: 'paid', ...facts })
      clock.jumpWall(MINUTE)
      await pollPayments(ctx)
    },
    async started(): Promise<Order> {
      const order = await api.place()
      const path = `/v1/orders/${order.id}/payments`
      await api.call('POST', path, { as: api.orderingKey, body: { provider: PROVIDER } })
      return order
    },
    async payment(): Promise<Payment> {
      const [payment, ...more] = await paymentsOf(server)
      if (payment === undefined || more.length > 0) throw new Error(`${more.length + 1} payments`)
      return payment
    },
    look: async ({ id }: Order) => (await api.call('GET', `/v1/orders/${id}`, { as: api.operatorKey })).body as Order,
    async turnover(): Promise<number | undefined> {
      const { body } = await api.call('GET', `/v1/stores/${storeId}/statistics`, { as: token })
      return (body as Statistics).today.turnover[0]?.amountMinor
    },
    /** What the shop is told, oldest first. */
    async rung(): Promise<unknown[]> {
      const rows = await ctx.db.read.all<{ kind: string; details: string }>(
        'SELECT kind, details FROM reminders ORDER BY created_at, id',
      )
      return rows.map(({ kind, details }) => {
        const { refund } = JSON.parse(details) as { refund?: object }
        return refund === undefined ? kind : { kind, ...refund }
      })
    },
    work(ms = 0): Promise<number> {
      clock.jumpWall(ms)
      return sendRefunds(ctx)
    },
  }
}

it('a part refunded in the console leaves the order paid, takes itself off the turnover, and the shop is told once', async () => {
  const { paid, told, look, payment, turnover, rung, running } = await rig()
  const order = await paid()
  await paid()
  expect(await turnover()).toBe(7_700)
  await told(order, { refundNumber: '50000001', amountMinor: 1_000 })
  expect(await look(order)).toMatchObject({ status: 2, payStatus: 1, refundedMinor: 1_000 })
  expect(await turnover()).toBe(6_700)
  expect(await rung()).toEqual(['new_order', 'new_order', { kind: 'cancel', state: 'part', amountMinor: 1_000 }])
  const unchanged = await watchDatabase(running.ctx)
  for (let i = 0; i < 3; i++) await told(order, { refundNumber: '50000001', amountMinor: 1_000 })
  await unchanged('the same again')

  await told(order, { refundNumber: '50000002', amountMinor: 500 })
  expect((await rung()).at(-1)).toEqual({ kind: 'cancel', state: 'part', amountMinor: 1_500 })
  expect(await turnover()).toBe(6_200)
  await expect(payment()).rejects.toThrow('2 payments')
})

it('the whole of it makes the order refunded, in one or in parts, and leaves it to the shop what becomes of it', async () => {
  const { paid, told, look, payment, turnover, rung, api, token, running, clock } = await rig()
  const order = await paid()
  await told(order, { refundNumber: '1', amountMinor: 850 })
  clock.jumpWall(1_000)
  await told(order, { refundNumber: '2', amountMinor: 3_000 })
  expect(await look(order)).toMatchObject({ status: 2, payStatus: 2, refundedMinor: 3_850 })
  expect(await payment()).toMatchObject({
    state: 'refunded',
    reviewReason: null,
    refundedMinor: 3_850,
    refunds: [
      { number: '1', amountMinor: 850, reason: 'at_provider', state: 'succeeded' },
      { number: '2', amountMinor: 3_000, reason: 'at_provider', state: 'succeeded' },
    ],
  })
  expect(await turnover()).toBeUndefined()
  expect(await rung()).toEqual([
    'new_order',
    { kind: 'cancel', state: 'part', amountMinor: 850 },
    { kind: 'cancel', state: 'whole', amountMinor: 3_850 },
  ])
  // The bell of the new order rings on until somebody answers; nothing more is sent back then.
  expect(await running.ctx.db.read.all(`SELECT kind FROM reminders WHERE state = 'open'`)).toHaveLength(3)
  expect(await api.move(token, order.id, 'reject', '已退款')).toMatchObject({ status: 200 })
  expect(await payment()).toMatchObject({ state: 'refunded' })
})

it.each([
  ['one by one first', [{ refundNumber: 're_1', amountMinor: 1_000 }, { returnedMinor: 1_000 }]],
  ['in sum first', [{ returnedMinor: 1_000 }, { refundNumber: 're_1', amountMinor: 1_000 }]],
])('a refund that is told twice, %s, counts once', async (_how, reports) => {
  const { paid, told, look, rung } = await rig()
  const order = await paid()
  for (const report of reports) await told(order, report)
  expect(await look(order)).toMatchObject({ payStatus: 1, refundedMinor: 1_000 })
  expect(await rung()).toHaveLength(2)
})

it('the shop is not told about orders that are behind it, though the money is counted', async () => {
  const { paid, told, look, rung, api, token } = await rig()
  const order = await paid()
  for (const move of ['confirm', 'dispatch', 'complete']) await api.move(token, order.id, move)
  await told(order, { refundNumber: '1', amountMinor: 100 })
  expect(await look(order)).toMatchObject({ status: 5, payStatus: 1, refundedMinor: 100 })
  expect(await rung()).toEqual(['new_order'])
})

it('a refund that failed, is under way, or is of nobody’s payment changes nothing', async () => {
  const { paid, told, running } = await rig()
  const order = await paid()
  const unchanged = await watchDatabase(running.ctx)
  for (const state of ['pending', 'closed', 'abnormal'] as const)
    await told(order, { state, refundNumber: '1', amountMinor: 1 })
  await told(order, { transactionId: 'tx-nobody', refundNumber: '1', amountMinor: 1 })
  await told(order, { transactionId: undefined, refundNumber: '1', amountMinor: 1 })
  await unchanged('told')
})

it('what is left goes back when the order is called off later, and never more', async () => {
  const { paid, told, look, payment, work, fake, api } = await rig()
  const order = await paid()
  await told(order, { refundNumber: '1', amountMinor: 1_000 })
  await api.call('POST', `/v1/orders/${order.id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } })
  await work()
  expect(fake.paidOut()).toBe(2_850)
  expect(await payment()).toMatchObject({ state: 'refunded', refundedMinor: 3_850 })
  expect(await look(order)).toMatchObject({ status: 6, payStatus: 2, refundedMinor: 3_850 })
})

it('a refund that waits to be sent is reduced to what is left, and not sent when nothing is', async () => {
  const { paid, told, payment, work, fake, api } = await rig()
  const order = await paid()
  await api.call('POST', `/v1/orders/${order.id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } })
  await told(order, { refundNumber: '1', amountMinor: 1_000 })
  expect((await payment()).refunds).toContainEqual(expect.objectContaining({ state: 'queued', amountMinor: 2_850 }))
  await told(order, { refundNumber: '2', amountMinor: 2_850 })
  expect(await payment()).toMatchObject({ state: 'refunded', refundedMinor: 3_850 })
  expect(await work(MINUTE)).toBe(0)
  expect(fake.calls).toEqual([])
})

it('a refund of ours that the provider refuses because somebody else made it is no work for a human', async () => {
  const { paid, told, look, payment, work, fake, api } = await rig()
  const order = await paid()
  await api.call('POST', `/v1/orders/${order.id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } })
  fake.behave = () => 'down'
  await work()
  await told(order, { refundNumber: '1', amountMinor: 3_850 })
  expect(await payment()).toMatchObject({ state: 'refunding', refundedMinor: 3_850 })
  fake.behave = () => 'refuses'
  await work(MINUTE)
  expect(await payment()).toMatchObject({ state: 'refunded', refundFault: null, refundedMinor: 3_850 })
  expect(await look(order)).toMatchObject({ payStatus: 2 })
})

it('I1, I4: a payment that is found with a part of it refunded pays its order and rings, and the shop is told of the part', async () => {
  const { started, found, look, payment, rung } = await rig()
  const order = await started()
  await found(order, [{ state: 'succeeded', refundNumber: 're_1', amountMinor: 1_000 }])
  expect(await look(order)).toMatchObject({ status: 2, payStatus: 1, refundedMinor: 1_000 })
  expect(await payment()).toMatchObject({ state: 'applied', refundedMinor: 1_000, refundUnknown: false })
  expect(await rung()).toEqual(['new_order', { kind: 'cancel', state: 'part', amountMinor: 1_000 }])
})

it('I1, I4: a payment that is found refunded to an unknown amount pays its order and rings, and says so', async () => {
  const { started, found, told, look, payment, rung, api, running } = await rig()
  const order = await started()
  await found(order, [{ state: 'succeeded' }])
  expect(await look(order)).toMatchObject({ status: 2, payStatus: 1, refundedMinor: 0 })
  expect(await payment()).toMatchObject({ state: 'applied', refundUnknown: true })
  expect(await rung()).toEqual(['new_order', { kind: 'cancel', state: 'unknown' }])
  const unchanged = await watchDatabase(running.ctx)
  await told(order, {})
  await unchanged('the same again')
  const waiting = await api.call('GET', '/v1/payments?refundUnknown=true', { as: api.operatorKey })
  expect((waiting.body as { payments: Payment[] }).payments).toHaveLength(1)
  expect((await api.call('GET', '/metrics', { as: api.operatorKey })).body).toMatch(
    /^laidan_payments_refund_unknown(\{scope="database"\})? 1$/m,
  )
  // The operator has looked at the provider's console.
  const path = `/v1/payments/${(await payment()).id}/refunded-by-hand`
  const say = (amountMinor: number) =>
    api.call('POST', path, { as: api.operatorKey, body: { note: '控制台里看到', amountMinor } })
  expect(await say(3_851)).toMatchObject({ status: 409, body: { code: 'refund_too_large' } })
  expect(await say(1_000)).toMatchObject({
    status: 200,
    body: { state: 'applied', refundedMinor: 1_000, refundUnknown: false },
  })
  expect(await look(order)).toMatchObject({ payStatus: 1, refundedMinor: 1_000 })
  expect(await say(1)).toMatchObject({ status: 409, body: { code: 'payment_decided' } })
})

it.each([
  ['one by one', [{ state: 'succeeded', refundNumber: 're_1', amountMinor: 3_850 } as const]],
  ['in sum', [{ state: 'succeeded', returnedMinor: 3_850 } as const]],
])(
  'a payment that is found refunded in full, %s, pays nothing, and the shop is told that it did',
  async (_how, refunds) => {
    const { started, found, look, payment, rung, api, running } = await rig()
    const order = await started()
    await found(order, refunds)
    expect(await look(order)).toMatchObject({ status: 1, payStatus: 0 })
    expect(await payment()).toMatchObject({ state: 'refunded', reviewReason: 'already_refunded', refundedMinor: 3_850 })
    expect(await rung()).toEqual([{ kind: 'cancel', state: 'whole', amountMinor: 3_850 }])
    const { number: orderNumber, amountMinor } = order
    const unchanged = await watchDatabase(running.ctx)
    await api.notify({ orderNumber, amountMinor, transactionId: `tx-${orderNumber}` })
    await unchanged('the callback after all')
    // The customer may pay anew.
    await api.notify({ orderNumber, amountMinor, transactionId: 'tx-anew' })
    expect(await look(order)).toMatchObject({ status: 2, payStatus: 1, refundedMinor: 0 })
    expect((await rung()).at(-1)).toBe('new_order')
  },
)

it('a refund that is told before its payment brings the payment along', async () => {
  const { api, told, look, rung, clock, payment } = await rig()
  const order = await api.place()
  const { number: orderNumber, amountMinor, currency } = order
  const facts = { payment: { orderNumber, amountMinor, currency, paidAt: clock.now() } }
  await told(order, { refundNumber: '1', amountMinor: 1_000, ...facts })
  expect(await look(order)).toMatchObject({ status: 2, payStatus: 1, refundedMinor: 1_000 })
  await api.notify({ orderNumber, amountMinor, transactionId: `tx-${orderNumber}` })
  expect(await rung()).toEqual(['new_order', { kind: 'cancel', state: 'part', amountMinor: 1_000 }])
  expect(await payment()).toMatchObject({ state: 'applied', refundedMinor: 1_000 })
  const other = { ...facts.payment, amountMinor: 1, orderNumber: 'other' }
  await expect(told(order, { transactionId: 'tx-2', refundNumber: '2', amountMinor: 1, payment: other })).resolves.toBe(
    undefined,
  )
  expect(await rung()).toHaveLength(2)
})

it('a second payment of a paid order that went back in the console is no news for the shop', async () => {
  const { paid, found, rung, look } = await rig()
  const order = await paid()
  await found(order, [{ state: 'succeeded', returnedMinor: 3_850 }])
  expect(await look(order)).toMatchObject({ status: 2, payStatus: 1 })
  expect(await rung()).toEqual(['new_order'])
})

it('money in review of which a part went back goes back to the rest, when the operator says so', async () => {
  const { api, told, payment, work, fake } = await rig()
  await api.notify({ orderNumber: 'nobody', amountMinor: 3_850, transactionId: 'tx-n' })
  await told({ number: 'n' } as Order, { refundNumber: '1', amountMinor: 1_000 })
  const { id, state, refundedMinor } = await payment()
  expect([state, refundedMinor]).toEqual(['review', 1_000])
  await api.call('POST', `/v1/payments/${id}/refund`, { as: api.operatorKey })
  await work()
  expect(fake.paidOut()).toBe(2_850)
  expect(await payment()).toMatchObject({ state: 'refunded', refundedMinor: 3_850 })
})

it('a refund of ours that a restored database has forgotten is known again by its number, and is not sent twice', async () => {
  const { paid, told, payment, work, fake, api, running } = await rig()
  const order = await paid()
  await api.call('POST', `/v1/orders/${order.id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } })
  await work()
  const number = (await payment()).refunds[0]?.number ?? ''
  await running.ctx.db.write(async (tx) => {
    await tx.run('DELETE FROM refunds')
    await tx.run(`UPDATE payments SET state = 'applied'`)
    await tx.run('UPDATE orders SET status = 2, pay_status = 1, refunded_minor = 0')
  })
  await told(order, { refundNumber: number, amountMinor: 3_850 })
  expect(await payment()).toMatchObject({ state: 'refunded', refunds: [{ number, state: 'succeeded' }] })
  expect(fake.paidOut()).toBe(3_850)
})
