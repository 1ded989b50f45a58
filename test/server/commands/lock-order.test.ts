import { expect, it } from 'vitest'
import type { ChannelAnswer } from '../../../server/attention/channels/port.ts'
import { createLinks } from '../../../server/attention/links.ts'
import { escalateAnew, planEffects } from '../../../server/attention/plan-effects.ts'
import { sendEffects } from '../../../server/attention/send-effects.ts'
import { watchStores } from '../../../server/attention/watch-stores.ts'
import { answerFromOutside } from '../../../server/commands/answer-from-outside.ts'
import { followClock } from '../../../server/commands/follow-clock.ts'
import { moveOrder } from '../../../server/commands/move-order.ts'
import { receivePlatformNews } from '../../../server/commands/receive-platform-news.ts'
import { createPaymentRecorder } from '../../../server/commands/record-payment.ts'
import { recordRefund } from '../../../server/commands/record-refund.ts'
import { repeatUnanswered } from '../../../server/commands/repeat-unanswered.ts'
import { applyReviewed, refundByHand, refundPayment } from '../../../server/commands/review-payment.ts'
import { URGE_PAUSE_MS, urgeOrder } from '../../../server/commands/urge-order.ts'
import { createConnector } from '../../../server/connectors/connectors.ts'
import type { PlatformNews } from '../../../server/connectors/kit/port.ts'
import type { Tx } from '../../../server/db/database.ts'
import { deliverEvents } from '../../../server/events/deliver-events.ts'
import { changeEndpoint, createEndpoint, removeEndpoint, rotateSecret } from '../../../server/events/endpoints.ts'
import { cutEvents } from '../../../server/events/prune-events.ts'
import { redeliver } from '../../../server/events/redeliver.ts'
import { writeOnce } from '../../../server/http/routing/idempotency.ts'
import { cancelUnpaid } from '../../../server/jobs/cancel-unpaid.ts'
import type { RefundOfTransaction, VerifiedPayment } from '../../../server/payments/providers/port.ts'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import { createDeliveryReceipts } from '../../../server/sockets/delivery-receipts.ts'
import type { Order } from '../../../shared/api/orders.ts'
import { throughWrites } from '../../support/beside.ts'
import { engine } from '../../support/test-database.ts'
import { paymentsOf } from '../payments/books.ts'
import { besideRig } from './beside-rig.ts'

const HOUR = 60 * 60_000

/**
 * The tables whose rows several commands change, in the order in which a transaction locks them first. Refunds are locked
 * with their payment.
 */
const ORDER = [
  // Where several servers follow one clock, a jump of it is claimed first: by a row of `installation` for nothing else.
  ...(engine() === 'postgres' ? ['jumps', 'nodes'] : []),
  'idempotency',
  'pairing_codes',
  'devices',
  'connector_orders',
  'orders',
  'payment_attempts',
  'payments',
  'reminders',
  'stores',
  'store_watch',
  'effects',
  'contacts',
  'channel_accounts',
  'installation',
  'webhook_endpoints',
  'webhook_lanes',
  'webhook_deliveries',
  'events',
  'connectors',
]

/**
 * What locks rows: of INSERTs those with keys that two servers may insert at one moment, of which the second waits for the
 * first.
 */
const LOCKS = /^(?:UPDATE|DELETE FROM|INSERT INTO(?= (?:idempotency|installation|payments|connector_orders) )) (\w+)/

