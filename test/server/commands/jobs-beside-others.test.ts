import { expect, it } from 'vitest'
import { moveOrder } from '../../../server/commands/move-order.ts'
import { recordPayments } from '../../../server/commands/record-payment.ts'
import { writeOnce } from '../../../server/http/routing/idempotency.ts'
import { cancelUnpaid } from '../../../server/jobs/cancel-unpaid.ts'
import { completeDeliveries } from '../../../server/jobs/complete-deliveries.ts'
import { prune } from '../../../server/jobs/prune.ts'
import { createDeliveryReceipts } from '../../../server/sockets/delivery-receipts.ts'
import { changeStore, createStore } from '../../../server/stores/stores.ts'
import { createStoreSchema } from '../../../shared/api/stores.ts'
import { beside } from '../../support/beside.ts'
import { besideRig } from './beside-rig.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

it('an order that another server pays at the moment of its time-out is not cancelled, and the others are', async () => {
  const { api, ctx } = await besideRig()
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
  const { api, ctx } = await besideRig()
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
  // Whichever of the two was faster.
  const [unpaid = 0, unpaidMine = 0, ...delivered] = counts
  expect([unpaid + unpaidMine, delivered.reduce((sum, count) => sum + count, 0)]).toEqual([3, 1])
  expect(await ctx.db.read.all('SELECT status, COUNT(*) AS count FROM orders GROUP BY status ORDER BY status')).toEqual(
    [
      { status: 5, count: 1 },
      { status: 6, count: 3 },
    ],
  )
})

it('I2: the beginning of a log moves forward only, when another server has cut more of it at the same moment', async () => {
  const { api, ctx } = await besideRig()
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
  const { ctx } = await besideRig()
  const store = await ctx.db.write((tx) => createStore(tx, ctx, createStoreSchema.parse({ name: '一号店' })))
  const mine = beside(ctx, /^UPDATE stores/, (other) =>
    other.db.write((tx) => changeStore(tx, store.id, { settings: { acceptWithinMinutes: 7 } })),
  )
  const changed = await mine.db.write((tx) => changeStore(tx, store.id, { name: '二号店' }))
  expect(changed).toMatchObject({ name: '二号店', settings: { acceptWithinMinutes: 7 } })
})

it('I11: a request whose key another server answers at the same moment gets that answer, and is not carried out again', async () => {
  const { ctx } = await besideRig()
  const request = { scope: 'ordering', key: 'k-1', request: 'POST /v1/orders {}' }
  let runs = 0
  const command = async () => ({ run: ++runs })
  const mine = beside(ctx, /^INSERT INTO idempotency/, (other) => writeOnce(other, request, command))
  expect(await writeOnce(mine, request, command)).toEqual({ run: 1 })
  expect(await writeOnce(ctx, request, command)).toEqual({ run: 1 })
  expect(runs).toBe(1)
  await expect(writeOnce(ctx, { ...request, request: 'another' }, command)).rejects.toMatchObject({
    code: 'idempotency_key_reused',
  })
})

it('I5: the position of a device moves forward only, when it has gone on through another server', async () => {
  const { api, ctx } = await besideRig()
  const { deviceId } = await api.pair()
  const position = () => ctx.db.read.all('SELECT acked_seq FROM devices')
  for (const [mine, others] of [
    [5, 9],
    [12, 9],
  ] as const) {
    const receipts = createDeliveryReceipts(
      beside(ctx, /^UPDATE devices/, (other) =>
        other.db.write((tx) => tx.run('UPDATE devices SET acked_seq = ?', [others])),
      ),
    )
    receipts.progress(deviceId, mine)
    await receipts.close()
    expect(await position()).toEqual([{ acked_seq: Math.max(mine, others) }])
  }
})
