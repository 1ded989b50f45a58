import { expect, it } from 'vitest'
import type { Order } from '../../../shared/api/orders.ts'
import type { Payment } from '../../../shared/api/payments.ts'
import type { Reminder } from '../../../shared/api/reminders.ts'
import { type Fulfilment, LEGAL_MOVES, type OrderStatus, orderStatusSchema } from '../../../shared/order.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { isReminder } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import type { TestApi } from '../../support/test-api.ts'
import { startTestServer } from '../../support/test-server.ts'

const MOVES = ['confirm', 'reject', 'dispatch', 'complete', 'cancel'] as const
const STATUSES: OrderStatus[] = orderStatusSchema.options.map(({ value }) => value)
const STAMP: Record<number, keyof Order> = { 3: 'confirmedAt', 4: 'dispatchedAt', 5: 'completedAt', 6: 'cancelledAt' }

/** An order that has come to `status` the shortest legal way. */
async function orderIn(api: TestApi, token: string, status: OrderStatus, fulfilment: Fulfilment): Promise<Order> {
  const order = status === 1 ? await api.place({ fulfilment }) : await api.placePaid({ fulfilment })
  const way: Record<OrderStatus, string[]> = {
    1: [],
    2: [],
    3: ['confirm'],
    4: ['confirm', 'dispatch'],
    5: ['confirm', 'dispatch', 'complete'],
    6: ['reject'],
  }
  for (const move of way[status])
    if (move !== 'dispatch' || fulfilment === 'delivery') await api.move(token, order.id, move, 'why')
  return order
}

function reminders(api: TestApi, orderId: number): Promise<Reminder[]> {
  return api
    .call('GET', `/v1/reminders?orderId=${orderId}`, { as: api.operatorKey })
    .then(({ body }) => (body as { reminders: Reminder[] }).reminders)
}

async function paymentsOf(api: TestApi, orderId: number): Promise<Pick<Payment, 'state'>[]> {
  const { body } = await api.call('GET', '/v1/payments?limit=200', { as: api.operatorKey })
  return (body as { payments: Payment[] }).payments.filter((payment) => payment.orderId === orderId)
}

it.each(['delivery', 'pickup', 'dine_in'] as const)(
  'every move of a %s order is as the table says; every other one is refused',
  async (fulfilment) => {
    const { api, running } = await startTestServer({ clock: createManualClock() })
    const { token } = await api.pair()
    const callers = { device: token, customer: api.orderingKey, operator: api.operatorKey }
    for (const from of STATUSES) {
      // A pickup order is never under way.
      if (from === 4 && fulfilment !== 'delivery') continue
      for (const move of MOVES)
        for (const [by, as] of Object.entries(callers)) {
          const tried = `${move} by ${by} in status ${from}`
          const legal = LEGAL_MOVES.find(
            (row) =>
              row.move === move &&
              row.by === by &&
              row.from.includes(from) &&
              (row.only ?? [fulfilment]).includes(fulfilment),
          )
          const order = await orderIn(api, token, from, fulfilment)
          const unchanged = await watchDatabase(running.ctx)
          const { status, body } = await api.call('POST', `/v1/orders/${order.id}/${move}`, {
            as,
            body: { reason: 'why' },
          })
          if (legal === undefined) {
            expect
              .soft(body, tried)
              .toMatchObject({ code: by === 'device' || move === 'cancel' ? 'order_move_illegal' : 'forbidden' })
            await unchanged(tried)
          } else {
            expect.soft({ status, body }, tried).toMatchObject({ status: 200, body: { status: legal.to } })
            expect.soft((body as Order)[STAMP[legal.to] ?? 'id'], tried).toBe(running.ctx.clock.now())
          }
        }
    }
  },
)

it('what a device answers is closed as acknowledged, by its name', async () => {
  const { api, running } = await startTestServer({ clock: createManualClock() })
  const { token } = await api.pair(undefined, '后厨')
  for (const [move, reason] of [['confirm'], ['reject', '卖完了']] as const) {
    const order = await api.placePaid()
    await api.move(token, order.id, move, reason)
    expect(await reminders(api, order.id)).toMatchObject([
      {
        kind: 'new_order',
        state: 'acknowledged',
        answeredBy: { kind: 'device', name: '后厨' },
        answeredAt: running.ctx.clock.now(),
        nextAlertAt: null,
      },
    ])
  }
})

