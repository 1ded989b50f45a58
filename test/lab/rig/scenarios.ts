import { randomUUID } from 'node:crypto'
import { cancelUnpaid } from '../../../server/jobs/cancel-unpaid.ts'
import { prune } from '../../../server/jobs/prune.ts'
import type { PaymentContext } from '../../../server/payments/providers/port.ts'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import { repeatUnanswered } from '../../../server/reminders/repeat-unanswered.ts'
import type { Order } from '../../../shared/api/orders.ts'
import { TEST_WEBHOOKS_SECRET, type TestServer } from '../../support/test-server.ts'
import type { Operation } from '../check/history.ts'
import type { DatabaseDump } from '../check/read-database.ts'
import { call, notify, type Reply } from './caller.ts'
import { readBooks } from './file-provider.ts'

/** Where an operation is carried out: the process that will die, or the server that is started after it. */
export interface Target {
  url: string
  now(): number
  /** Runs the regular jobs of this kind once, and waits for their end as far as one can. */
  job(job: Job): Promise<void>
}

export type Job = 'repeat unanswered' | 'cancel unpaid' | 'send refunds' | 'prune'

/** How often each job asks to be run (server/jobs/server-jobs.ts), and what it is when there is no need to wait for it. */
export const JOBS = {
  'repeat unanswered': { everyMs: 1_000, run: repeatUnanswered },
  'cancel unpaid': { everyMs: 5_000, run: cancelUnpaid },
  'send refunds': { everyMs: 2_000, run: (ctx: PaymentContext) => sendRefunds(ctx) },
  prune: { everyMs: 3_000, run: (ctx: PaymentContext) => prune(ctx) },
} as const

/** One operation, ready to be carried out any number of times. */
export interface Stage {
  /** Absent: a job of the server's own, or something that cannot be repeated. */
  operation?: Operation
  /** Carries it out as its caller does, retries included: the same key, the same transaction. */
  go(target: Target): Promise<Reply | undefined>
  /** Whether it has happened, once and as a whole. */
  done(db: DatabaseDump): boolean
  /** What an operation of several transactions may leave when it is cut short, besides nothing. */
  between?(db: DatabaseDump): boolean
  /** What else is wrong with what a process has left, in the folder of its data. */
  alsoWrong?(db: DatabaseDump, dataDir: string): string[]
  /** Whether this answer is one that the operation may get when it is repeated after a crash. Default: below 300. */
  accepts?(reply: Reply): boolean
}

export interface Scenario {
  name: string
  /** Steps that a clean run must take, in their order; the last one is the end of it. */
  passes: string[]
  /** How often a clean run takes the last of them. Default: once. */
  lastPasses?: number
  /** A payment provider can be asked for refunds. */
  provider?: boolean
  /** How far the clock of the server that is started again is ahead of the one that died. */
  restartLaterMs?: number
  /** Try every step, each time. */
  whole?: boolean
  /** Kill after each statement as well as before each. */
  after?: boolean
  /** How far the clock of the process that dies is ahead of the one that prepared it. */
  laterMs?: number
  /** Leaves a database just before the operation. */
  prepare(server: TestServer, token: string): Promise<Stage>
}

const oneOf = <Item>(items: Item[], fits: (item: Item) => boolean): boolean => items.filter(fits).length === 1

async function paidOrder(server: TestServer): Promise<Order> {
  return await server.api.placePaid()
}

const closed = (db: DatabaseDump, order: Order, state: string) =>
  oneOf(db.reminders, (r) => r.order_id === order.id && r.kind === 'new_order' && r.state === state)

const status = (db: DatabaseDump, order: Order) => db.orders.find(({ id }) => id === order.id)?.status

const payStatus = (db: DatabaseDump, order: Order) => db.orders.find(({ id }) => id === order.id)?.pay_status

async function rejectedOrder(server: TestServer, token: string): Promise<Order> {
  const order = await paidOrder(server)
  await server.api.move(token, order.id, 'reject', '卖完了')
  return order
}

