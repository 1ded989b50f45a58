import { expect, it } from 'vitest'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import { settleRefund } from '../../../server/payments/refunds/settle-refund.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { createFakeProvider } from '../../support/fake-provider.ts'
import { startTestServer } from '../../support/test-server.ts'
import { paymentsOf } from './books.ts'
import { refundRig } from './refund-rig.ts'

const SECOND = 1_000
const HOUR = 3_600 * SECOND

it.each(['reject', 'cancel'] as const)('%s of a paid order sends its money back', async (move) => {
  const { api, payment, work, payStatus, fake } = await refundRig()
  const { token } = await api.pair()
  const order = await api.placePaid()
  if (move === 'cancel') await api.move(token, order.id, 'confirm')
  await api.move(token, order.id, move, '卖完了')
  const reason = move === 'reject' ? 'order_rejected' : 'order_cancelled'
  expect(await payment()).toMatchObject({
    state: 'refunding',
    reviewReason: null,
    refunds: [{ state: 'queued', reason, amountMinor: order.amountMinor, attempts: 0 }],
  })
  expect(await payStatus(order)).toBe(1)
  expect(await work()).toBe(1)
  expect(await payment()).toMatchObject({ state: 'refunded', refunds: [{ state: 'succeeded', nextAt: null }] })
  expect(await payStatus(order)).toBe(2)
  expect(fake.paidOut()).toBe(order.amountMinor)
  expect(await work(24 * HOUR)).toBe(0)
})

it('the order is refunded when the provider says so, and not when it only takes the refund on', async () => {
  const { calledOff, payment, work, payStatus, fake } = await refundRig()
  fake.behave = () => 'pends'
  const order = await calledOff()
  await work()
  const [refund] = (await payment()).refunds
  expect(refund).toMatchObject({ state: 'pending', attempts: 0 })
  for (let i = 0; i < 4; i++) await work(HOUR)
  expect([(await payment()).state, await payStatus(order)]).toEqual(['refunding', 1])
  fake.finish(refund?.number ?? '', 'succeeded')
  await work(HOUR)
  expect([(await payment()).state, await payStatus(order)]).toEqual(['refunded', 2])
})

it('the provider’s notice settles a refund, also before the answer to our call, and again changes nothing', async () => {
  const { calledOff, payment, work, payStatus, told, running, fake } = await refundRig()
  const order = await calledOff()
  const number = (await payment()).refunds[0]?.number ?? ''
  await told(number, 'pending')
  expect((await payment()).refunds).toMatchObject([{ state: 'pending' }])
  await told(number, 'succeeded')
  expect([(await payment()).state, await payStatus(order)]).toEqual(['refunded', 2])
  const unchanged = await watchDatabase(running.ctx)
  for (const state of ['succeeded', 'pending', 'closed', 'abnormal'] as const) {
    await told(number, state)
    await unchanged(state)
  }
  await told('rf_nobody', 'succeeded')
  await running.ctx.db.write((tx) =>
    settleRefund(tx, running.ctx, { provider: 'alipay', refundNumber: number, state: 'closed' }),
  )
  await unchanged('a number that is not ours')
  await work(HOUR)
  expect(fake.calls).toEqual([])
})

it('an answer that is lost is asked for again under the same number, and the money goes once', async () => {
  const { calledOff, payment, work, fake } = await refundRig()
  fake.behave = () => 'lost'
  const order = await calledOff()
  for (let i = 0; i < 3; i++) await work(HOUR)
  expect(await payment()).toMatchObject({ state: 'refunding', refunds: [{ state: 'queued', attempts: 3 }] })
  fake.behave = () => 'succeeds'
  await work(HOUR)
  expect(new Set(fake.calls).size).toBe(1)
  expect(fake.calls).toHaveLength(4)
  expect([fake.paidOut(), (await payment()).state]).toEqual([order.amountMinor, 'refunded'])
})

