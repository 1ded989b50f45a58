import { expect, it } from 'vitest'
import { repeatUnanswered } from '../../../server/commands/repeat-unanswered.ts'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import { EVENT_DATA, type EventType, eventSchema } from '../../../shared/api/events.ts'
import { createFakeProvider } from '../../support/fake-provider.ts'
import { isReminder } from '../../support/frames.ts'
import { attentionRig } from '../attention/attention-rig.ts'
import { type EventsRig, eventsRig } from './events-rig.ts'

/** Expects events of these types, the oldest first, each with data of its type. */
async function expectTold({ read }: Pick<EventsRig, 'read'>, ...types: readonly EventType[]): Promise<void> {
  const { events } = await read()
  expect(events.map(({ type }) => type)).toEqual(types)
  for (const { type, data } of events.map((event) => eventSchema.parse(event)))
    EVENT_DATA[type as EventType].parse(data)
  for (const type of types) covered.add(type)
}

const covered = new Set<EventType>()

it('the moves of an order are told, with who made them', async () => {
  const rig = await eventsRig()
  const { api, token, read } = rig
  const delivered = await api.placePaid()
  for (const move of ['confirm', 'dispatch', 'complete']) await api.move(token, delivered.id, move)
  const called = await api.placePaid()
  await api.call('POST', `/v1/orders/${called.id}/cancel`, { as: api.orderingKey, body: { reason: '点错了' } })
  await expectTold(
    rig,
    ...(['order.accepted', 'order.dispatched', 'order.completed', 'order.cancelled', 'refund.due'] as const),
  )
  const { events } = await read()
  expect(events[0]?.data).toEqual({ promisedAt: null, by: { kind: 'device', name: '前台' } })
  expect(events[3]).toMatchObject({ orderNumber: called.number, data: { reason: '点错了', by: { kind: 'customer' } } })
  expect(events[4]?.data).toMatchObject({ way: 'by_hand', fault: null, amountMinor: 3_850, currency: 'CNY' })
})

it('an order that nobody pays is told as cancelled by the system', async () => {
  const rig = await eventsRig()
  await rig.api.place()
  await rig.later(16 * 60_000, 60_000)
  await expectTold(rig, 'order.cancelled')
  expect((await rig.read()).events[0]?.data).toEqual({ reason: 'not paid in time', by: { kind: 'system' } })
})

it('money is told: in review, due, at the provider, and back', async () => {
  const fake = createFakeProvider('standard-webhooks')
  const rig = await eventsRig({ clients: [fake] })
  const { api, token, running, later } = rig
  const order = await api.placePaid()
  fake.behave = () => 'pends'
  await api.move(token, order.id, 'reject', '卖完了')
  await sendRefunds(running.ctx)
  await expectTold(rig, 'order.rejected', 'refund.due', 'refund.sent')
  for (const number of fake.booked.keys()) fake.finish(number, 'succeeded')
  await later(10 * 60_000, 30_000)
  await sendRefunds(running.ctx)
  const types = ['order.rejected', 'refund.due', 'refund.sent', 'refund.settled'] as const
  await expectTold(rig, ...types)
  const { events } = await rig.read()
  expect(events[1]?.data).toMatchObject({ way: 'automatic', amountMinor: 3_850 })
  expect(events[3]?.data).toMatchObject({ amountMinor: 3_850, currency: 'CNY' })
})

it('money of another amount is told where it waits for the operator, and not twice', async () => {
  const rig = await eventsRig()
  const { api } = rig
  const order = await api.place()
  const paid = { transactionId: 'tx-1', orderNumber: order.number, amountMinor: 1 }
  for (let i = 0; i < 2; i++) await api.notify(paid)
  await api.notify({ orderNumber: 'nobody', amountMinor: 1 })
  await expectTold(rig, 'payment.review')
  expect((await rig.read()).events[0]).toMatchObject({
    orderId: order.id,
    data: { reason: 'amount_mismatch', amountMinor: 1, currency: 'CNY', provider: 'standard-webhooks' },
  })
})

it('money that a human returned is told as back', async () => {
  const rig = await eventsRig()
  const { api, token } = rig
  const order = await api.placePaid()
  await api.move(token, order.id, 'reject', '卖完了')
  const paymentId = (await rig.read()).events[1]?.data['paymentId']
  const body = { note: '现金' }
  await api.call('POST', `/v1/payments/${paymentId}/refunded-by-hand`, { as: api.operatorKey, body })
  await expectTold(rig, 'order.rejected', 'refund.due', 'refund.settled')
})

it('a reminder is told once when a voice has spoken it, however many devices speak, and once when its limit has passed', async () => {
  const rig = await eventsRig()
  const { api, connect, storeId, token } = rig
  await api.call('PATCH', `/v1/stores/${storeId}`, {
    as: api.operatorKey,
    body: { settings: { acceptWithinMinutes: 2 } },
  })
  for (const each of [token, (await api.pair()).token]) await connect({ token: each, announces: true, autoAck: true })
  await api.placePaid()
  await rig.until(async () => (await rig.types()).length > 0)
  await rig.later(5_000)
  await expectTold(rig, 'reminder.spoken')
  expect((await rig.read()).events[0]?.data).toEqual({ kind: 'new_order', device: '前台', n: 1 })
  await rig.later(15 * 60_000, 5_000)
  await expectTold(rig, 'reminder.spoken', 'reminder.limit_passed')
})