it.each([
  ['the customer', 'customer'],
  ['the operator', 'operator'],
] as const)(
  'a paid order that %s cancels is closed, and the kitchen is told with a reminder of its own',
  async (_who, by) => {
    const server = await startTestServer()
    const { api } = server
    const { token } = await api.pair()
    const device = await server.connect({ token, autoAck: true })
    await device.synced()
    const order = await api.placePaid()
    const as = by === 'customer' ? api.orderingKey : api.operatorKey
    const { body } = await api.call('POST', `/v1/orders/${order.id}/cancel`, { as, body: { reason: '下错单了' } })
    expect(body).toMatchObject({ status: 6, payStatus: 1, reason: '下错单了' })
    const [newOrder, cancel] = (await reminders(api, order.id)).toSorted((a, b) => b.kind.localeCompare(a.kind))
    expect(newOrder).toMatchObject({ kind: 'new_order', state: 'cancelled', answeredBy: { kind: by } })
    expect(newOrder?.answeredBy).toEqual({ kind: by })
    expect(cancel).toMatchObject({ kind: 'cancel', state: 'open', n: 1, level: 1, order: { cancelReason: '下错单了' } })
    expect(await paymentsOf(api, order.id)).toMatchObject([{ state: 'refund_due' }])
    const frame = await device.until((candidate) => isReminder(candidate) && candidate.type === 3)
    expect(frame).toMatchObject({ id: cancel?.id, orderId: order.id, order: { cancelReason: '下错单了' } })

    const acknowledged = await api.call('POST', `/v1/reminders/${cancel?.id}/acknowledge`, { as: token })
    expect(acknowledged).toMatchObject({
      status: 200,
      body: { state: 'acknowledged', answeredBy: { kind: 'device', name: '前台' } },
    })
  },
)

it.each(['reject', 'cancel'])(
  'a paid order that a device ends by %s is marked for its refund, and reminds nobody',
  async (move) => {
    const { api } = await startTestServer()
    const { token } = await api.pair()
    const order = await orderIn(api, token, move === 'reject' ? 2 : 3, 'delivery')
    expect(await paymentsOf(api, order.id)).toMatchObject([{ state: 'applied' }])
    expect((await api.move(token, order.id, move, '停电')).status).toBe(200)
    expect(await paymentsOf(api, order.id)).toMatchObject([{ state: 'refund_due' }])
    expect((await reminders(api, order.id)).filter(({ state, kind }) => state === 'open' || kind === 'cancel')).toEqual(
      [],
    )
  },
)

it('an unpaid order that is cancelled rings nowhere and refunds nothing', async () => {
  const { api } = await startTestServer()
  const order = await api.place()
  const { status } = await api.call('POST', `/v1/orders/${order.id}/cancel`, {
    as: api.orderingKey,
    body: { reason: 'x' },
  })
  expect({ status, reminders: await reminders(api, order.id), payments: await paymentsOf(api, order.id) }).toEqual({
    status: 200,
    reminders: [],
    payments: [],
  })
})

it('an open urge is answered by whatever the shop does next; a cancellation only by 知道了', async () => {
  const { api } = await startTestServer()
  const { token } = await api.pair()
  const order = await orderIn(api, token, 3, 'delivery')
  await api.call('POST', `/v1/orders/${order.id}/urge`, { as: api.orderingKey })
  await api.move(token, order.id, 'dispatch')
  expect((await reminders(api, order.id)).map(({ state }) => state)).toEqual(['acknowledged', 'acknowledged'])
  await api.call('POST', `/v1/orders/${order.id}/cancel`, { as: api.operatorKey, body: { reason: 'x' } })
  const open = (await reminders(api, order.id)).filter(({ state }) => state === 'open')
  expect(open).toMatchObject([{ kind: 'cancel' }])
})

it('a move without words takes none', async () => {
  const { api } = await startTestServer()
  const { token } = await api.pair()
  const order = await api.placePaid()
  expect(await api.move(token, order.id, 'confirm', 'not a rejection')).toMatchObject({
    status: 200,
    body: { reason: null },
  })
  expect(await api.call('POST', `/v1/orders/${order.id}/dispatch`, { as: token, raw: '{nonsense' })).toMatchObject({
    status: 200,
  })
})

it('of two devices that answer at once, one wins, and everybody sees which', async () => {
  const { api } = await startTestServer()
  const [front, kitchen] = [await api.pair(undefined, '前台'), await api.pair(undefined, '后厨')]
  for (let i = 0; i < 10; i++) {
    const order = await api.placePaid()
    const replies = await Promise.all([
      api.move(front.token, order.id, 'confirm'),
      api.move(kitchen.token, order.id, 'reject', 'x'),
    ])
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const winner = replies[0].status === 200 ? '前台' : '后厨'
    expect(await reminders(api, order.id)).toMatchObject([{ state: 'acknowledged', answeredBy: { name: winner } }])
  }
})