it('tries again after pauses that double, spread at random, an hour at most', async () => {
  const { calledOff, work, fake, payment, clock } = await refundRig()
  fake.behave = () => 'busy'
  await calledOff()
  const pauses: number[] = []
  for (let i = 0; i < 14; i++) {
    const due = (await payment()).refunds[0]?.nextAt ?? 0
    const pause = due - clock.now()
    if (i > 0) pauses.push(pause)
    if (pause > 0) expect(await work(pause - 1)).toBe(0)
    expect(await work(pause > 0 ? 1 : 0)).toBe(1)
  }
  for (const [index, pause] of pauses.entries()) {
    const whole = Math.min(10 * SECOND * 2 ** index, HOUR)
    expect(pause).toBeGreaterThanOrEqual(whole / 2)
    expect(pause).toBeLessThanOrEqual(whole)
  }
  expect((await payment()).refunds).toMatchObject([{ attempts: 14, code: 'FREQUENCY_LIMITED', state: 'queued' }])
})

it('a provider that does not answer for days leaves the refund to a human, who can start it again', async () => {
  const { calledOff, work, fake, payment, api, payStatus } = await refundRig()
  fake.behave = () => 'down'
  const order = await calledOff()
  for (let i = 0; i < 91; i++) await work(HOUR)
  expect(await payment()).toMatchObject({
    state: 'refund_due',
    refundFault: 'unanswered',
    refunds: [{ state: 'failed', nextAt: null }],
  })
  expect(fake.calls).toHaveLength(90)
  fake.behave = () => 'succeeds'
  const { id } = await payment()
  const reply = await api.call('POST', `/v1/payments/${id}/refund`, { as: api.operatorKey })
  expect(reply).toMatchObject({ status: 200, body: { state: 'refunding', refundFault: null } })
  await work()
  expect(await payment()).toMatchObject({ state: 'refunded', refunds: [{ state: 'succeeded' }] })
  expect(new Set(fake.calls).size).toBe(1)
  expect(await payStatus(order)).toBe(2)
})

it('a provider that hangs is waited for in bounded time, and holds up no other refund', async () => {
  const server = await refundRig()
  const { calledOff, fake, running, clock } = server
  let first = true
  fake.behave = () => {
    const hangs = first
    first = false
    return hangs ? 'silent' : 'succeeds'
  }
  for (let i = 0; i < 12; i++) await calledOff()
  const run = sendRefunds(running.ctx)
  await expect.poll(async () => (await paymentsOf(server, 'state=refunded')).length).toBe(11)
  clock.advance(20 * SECOND)
  await run
  await expect.poll(async () => (await paymentsOf(server, 'state=refunded')).length).toBe(12)
  expect([fake.calls.length, new Set(fake.calls).size]).toEqual([13, 12])
})

it('a server that stops does not wait for a provider that hangs', async () => {
  const { calledOff, fake, clock, stop, restart } = await refundRig()
  fake.behave = () => 'silent'
  await calledOff()
  clock.advance(2 * SECOND)
  await expect.poll(() => fake.calls.length).toBe(1)
  await stop()
  fake.behave = () => 'succeeds'
  const again = await restart()
  clock.jumpWall(HOUR)
  await sendRefunds(again.running.ctx)
  expect(await paymentsOf(again)).toMatchObject([{ state: 'refunded' }])
  expect(new Set(fake.calls).size).toBe(1)
})

it('what the provider refuses for good waits for the operator, with its word for why', async () => {
  const { calledOff, payment, work, fake, payStatus, told } = await refundRig()
  fake.behave = () => 'refuses'
  const order = await calledOff()
  await work()
  const refused = await payment()
  expect(refused).toMatchObject({
    state: 'refund_due',
    refundFault: 'refused',
    refunds: [{ state: 'failed', code: 'NOT_ENOUGH' }],
  })
  expect([await work(24 * HOUR), await payStatus(order)]).toEqual([0, 1])
  // That the money went back is believed all the same.
  await told(refused.refunds[0]?.number ?? '', 'succeeded')
  expect([(await payment()).state, await payStatus(order)]).toEqual(['refunded', 2])
})