/** The steps of a call to the provider, and of the record of its answer. */
const CALLED = (what: string) => [
  `before the provider is asked ${what}`,
  `after the provider is asked ${what}`,
  'before UPDATE refunds SET state',
]

/** One number, whatever was repeated; and what we call pending or paid out, the provider has. */
function paidOutOnce(db: DatabaseDump, dataDir: string): string[] {
  const booked = readBooks(dataDir).map(({ refundNumber }) => refundNumber)
  const sent = db.refunds.filter(({ state }) => state !== 'queued').map(({ number }) => number)
  const found = booked.length > 1 ? [`the provider has paid out ${booked.length} refunds`] : []
  return sent.every((number) => booked.includes(number)) ? found : [...found, 'the provider knows of no refund']
}

export const SCENARIOS: Scenario[] = [
  {
    name: 'a payment',
    whole: true,
    passes: ['before BEGIN', 'before COMMIT', 'after COMMIT', 'before wake', 'after wake'],
    after: true,
    async prepare({ api }) {
      const order = await api.place()
      const facts = { transactionId: 'tx-1', orderNumber: order.number, amountMinor: order.amountMinor }
      return {
        operation: { op: 'tx-1', kind: 'pay', right: true, ...facts },
        go: ({ url, now }) => notify(url, TEST_WEBHOOKS_SECRET, now(), facts),
        done: (db) => status(db, order) === 2 && closed(db, order, 'open'),
      }
    },
  },
  {
    name: 'a device accepts the order',
    passes: ['before BEGIN', 'before INSERT INTO idempotency', 'after COMMIT', 'after wake'],
    async prepare(server, token) {
      const order = await paidOrder(server)
      const key = randomUUID()
      return {
        operation: { op: key, kind: 'confirm', orderId: order.id, deviceId: 'one' },
        go: ({ url }) => call(url, `/v1/orders/${order.id}/confirm`, { as: token, key, body: {} }),
        done: (db) => status(db, order) === 3 && closed(db, order, 'acknowledged'),
      }
    },
  },
  {
    name: 'the customer urges',
    passes: ['before BEGIN', 'before INSERT INTO reminders', 'after COMMIT', 'after wake'],
    async prepare(server) {
      const order = await paidOrder(server)
      const key = randomUUID()
      return {
        operation: { op: key, kind: 'urge', orderId: order.id },
        go: ({ url }) => call(url, `/v1/orders/${order.id}/urge`, { as: server.api.orderingKey, key, body: {} }),
        done: (db) => oneOf(db.reminders, (r) => r.order_id === order.id && r.kind === 'urge' && r.n === 1),
      }
    },
  },
  {
    name: 'the customer calls a paid order off: one transaction, two entries on the log',
    passes: ['before BEGIN', `before UPDATE payments SET state = 'refund_due'`, 'after COMMIT', 'after wake'],
    async prepare(server) {
      const order = await paidOrder(server)
      const key = randomUUID()
      const body = { reason: '不要了' }
      return {
        operation: { op: key, kind: 'cancel', orderId: order.id },
        go: ({ url }) => call(url, `/v1/orders/${order.id}/cancel`, { as: server.api.orderingKey, key, body }),
        done: (db) =>
          closed(db, order, 'cancelled') &&
          oneOf(db.payments, (p) => p.order_id === order.id && p.state === 'refund_due') &&
          oneOf(db.reminders, (r) => r.order_id === order.id && r.kind === 'cancel' && r.state === 'open'),
      }
    },
  },
  {
    name: 'money for an order that is paid already goes back',
    provider: true,
    passes: ['before BEGIN', 'before INSERT INTO payments', 'before INSERT INTO refunds', 'after COMMIT'],
    async prepare(server) {
      const order = await paidOrder(server)
      const facts = { transactionId: 'tx-2', orderNumber: order.number, amountMinor: order.amountMinor }
      return {
        operation: { op: 'tx-2', kind: 'pay', right: true, ...facts },
        go: ({ url, now }) => notify(url, TEST_WEBHOOKS_SECRET, now(), facts),
        done: (db) =>
          oneOf(db.payments, (p) => p.transaction_id === 'tx-2' && p.state === 'refunding') &&
          oneOf(db.refunds, (r) => r.state === 'queued'),
      }
    },
  },
  {
    name: 'a refund is sent: killed between the call and its record, it is sent again under the same number',
    provider: true,
    passes: ['before UPDATE refunds SET attempts', ...CALLED('for a refund'), 'after COMMIT'],
    lastPasses: 3,
    restartLaterMs: 15_000,
    async prepare(server, token) {
      await rejectedOrder(server, token)
      return {
        go: async ({ job }) => void (await job('send refunds')),
        between: (db) => oneOf(db.refunds, (r) => r.state === 'queued' && r.attempts === 1),
        // On a slow machine the server that is started again may already have asked about it.
        done: (db) => oneOf(db.refunds, (r) => r.state === 'pending' || r.state === 'succeeded'),
        alsoWrong: paidOutOnce,
      }
    },
  },
  {
    name: 'a refund is asked about, and has arrived',
    provider: true,
    passes: ['before UPDATE refunds SET attempts', ...CALLED('about a refund'), 'before UPDATE orders', 'after COMMIT'],
    lastPasses: 3,
    laterMs: 120_000,
    restartLaterMs: 240_000,
    async prepare(server, token) {
      const order = await rejectedOrder(server, token)
      await sendRefunds(server.running.ctx)
      return {
        go: async ({ job }) => void (await job('send refunds')),
        between: (db) => oneOf(db.refunds, (r) => r.state === 'pending' && r.attempts === 1),
        done: (db) => oneOf(db.refunds, (r) => r.state === 'succeeded') && payStatus(db, order) === 2,
        alsoWrong: paidOutOnce,
      }
    },
  },
  {
    name: 'an unanswered reminder is repeated',
    passes: ['before BEGIN', 'before UPDATE reminders SET n = n + 1', 'after COMMIT', 'after wake'],
    laterMs: 31_000,
    async prepare(server) {
      const order = await paidOrder(server)
      return {
        go: async ({ job }) => void (await job('repeat unanswered')),
        done: (db) => oneOf(db.reminders, (r) => r.order_id === order.id && r.n === 2 && r.state === 'open'),
      }
    },
  },
  {
    name: 'an unpaid order is cancelled',
    passes: ['before BEGIN', 'before UPDATE orders', 'after COMMIT'],
    laterMs: 16 * 60_000,
    async prepare({ api }) {
      const order = await api.place()
      return {
        go: async ({ job }) => void (await job('cancel unpaid')),
        done: (db) => status(db, order) === 6,
      }
    },
  },
  {
    name: 'the log is pruned',
    passes: ['before BEGIN', 'before UPDATE stores SET min_seq', 'before DELETE FROM reminder_log', 'after COMMIT'],
    laterMs: 8 * 24 * 60 * 60_000,
    async prepare(server) {
      for (let i = 0; i < 3; i++) await paidOrder(server)
      return {
        go: async ({ job }) => void (await job('prune')),
        done: (db) => db.stores.some(({ min_seq, head_seq }) => min_seq === 2 && head_seq === 3) && db.log.length === 1,
      }
    },
  },
  {
    name: 'a device is paired: the code is used up if and only if there is a device',
    passes: ['before BEGIN', 'before UPDATE pairing_codes SET used_at', 'before INSERT INTO devices', 'after COMMIT'],
    async prepare({ api, storeId }) {
      const grant = await api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: api.operatorKey })
      const body = { code: (grant.body as { code: string }).code, name: '后厨', platform: 'test' }
      return {
        go: ({ url }) => call(url, '/v1/devices/pair', { body }),
        done: (db) => db.devices.length === 2 && db.pairing.length === 1 && db.pairing[0]?.used_at != null,
        // The token of a device whose answer was lost is lost with it: a human asks for another code.
        accepts: ({ status, body: said }) =>
          status === 201 || (status === 403 && JSON.stringify(said).includes('pairing_code_invalid')),
      }
    },
  },
]