it('a reminder that was first counted among others is told so, and its own words later are no second telling', async () => {
  const rig = await eventsRig()
  const { api, connect, token } = rig
  const [device, other] = [
    await connect({ token, autoAck: true }),
    await connect({ token: (await api.pair(undefined, '厨房')).token, autoAck: true }),
  ]
  for (const counted of [true, false]) {
    const seen = device.frames.length
    await api.placePaid()
    const reminder = await device.until(isReminder, seen)
    const id = isReminder(reminder) ? reminder.id : ''
    const own = { speech: 'ok', notification: 'ok', dialog: 'ok' }
    // In one batch with another device's own words, those are what was heard first.
    device.send({ op: 'announced', id, n: 1, outcome: { ...own, words: 'counted' } })
    if (!counted) other.send({ op: 'announced', id, n: 1, outcome: own })
    await Promise.all([device.read(), other.read()])
    await rig.later(1_000)
    other.send({ op: 'announced', id, n: 1, outcome: own })
    await other.read()
    await rig.later(1_000)
  }
  await expectTold(rig, 'reminder.spoken', 'reminder.spoken')
  expect((await rig.read()).events.map(({ data }) => data)).toEqual([
    { kind: 'new_order', device: '前台', n: 1, counted: true },
    { kind: 'new_order', device: '厨房', n: 1 },
  ])
})

it('an order that was heard for so long and not answered is told as expired', async () => {
  const rig = await eventsRig()
  const { ctx } = rig.running
  await rig.api.placePaid()
  await ctx.db.write((tx) => tx.run('UPDATE reminders SET heard_ms = ?, next_alert_at = 0', [100 * 3_600_000]))
  expect(await repeatUnanswered(ctx)).toMatchObject({ expired: 1 })
  await expectTold(rig, 'order.expired')
})

it('whom the server told outside of the shop is told, and a test message is not', async () => {
  const rig = await attentionRig()
  const { contact, channel } = await rig.simplePolicy()
  const body = { contactId: contact.id }
  await rig.api.call('POST', `/v1/channels/${channel.id}/test`, { as: rig.api.operatorKey, body })
  const order = await rig.api.placePaid()
  await rig.later(4 * 60_000)
  const read = async () => {
    const reply = await rig.api.call('GET', `/v1/events?store=${rig.storeId}`, { as: rig.api.orderingKey })
    return reply.body as Awaited<ReturnType<EventsRig['read']>>
  }
  const told = (await read()).events.filter(({ type }) => type === 'attention.told')
  expect(told).toMatchObject([
    { orderNumber: order.number, data: { contact: contact.name, channel: 'webhook', cause: 'unanswered' } },
  ])
  covered.add('attention.told')
})

it('an order is told as ready when the last of it is struck off, by whom', async () => {
  const rig = await eventsRig()
  const { api, token } = rig
  const { id } = await api.placePaid({ items: [{ name: '米饭', quantity: 2 }] })
  await api.move(token, id, 'confirm')
  const strike = (portions: number) =>
    api.call('POST', `/v1/orders/${id}/strikes`, { as: token, body: { lines: [{ line: 0, portions }] } })
  await strike(1)
  await expectTold(rig, 'order.accepted')
  await strike(2)
  await expectTold(rig, 'order.accepted', 'order.ready')
  expect((await rig.read()).events[1]).toMatchObject({ orderId: id, data: { by: { kind: 'device', name: '前台' } } })
})

it('a store that is busy, paused, open again or given up is told, until when, and by whom', async () => {
  const rig = await eventsRig()
  const { api, token, storeId, clock, read } = rig
  const set = (body: object) => api.call('PATCH', `/v1/stores/${storeId}/intake`, { as: token, body })
  const archive = (archived: boolean) =>
    api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: { archived } })
  const until = clock.now() + 30 * 60_000
  await set({ state: 'busy', extraMinutes: 15, until })
  await set({ state: 'paused', until })
  await set({ state: 'open' })
  await archive(true)
  await archive(false)
  await expectTold(rig, 'store.busy', 'store.paused', 'store.resumed', 'store.archived', 'store.resumed')
  const by = { kind: 'device', name: '前台' }
  const operator = { by: { kind: 'operator' } }
  const { events } = await read()
  expect(events.map(({ data }) => data)).toEqual([
    { extraMinutes: 15, until, by },
    { until, by },
    { by },
    operator,
    operator,
  ])
  expect(events.map(({ orderId, orderNumber }) => orderId ?? orderNumber)).toEqual([null, null, null, null, null])
})

it('every type of event is told by something above', () => {
  expect([...covered].toSorted()).toEqual(Object.keys(EVENT_DATA).toSorted())
})
