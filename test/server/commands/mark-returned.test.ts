import { expect, it } from 'vitest'
import { recordRefund } from '../../../server/commands/record-refund.ts'
import type { Payment } from '../../../shared/api/payments.ts'
import type { StoreRefund, StoreRefundPage } from '../../../shared/api/store-refunds.ts'
import { dumpDatabase, watchDatabase } from '../../support/db-dump.ts'
import { createFakeProvider } from '../../support/fake-provider.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer } from '../../support/test-server.ts'

const PROVIDER = 'standard-webhooks'

/** A store whose money goes back by hand, unless `clients`; its devices may note that, unless `mayMark` is false. */
async function rig({ clients = false, mayMark = true } = {}) {
  const clock = createManualClock()
  const server = await startTestServer({ clock, clients: clients ? [createFakeProvider(PROVIDER)] : [] })
  const { api, storeId } = server
  const { token } = await api.pair(storeId, '前台')
  const list = async (query = '', as = token) =>
    (await api.call('GET', `/v1/stores/${storeId}/refunds${query}`, { as })).body as StoreRefundPage

  async function allow(shopMayMarkRefunds: boolean): Promise<void> {
    const body = { settings: { shopMayMarkRefunds } }
    expect((await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body })).status).toBe(200)
  }

  if (mayMark) await allow(true)
  return {
    ...server,
    clock,
    token,
    list,
    allow,
    /** An order that was paid and rejected, and its money. */
    async owed(): Promise<StoreRefund> {
      const order = await api.place()
      const { number: orderNumber, amountMinor } = order
      await api.notify({ orderNumber, amountMinor, transactionId: `tx-${orderNumber}` })
      await api.move(token, order.id, 'reject', '卖完了')
      const refund = (await list()).refunds.find(({ orderId }) => orderId === order.id)
      if (refund === undefined) throw new Error('nothing is owed')
      return refund
    },
    mark: (id: string, body: object, as = token, headers = {}) =>
      api.call('POST', `/v1/payments/${id}/returned-by-shop`, { as, body, headers }),
  }
}

it('what a device notes as returned is done: who and when is kept, and the order is refunded', async () => {
  const { api, clock, owed, mark, list, running } = await rig()
  const refund = await owed()
  expect(refund).toMatchObject({ state: 'by_hand', owedMinor: 3_850, notedBy: null, doneAt: null })
  clock.jumpWall(60_000)
  const at = clock.now()
  const reply = await mark(refund.id, { amountMinor: 3_850, note: '现金退回' })
  expect(reply).toMatchObject({
    status: 200,
    body: { state: 'done', owedMinor: 0, refundedMinor: 3_850, doneAt: at, notedBy: { kind: 'device', name: '前台' } },
  })
  expect(await list()).toMatchObject({ refunds: [], mayMark: true })
  expect((await list('?state=done')).refunds).toEqual([reply.body])
  const order = await api.call('GET', `/v1/orders/${refund.orderId}`, { as: api.operatorKey })
  expect(order.body).toMatchObject({ payStatus: 2, refundedMinor: 3_850 })
  const payment = await api.call('GET', `/v1/payments/${refund.id}`, { as: api.operatorKey })
  expect((payment.body as Payment).refunds).toMatchObject([
    { reason: 'shop', note: '现金退回', notedBy: { kind: 'device', name: '前台' }, settledAt: at },
  ])

  // Said again, by another device as well, it stays as it was noted first.
  const second = await api.pair(undefined, '后厨')
  clock.jumpWall(60_000)
  // Each act is audited, also one that changes nothing.
  const stored = async () => ({ ...(await dumpDatabase(running.ctx.db.read)), audit: [] })
  const before = await stored()
  for (const as of [undefined, second.token])
    expect(await mark(refund.id, { amountMinor: 3_850 }, as)).toMatchObject({ status: 200, body: reply.body as object })
  expect(await stored()).toEqual(before)
  expect(await mark(refund.id, { amountMinor: 3_000 })).toMatchObject({
    status: 409,
    body: { code: 'payment_decided' },
  })
})

it('ten devices that note the same money at once note it once', async () => {
  const { owed, mark, running } = await rig()
  const { id } = await owed()
  const replies = await Promise.all(Array.from({ length: 10 }, () => mark(id, { amountMinor: 3_850 })))
  expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect(await running.ctx.db.read.all('SELECT reason FROM refunds')).toEqual([{ reason: 'shop' }])
})