it('a refund that its provider could not carry out waits for the operator, and may succeed still', async () => {
  const { calledOff, payment, work, fake, told } = await refundRig()
  fake.behave = () => 'abnormal'
  await calledOff()
  await work()
  expect(await payment()).toMatchObject({
    state: 'refund_due',
    refundFault: 'abnormal',
    refunds: [{ state: 'abnormal' }],
  })
  const number = (await payment()).refunds[0]?.number ?? ''
  fake.finish(number, 'succeeded')
  await told(number, 'succeeded')
  expect(await payment()).toMatchObject({ state: 'refunded', refundFault: null })
})

it('a number that its provider closed is followed by a new one, three in all, and then by a human', async () => {
  const { calledOff, payment, work, fake } = await refundRig()
  let closes = 1
  fake.behave = () => (closes-- > 0 ? 'closes' : 'succeeds')
  await calledOff()
  await work()
  expect((await payment()).refunds.map(({ state }) => state)).toEqual(['closed', 'queued'])
  await work(HOUR)
  const { refunds, state } = await payment()
  expect(state).toBe('refunded')
  expect(new Set(refunds.map(({ number }) => number.replace(/_\d$/, ''))).size).toBe(1)
  expect(refunds.map(({ number, state }) => [number.slice(-2), state])).toEqual([
    ['_1', 'closed'],
    ['_2', 'succeeded'],
  ])
})

it('after three numbers that its provider closed, a human has to look', async () => {
  const { calledOff, payment, work, fake, told } = await refundRig()
  fake.behave = () => 'closes'
  await calledOff()
  for (let i = 0; i < 5; i++) await work(HOUR)
  const { state, refundFault, refunds } = await payment()
  expect({ state, refundFault }).toEqual({ state: 'refund_due', refundFault: 'closed' })
  expect(refunds.map(({ state }) => state)).toEqual(['closed', 'closed', 'closed'])
  for (const { number } of refunds) await told(number, 'closed')
  expect(fake.calls).toHaveLength(3)
})

it('a refund that a restored database has forgotten is queued again under the same number, and not paid twice', async () => {
  const { calledOff, payment, work, running, fake, api } = await refundRig()
  const order = await calledOff()
  await work()
  expect((await payment()).refunds[0]?.number).toMatch(/^[A-Za-z0-9_]{10,64}$/)
  // As it was before the order was called off.
  await running.ctx.db.write(async (tx) => {
    await tx.run('DELETE FROM refunds')
    await tx.run(`UPDATE payments SET state = 'applied'`)
    await tx.run('UPDATE orders SET status = 2, pay_status = 1')
  })
  const { token } = await api.pair()
  expect(await api.move(token, order.id, 'reject', '卖完了')).toMatchObject({ status: 200 })
  await work()
  expect([(await payment()).state, fake.paidOut()]).toEqual(['refunded', order.amountMinor])
})

it('without a client for its provider, money is marked for the operator to return', async () => {
  const server = await startTestServer({ clients: [createFakeProvider('stripe')] })
  const { api, running } = server
  const order = await api.placePaid()
  await api.call('POST', `/v1/orders/${order.id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } })
  expect(await paymentsOf(server)).toMatchObject([{ state: 'refund_due', refundFault: 'by_hand', refunds: [] }])
  expect(await sendRefunds(running.ctx)).toBe(0)
})

it('a refund whose provider is not set up any more waits until it is', async () => {
  const { calledOff, restart, clock, fake } = await refundRig()
  await calledOff()
  const without = await restart({ clients: [] })
  await sendRefunds(without.running.ctx)
  expect(await paymentsOf(without)).toMatchObject([{ state: 'refunding', refunds: [{ code: 'not_configured' }] }])
  const again = await without.restart({ clients: [fake] })
  clock.jumpWall(HOUR)
  await sendRefunds(again.running.ctx)
  expect(await paymentsOf(again)).toMatchObject([{ state: 'refunded', refunds: [{ code: null }] }])
})
