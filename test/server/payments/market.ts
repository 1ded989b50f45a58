import { expect } from 'vitest'
import { pollPayments } from '../../../server/commands/poll-payments.ts'
import { recordRefund } from '../../../server/commands/record-refund.ts'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import type { Order } from '../../../shared/api/orders.ts'
import { type Behaviour, type BookedRefund, createFakeProvider } from '../../support/fake-provider.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import type { Reply } from '../../support/test-api.ts'
import { startTestServer } from '../../support/test-server.ts'
import { balance, paymentsOf } from './books.ts'

const HOUR = 3_600_000
const PROVIDER = 'standard-webhooks'

/** A shop, its customers, its operator and a provider that keeps books of its own. */
export async function createMarket() {
  const clock = createManualClock()
  const fake = createFakeProvider(PROVIDER)
  let server = await startTestServer({ clock, clients: [fake] })
  const { token } = await server.api.pair()
  const orders: Order[] = []
  const came = new Map<string, number>()
  const notices: { transactionId: string; orderNumber: string; amountMinor: number }[] = []
  const api = () => server.api
  const order = (n: number) => orders[n % Math.max(orders.length, 1)]
  const said: [refundNumber: string, state: BookedRefund['state']][] = []
  let transactions = 0

  async function ok(reply: Promise<Reply>, ...refusals: number[]): Promise<void> {
    const { status, body } = await reply
    expect([200, 201, 204, ...refusals], JSON.stringify(body)).toContain(status)
  }
  async function notify(notice: (typeof notices)[number]): Promise<void> {
    await ok(api().notify(notice))
    came.set(notice.transactionId, notice.amountMinor)
  }
  async function operate(n: number, what: string, body: object | undefined): Promise<void> {
    const payments = await paymentsOf(server)
    const payment = payments[n % Math.max(payments.length, 1)]
    if (payment === undefined) return
    await ok(api().call('POST', `/v1/payments/${payment.id}/${what}`, { as: api().operatorKey, body }), 404, 409)
  }

  const market = {
    fake,
    clock,
    came,
    orders,
    notices,
    notify,
    server: () => server,
    async place(amountMinor = 3_850) {
      orders.push(await api().place({ amountMinor }))
    },
    /** Money for an order, of another amount by `off`. */
    async pay(n: number, off = 0) {
      const target = order(n)
      if (target === undefined) return
      const notice = {
        transactionId: `tx-${++transactions}`,
        orderNumber: target.number,
        amountMinor: target.amountMinor + off,
      }
      notices.push(notice)
      await notify(notice)
    },
    /** Taken by the provider, and not called back; the poll must find it. */
    async payInSilence(n: number) {
      const target = order(n)
      if (target === undefined || fake.payments.has(target.number)) return
      const body = { provider: PROVIDER }
      const path = `/v1/orders/${target.id}/payments`
      const { status } = await api().call('POST', path, { as: api().orderingKey, body })
      if (status !== 201) return
      const { amountMinor, currency } = target
      const transactionId = `tx-${++transactions}`
      fake.payments.set(target.number, { state: 'paid', transactionId, amountMinor, currency, paidAt: clock.now() })
    },
    async poll() {
      clock.jumpWall(HOUR)
      await pollPayments(server.running.ctx)
      for (const { transactionId, amountMinor } of await paymentsOf(server)) came.set(transactionId, amountMinor)
    },
    async repeat(n: number) {
      const notice = notices[n % Math.max(notices.length, 1)]
      if (notice !== undefined) await notify(notice)
    },
    async move(n: number, move: 'confirm' | 'reject' | 'cancel') {
      const target = order(n)
      if (target === undefined) return
      const body = move === 'confirm' ? {} : { reason: '不要了' }
      const as = move === 'cancel' ? api().orderingKey : token
      await ok(api().call('POST', `/v1/orders/${target.id}/${move}`, { as, body }), 409)
    },
    async work(behaviour: Behaviour, afterMs = HOUR) {
      fake.behave = () => behaviour
      clock.jumpWall(afterMs)
      await sendRefunds(server.running.ctx)
    },
    /** The provider finishes what it has pending, and says so or does not. */
    async settle(n: number, state: 'succeeded' | 'closed' | 'abnormal', says: boolean) {
      const open = [...fake.booked].filter(([, refund]) => refund.state === 'pending' || refund.state === 'abnormal')
      const [number] = open[n % Math.max(open.length, 1)] ?? []
      if (number === undefined) return
      fake.finish(number, state)
      if (says) await market.told(number)
    },
    /** A notice of the provider: how the refund stands, or how it stood when an older one was sent. */
    async told(refundNumber: string, state = fake.booked.get(refundNumber)?.state ?? 'pending') {
      const { ctx } = server.running
      said.push([refundNumber, state])
      await ctx.db.write((tx) => recordRefund(tx, ctx, PROVIDER, { refundNumber, state }))
    },
    /** Somebody refunds a part in the provider's console, which says so: by itself, in sum, or in both ways. */
    async refundInConsole(n: number, part: number, says: 'itself' | 'sum' | 'both') {
      const payments = await paymentsOf(server)
      const payment = payments[n % Math.max(payments.length, 1)]
      if (payment === undefined) return
      const { transactionId, amountMinor: total, refundedMinor } = payment
      const amountMinor = Math.min(Math.ceil(total * part), total - refundedMinor)
      // By hand means that the provider knows nothing of it, and would pay it out a second time.
      if (amountMinor < 1 || payment.refunds.some(({ note }) => note !== null)) return
      const refundNumber = fake.refundInConsole(transactionId, amountMinor, total)
      if (refundNumber === undefined) return
      const { ctx } = server.running
      const reports = [
        ...(says === 'sum' ? [] : [{ refundNumber, amountMinor }]),
        ...(says === 'itself' ? [] : [{ returnedMinor: fake.paidOut(transactionId) }]),
      ]
      for (const report of [...reports, ...reports])
        await ctx.db.write((tx) => recordRefund(tx, ctx, PROVIDER, { state: 'succeeded', transactionId, ...report }))
    },
    /** Notices come again, and in any order. */
    async repeatNotice(n: number) {
      const notice = said[n % Math.max(said.length, 1)]
      if (notice !== undefined) await market.told(...notice)
    },
    refund: (n: number) => operate(n, 'refund', undefined),
    apply: (n: number) => operate(n, 'apply', { orderId: order(n)?.id ?? 1 }),
    /** Only what the provider has not paid out: a human who returns money looks first. */
    async byHand(n: number) {
      const due = (await paymentsOf(server, 'state=review')).filter(({ transactionId }) => !fake.paidOut(transactionId))
      const payment = due[n % Math.max(due.length, 1)]
      if (payment === undefined) return
      const path = `/v1/payments/${payment.id}/refunded-by-hand`
      await ok(api().call('POST', path, { as: api().operatorKey, body: { note: '现金' } }))
    },
    async restart() {
      server = await server.restart()
    },
    check: () => balance(server, fake, came),
  }
  return market
}

export type Market = Awaited<ReturnType<typeof createMarket>>