it('a store that says nothing does not let its devices note refunds; the operator lets them, and stops it', async () => {
  const { owed, mark, list, allow, running } = await rig({ mayMark: false })
  const { id } = await owed()
  const refused = async () => {
    expect((await list()).mayMark).toBe(false)
    const unchanged = await watchDatabase(running.ctx)
    expect(await mark(id, { amountMinor: 3_850 })).toMatchObject({
      status: 403,
      body: { code: 'refund_mark_not_allowed' },
    })
    await unchanged('not allowed')
  }
  await refused()
  await allow(true)
  expect((await list()).mayMark).toBe(true)
  await allow(false)
  await refused()
})

it('I12: another store’s device sees none of this store’s money and notes none of it', async () => {
  const { api, storeId, owed, mark, running } = await rig()
  const { id } = await owed()
  const body = { name: '别家', settings: { shopMayMarkRefunds: true } }
  const other = (await api.call('POST', '/v1/stores', { as: api.operatorKey, body })).body as { id: string }
  const stranger = await api.pair(other.id)
  const unchanged = await watchDatabase(running.ctx)
  expect(await mark(id, { amountMinor: 3_850 }, stranger.token)).toMatchObject({
    status: 404,
    body: { code: 'payment_unknown' },
  })
  expect(await api.call('GET', `/v1/stores/${storeId}/refunds`, { as: stranger.token })).toMatchObject({
    status: 404,
    body: { code: 'store_unknown' },
  })
  for (const state of ['open', 'done'])
    expect(
      (await api.call('GET', `/v1/stores/${other.id}/refunds?state=${state}`, { as: stranger.token })).body,
    ).toMatchObject({ refunds: [] })
  await unchanged('a stranger')
})

it('only what is owed now can be noted: not another amount, not what goes back by itself, not what is in review', async () => {
  const { api, owed, mark, list, running } = await rig()
  const { ctx } = running
  const refund = await owed()
  const tell = (report: object) =>
    ctx.db.write((tx) =>
      recordRefund(tx, ctx, PROVIDER, { state: 'succeeded', transactionId: `tx-${refund.orderNumber}`, ...report }),
    )
  await tell({ refundNumber: '1', amountMinor: 850 })
  expect(await mark(refund.id, { amountMinor: 3_850 })).toMatchObject({
    status: 409,
    body: { code: 'refund_amount_changed', detail: '3000 are left.' },
  })
  expect((await list()).refunds).toMatchObject([{ refundedMinor: 850, owedMinor: 3_000 }])
  expect(await mark(refund.id, { amountMinor: 3_000 })).toMatchObject({ body: { state: 'done', refundedMinor: 3_850 } })

  const paid = await api.placePaid()
  await api.notify({ orderNumber: paid.number, amountMinor: 3_850 })
  const [review] = (await list()).refunds
  expect(review).toMatchObject({ state: 'in_review', orderId: paid.id })
  expect(await mark(review?.id ?? '', { amountMinor: 3_850 })).toMatchObject({ body: { code: 'payment_decided' } })

  const automatic = await rig({ clients: true })
  const { id } = await automatic.owed()
  expect(await automatic.mark(id, { amountMinor: 3_850 })).toMatchObject({ body: { code: 'payment_decided' } })
})

it('money of which nobody knows how much is left is the operator’s to note', async () => {
  const { owed, mark, list, running } = await rig()
  const { ctx } = running
  const refund = await owed()
  await ctx.db.write((tx) =>
    recordRefund(tx, ctx, PROVIDER, { state: 'succeeded', transactionId: `tx-${refund.orderNumber}` }),
  )
  expect((await list()).refunds).toMatchObject([{ refundUnknown: true }])
  expect(await mark(refund.id, { amountMinor: 3_850 })).toMatchObject({ body: { code: 'refund_amount_changed' } })
})

it('what the operator noted by hand tells so, and its words stay the operator’s', async () => {
  const { api, owed, list, mark } = await rig()
  const { id } = await owed()
  const body = { note: '银行转账 6222…' }
  await api.call('POST', `/v1/payments/${id}/refunded-by-hand`, { as: api.operatorKey, body })
  const done = await list('?state=done')
  expect(done.refunds).toMatchObject([{ state: 'done', notedBy: { kind: 'operator' } }])
  expect(JSON.stringify(done)).not.toContain('6222')
  expect(await mark(id, { amountMinor: 3_850 })).toMatchObject({ body: { code: 'payment_decided' } })
})

it('the list is paged, the latest payment first, and names nothing of the provider', async () => {
  const { owed, list } = await rig()
  for (let i = 0; i < 5; i++) await owed()
  const first = await list('?limit=3')
  const second = await list(`?limit=3&cursor=${first.next}`)
  expect([first.refunds.length, second.refunds.length, second.next]).toEqual([3, 2, null])
  expect(new Set([...first.refunds, ...second.refunds].map(({ id }) => id)).size).toBe(5)
  expect(JSON.stringify(first)).not.toMatch(/transaction|tx-|provider/)
})