it('every command locks the tables in one order, so that no two wait for each other', async () => {
  const all = await besideRig()
  const { api, fake, later, makeDue } = all
  /** For each transaction, the tables whose rows it locked, at the first time. */
  const locked: string[][] = []
  function noted(tx: Tx): Tx {
    const tables: string[] = []
    locked.push(tables)
    const note = (sql: string): string => {
      const written = LOCKS.exec(sql)?.[1]
      const claim = sql.includes("'clock_dated'") ? 'jumps' : written
      const table = claim === 'refunds' ? 'payments' : claim
      if (table !== undefined && !tables.includes(table)) tables.push(table)
      return sql
    }
    return {
      ...tx,
      run: (sql, values) => tx.run(note(sql), values),
      get: (sql, values) => tx.get(note(sql), values),
      all: (sql, values) => tx.all(note(sql), values),
    }
  }
  const ctx = {
    ...all.ctx,
    clockWatch: { ...all.ctx.clockWatch, steadyMs: () => Number.POSITIVE_INFINITY },
    db: throughWrites(all.ctx.db, noted),
  }
  const record = createPaymentRecorder(ctx)
  let transactions = 0
  const payment = (order: Order, more: Partial<VerifiedPayment> = {}): VerifiedPayment => ({
    provider: 'standard-webhooks',
    transactionId: `tx-${++transactions}`,
    orderNumber: order.number,
    amountMinor: order.amountMinor,
    currency: 'CNY',
    paidAt: ctx.clock.now(),
    ...more,
  })
  const paid = async () => {
    const order = await api.place()
    const known = payment(order)
    await record(known)
    return { order, known }
  }
  const refund = (of: VerifiedPayment, more: Partial<RefundOfTransaction>): RefundOfTransaction =>
    ({ state: 'succeeded', transactionId: of.transactionId, ...more }) as RefundOfTransaction
  const told = (report: RefundOfTransaction) => ctx.db.write((tx) => recordRefund(tx, ctx, 'standard-webhooks', report))

  // Payments: right, too much, for a cancelled order that is revived, and together.
  const [a, b, c] = [await api.place(), await api.place(), await api.place()]
  await all.ctx.db.write((tx) => tx.run('UPDATE orders SET created_at = created_at - ? WHERE id = ?', [HOUR, c.id]))
  expect(await cancelUnpaid(ctx)).toBe(1)
  await Promise.all([
    record(payment(a)),
    record(payment(b, { amountMinor: 1 })),
    record(payment(c)),
    record(payment(b)),
  ])

  // Orders of a shop platform: paid, in cash, and called off.
  const { storeId } = await api.place()
  const { id, kind } = await all.ctx.db.write((tx) =>
    createConnector(tx, ctx, storeId, { kind: 'shopify', name: '网店', settings: {} }),
  )
  const items = [{ name: '面', quantity: 1, notes: [] }]
  const draft = { amountMinor: 100, currency: 'CNY', fulfilment: 'pickup', items, remarks: [], customer: {} } as const
  const heard = (news: PlatformNews) =>
    ctx.db.write((tx) => receivePlatformNews(tx, ctx, { id, kind, store_id: storeId }, news))
  for (const money of ['paid', 'on_delivery'] as const) {
    const about = { externalId: money, at: 1, returnedMinor: 0 }
    await heard({ kind: 'to_make', ...about, money, order: { ...draft, number: money } })
    await heard({ kind: 'called_off', ...about, returnedMinor: money === 'paid' ? 100 : 0 })
  }

  // The life of an order, and its ends.
  for (const move of ['confirm', 'dispatch', 'complete'] as const)
    await ctx.db.write((tx) => moveOrder(tx, ctx, { orderId: a.id, move, by: 'device' }))
  const rejected = await paid()
  await writeOnce(ctx, { scope: 's', key: 'k', request: 'r' }, (tx) => urgeOrder(tx, ctx, rejected.order.id))
  later(URGE_PAUSE_MS)
  await ctx.db.write((tx) => urgeOrder(tx, ctx, rejected.order.id))
  await writeOnce(ctx, { scope: 's', key: 'l', request: 'r' }, (tx) =>
    moveOrder(tx, ctx, { orderId: rejected.order.id, move: 'reject', by: 'device' }),
  )
  const { order } = await paid()
  await ctx.db.write((tx) => moveOrder(tx, ctx, { orderId: order.id, move: 'cancel', by: 'customer' }))
  await makeDue()
  await repeatUnanswered(ctx)
  await makeDue(12 * HOUR)
  await repeatUnanswered(ctx)

  // Refunds: ours, refused, somebody else's, of a payment that is not known yet.
  fake.behave = ({ transactionId }) => (transactionId === rejected.known.transactionId ? 'refuses' : 'pends')
  await sendRefunds(ctx)
  const number = [...fake.booked.keys()][0] ?? ''
  await told({ refundNumber: number, state: 'succeeded' })
  const part = await paid()
  await told(refund(part.known, { refundNumber: 'elsewhere', amountMinor: 850 }))
  await told(refund(part.known, { returnedMinor: part.order.amountMinor }))
  for (const amountMinor of [850, 3_850]) {
    const late = payment(await api.place())
    await told(refund(late, { refundNumber: `late ${amountMinor}`, amountMinor, payment: late } as never))
  }

  // The operator's decisions.
  const due = (await paymentsOf(all, 'state=refund_due'))[0]
  await ctx.db.write((tx) => refundPayment(tx, ctx, due?.id ?? ''))
  for (const decide of ['hand', 'apply'] as const) {
    const waiting = await api.place()
    await record(payment(waiting, { orderNumber: `nobody's ${decide}` }))
    const id = (await paymentsOf(all, 'state=review')).find((one) => one.orderNumber === `nobody's ${decide}`)?.id ?? ''
    await ctx.db.write((tx) =>
      decide === 'hand' ? refundByHand(tx, ctx, id, { note: 'cash' }) : applyReviewed(tx, ctx, id, waiting.id),
    )
  }

  // People outside: told, told again, answering, and told of the answer.
  await escalate(all)
  const outside = await paid()
  await all.ctx.db.write((tx) => tx.run(`UPDATE reminders SET escalate_at = since WHERE state = 'open'`))
  const links = createLinks('https://bell.example', 'secret')
  const answers: ChannelAnswer[] = [
    { status: 500, body: '' },
    { status: 200, body: '' },
  ]
  const outward = { links, post: async () => answers.shift() ?? { status: 302, body: '' } }
  await planEffects(ctx, async () => false)
  for (let call = 0; call < 2; call++) {
    await sendEffects(ctx, outward)
    await all.ctx.db.write((tx) => tx.run('UPDATE effects SET next_at = 0 WHERE next_at IS NOT NULL'))
  }
  const [effect] = await all.ctx.db.read.all<{ id: string; covers: string }>('SELECT id, covers FROM effects')
  const raised = await all.ctx.db.read.all<{ id: string }>('SELECT id FROM reminders WHERE order_id = ?', [
    outside.order.id,
  ])
  const hash = links.hashOf(effect?.id ?? '')
  await ctx.db.write((tx) => answerFromOutside(tx, ctx, hash, { move: 'claim' }))
  await ctx.db.write((tx) => answerFromOutside(tx, ctx, hash, { move: 'confirm', reminderId: raised[0]?.id ?? '' }))
  await all.ctx.db.write((tx) => tx.run('UPDATE reminders SET escalate_at = 0 WHERE escalate_at IS NOT NULL'))
  await planEffects(ctx, async () => false)
  await sendEffects(ctx, outward)
  await ctx.db.write((tx) => escalateAnew(tx, all.storeId))
  for (const connected of [false, false, true]) {
    await all.ctx.db.write((tx) => tx.run('UPDATE store_watch SET watched_at = watched_at - 10000'))
    await watchStores(ctx, async () => connected)
  }

  // Webhooks: an endpoint of every store, what was told so far, and its end.
  const rules = { allowHttp: false, allowPrivate: false }
  const url = 'https://hooks.example.com/'
  const endpoint = await ctx.db.write((tx) => createEndpoint(tx, ctx, rules, { url }))
  await redeliver(ctx, endpoint.id, { since: 0 })
  const statuses = [503, 200, 410]
  await deliverEvents(ctx, async () => ({ status: statuses.shift() ?? 200 }))
  await all.ctx.db.write((tx) => tx.run('UPDATE webhook_lanes SET next_at = 0 WHERE next_at IS NOT NULL'))
  await deliverEvents(ctx, async () => ({ status: statuses.shift() ?? 200 }))
  await ctx.db.write((tx) => changeEndpoint(tx, ctx, rules, endpoint.id, { state: 'on' }))
  await ctx.db.write((tx) => rotateSecret(tx, ctx, endpoint.id, { overlapHours: 1 }))
  await ctx.db.write((tx) => cutEvents(tx, Number.MAX_SAFE_INTEGER, 3))
  await ctx.db.write((tx) => removeEndpoint(tx, ctx, endpoint.id))

  // Devices, and the clock.
  const { deviceId } = await api.pair()
  const receipts = createDeliveryReceipts(ctx)
  receipts.progress(deviceId, 1)
  await receipts.close()
  for (const ms of [-HOUR, 2 * HOUR]) {
    later(ms)
    await followClock({ ...ctx, clockWatch: all.ctx.clockWatch })
  }

  const seen = new Set(locked.flat())
  expect([...seen].filter((table) => !ORDER.includes(table))).toEqual([])
  expect(ORDER.filter((table) => !seen.has(table))).toEqual([])
  const wrong = locked.filter((tables) =>
    tables.some((table, i) => ORDER.indexOf(table) < ORDER.indexOf(tables[i - 1] ?? '')),
  )
  expect(wrong).toEqual([])
})

/** Sets a policy that tells one contact, by a channel that the test plays. */
async function escalate({ api, storeId }: Awaited<ReturnType<typeof besideRig>>): Promise<void> {
  const add = async (path: string, body: object) => {
    const reply = await api.call('POST', `/v1/stores/${storeId}/${path}`, { as: api.operatorKey, body })
    return (reply.body as { id: string }).id
  }
  const secret = `whsec_${Buffer.from('a secret for tests and nothing else').toString('base64')}`
  const contact = await add('contacts', { name: '王店长' })
  const settings = { url: 'https://example.com/hook', secret }
  const channel = await add('channels', { kind: 'webhook', name: '程序', settings })
  const step = { afterS: 0, contacts: [contact], channel }
  const escalation = [
    { cause: 'unanswered', ...step },
    { cause: 'away', ...step },
  ]
  await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: { settings: { escalation } } })
}
