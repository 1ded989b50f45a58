import { expect, it } from 'vitest'
import { pollPayments } from '../../../server/commands/poll-payments.ts'
import { recordPayments } from '../../../server/commands/record-payment.ts'
import { applyReviewed, refundByHand } from '../../../server/commands/review-payment.ts'
import { createOrder } from '../../../server/orders/create-order.ts'
import { noteReturned } from '../../../server/payments/refunds/note-returned.ts'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import { createOrderSchema } from '../../../shared/api/orders.ts'
import { beside } from '../../support/beside.ts'
import { besideRig } from '../commands/beside-rig.ts'
import { paymentsOf } from './books.ts'

const MINUTE = 60_000

it('I4: a payment that is called back to two servers at once pays its order once, and is known to the second', async () => {
  const { api, ctx, reminders } = await besideRig()
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

it('I4: a payment whose order another server is just placing pays it, and is no misfit that goes back', async () => {
  const { api, ctx, storeId, reminders } = await besideRig()
  const payment = {
    provider: 'standard-webhooks',
    transactionId: 'tx-1',
    orderNumber: 'NEW-1',
    amountMinor: 3850,
    currency: 'CNY',
    paidAt: ctx.clock.now(),
  } as const
  const items = [{ name: '宫保鸡丁', quantity: 2 }]
  const order = createOrderSchema.parse({ storeId, number: 'NEW-1', items, amountMinor: 3850 })
  const mine = beside(ctx, /^SELECT \* FROM orders WHERE number/, (other) =>
    other.db.write((tx) => createOrder(tx, other, order)),
  )
  expect(await mine.db.write((tx) => recordPayments(tx, mine, [payment]))).toEqual([
    { state: 'applied', reviewReason: null, duplicate: false },
  ])
  expect(await reminders()).toMatchObject([{ kind: 'new_order', n: 1 }])
  expect(await paymentsOf({ api } as Parameters<typeof paymentsOf>[0])).toMatchObject([{ state: 'applied' }])
})

/** Orders that were paid and called off, so that their refunds are due. */
async function calledOff({ api }: Awaited<ReturnType<typeof besideRig>>, count: number) {
  for (let i = 0; i < count; i++) {
    const order = await api.placePaid()
    await api.call('POST', `/v1/orders/${order.id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } })
  }
}

it('I4: refunds that two servers find due at the same moment are called for once each', async () => {
  const all = await besideRig()
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
  const all = await besideRig()
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
  const all = await besideRig()
  const { ctx } = all
  await calledOff(all, 1)
  await ctx.db.write((tx) => tx.run('UPDATE refunds SET attempts = 90'))
  const mine = beside(ctx, /^UPDATE (orders|payments|refunds)/, (other) => sendRefunds(other))
  expect(await sendRefunds(mine)).toBe(0)
  expect(await paymentsOf(all)).toMatchObject([{ state: 'refund_due', refunds: [{ state: 'failed' }] }])
})

it('payments that two servers find due at the same moment are asked about once each', async () => {
  const { api, ctx, fake, later } = await besideRig()
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
  const all = await besideRig()
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
