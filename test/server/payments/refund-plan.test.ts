import { expect, it } from 'vitest'
import { recordRefund } from '../../../server/commands/record-refund.ts'
import type { RefundOfTransaction } from '../../../server/payments/providers/port.ts'
import { refundOrder } from '../../../server/payments/refunds/queue-refund.ts'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import type { Attention } from '../../../shared/api/order-attention.ts'
import type { CreateOrder, Order } from '../../../shared/api/orders.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { type Behaviour, createFakeProvider } from '../../support/fake-provider.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer } from '../../support/test-server.ts'

const PROVIDER = 'standard-webhooks'

/** `clients: false`: money goes back by hand only. */
async function rig({ clients = true } = {}) {
  const clock = createManualClock()
  const fake = createFakeProvider(PROVIDER)
  const server = await startTestServer({ clock, clients: clients ? [fake] : [] })
  const { api, running } = server
  const { ctx } = running
  const { token } = await api.pair()
  return {
    ...server,
    ctx,
    clock,
    fake,
    token,
    async paid(order: Partial<CreateOrder> = {}): Promise<Order> {
      const placed = await api.place(order)
      const { number: orderNumber, amountMinor, currency } = placed
      await api.notify({ orderNumber, amountMinor, currency, transactionId: `tx-${orderNumber}` })
      return placed
    },
    /** The provider's word on a refund that somebody made in its console. */
    told: ({ number }: Order, report: Partial<RefundOfTransaction>) =>
      ctx.db.write((tx) =>
        recordRefund(tx, ctx, PROVIDER, { state: 'succeeded', transactionId: `tx-${number}`, ...report }),
      ),
    money: async ({ id }: Order) =>
      (await api.call('GET', `/v1/orders/${id}/attention`, { as: token })).body as Attention,
    reject: ({ id }: Order) => api.move(token, id, 'reject', '卖完了'),
    work: () => sendRefunds(ctx),
  }
}

it.each([
  ['goes back by itself', true, {}, 'automatic', 3_850, 'under_way'],
  ['goes back by hand', false, {}, 'by_hand', 3_850, 'by_hand'],
  ['of a currency without minor units', true, { amountMinor: 1_200, currency: 'JPY' }, 'automatic', 1_200, 'under_way'],
  ['of a cent', false, { amountMinor: 1 }, 'by_hand', 1, 'by_hand'],
] as const)('money that %s is told so before the order is called off, and goes that way then', async (...row) => {
  const [, clients, order, way, amountMinor, after] = row
  const { paid, money, reject } = await rig({ clients })
  const placed = await paid(order)
  const currency = placed.currency
  const before = await money(placed)
  expect(before).toMatchObject({ ifCalledOff: { way, amountMinor, currency, refundUnknown: false }, refunds: [] })
  await reject(placed)
  const { ifCalledOff, refunds } = await money(placed)
  expect(ifCalledOff).toBeNull()
  expect(refunds).toMatchObject([{ state: after, owedMinor: amountMinor, currency, orderNumber: placed.number }])
})

it.each([true, false])(
  'of a part that went back at the provider only the rest is told and goes back',
  async (clients) => {
    const { paid, told, money, reject, work, fake } = await rig({ clients })
    const order = await paid()
    fake.refundInConsole(`tx-${order.number}`, 1_000, 3_850)
    await told(order, { refundNumber: '1', amountMinor: 1_000 })
    expect((await money(order)).ifCalledOff).toMatchObject({ amountMinor: 2_850 })
    await reject(order)
    expect((await money(order)).refunds).toMatchObject([{ paidMinor: 3_850, refundedMinor: 1_000, owedMinor: 2_850 }])
    await work()
    if (clients) expect((await money(order)).refunds).toMatchObject([{ state: 'done', owedMinor: 0 }])
    expect(fake.paidOut()).toBe(clients ? 3_850 : 1_000)
  },
)

it('a part of which nobody knows how much it was is told as that', async () => {
  const { paid, told, money } = await rig()
  const order = await paid()
  await told(order, {})
  expect((await money(order)).ifCalledOff).toMatchObject({ way: 'automatic', amountMinor: 3_850, refundUnknown: true })
})

it('of money that is back as a whole, or never came, nothing goes back, and nothing is written', async () => {
  const { api, paid, told, money, ctx } = await rig()
  const order = await paid()
  await told(order, { refundNumber: '1', amountMinor: 3_850 })
  expect((await money(order)).ifCalledOff).toMatchObject({ way: 'returned', amountMinor: 0 })
  const unpaid = await api.place()
  expect((await money(unpaid)).ifCalledOff).toMatchObject({ way: 'unpaid', amountMinor: 0 })
  const rows = await ctx.db.read.all<Parameters<typeof refundOrder>[2]>('SELECT * FROM orders ORDER BY id')
  const unchanged = await watchDatabase(ctx)
  for (const row of rows) await ctx.db.write((tx) => refundOrder(tx, ctx, row, 'order_cancelled'))
  await unchanged('nothing to send back')
})

it('an order that counts as paid and has no payment is told as that: the server has nothing to send back', async () => {
  const { paid, money, reject, ctx } = await rig()
  const order = await paid()
  await ctx.db.write((tx) => tx.run('DELETE FROM payments'))
  expect((await money(order)).ifCalledOff).toMatchObject({ way: 'unrecorded', amountMinor: 0 })
  expect((await reject(order)).status).toBe(200)
  expect((await money(order)).refunds).toEqual([])
})

it.each([
  ['refuses', 'failed'],
  ['abnormal', 'failed'],
  ['pends', 'under_way'],
  ['succeeds', 'done'],
] as const)('a provider that %s leaves a refund that is told as %s', async (behaviour, state) => {
  const { paid, money, reject, work, fake } = await rig()
  fake.behave = (): Behaviour => behaviour
  const order = await paid()
  await reject(order)
  await work()
  expect((await money(order)).refunds).toMatchObject([{ state, notedBy: null }])
})

it('a second payment of an order is told as money that goes back, and the order’s own as staying', async () => {
  const { api, paid, money } = await rig({ clients: false })
  const order = await paid()
  await api.notify({ orderNumber: order.number, amountMinor: 3_850 })
  const { ifCalledOff, refunds } = await money(order)
  expect(ifCalledOff).toMatchObject({ way: 'by_hand', amountMinor: 3_850 })
  expect(refunds).toMatchObject([{ state: 'in_review', owedMinor: 3_850, orderId: order.id }])
})
