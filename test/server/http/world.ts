import { createPairing } from '../../../server/devices/pairing.ts'
import { createEventWaiters } from '../../../server/events/event-waiters.ts'
import { allRoutes } from '../../../server/http/app.ts'
import type { Route } from '../../../server/http/routing/route.ts'
import { sendRefunds } from '../../../server/payments/refunds/send-refunds.ts'
import type { PairedDevice } from '../../../shared/api/devices.ts'
import type { Order } from '../../../shared/api/orders.ts'
import type { Payment } from '../../../shared/api/payments.ts'
import type { Reminder } from '../../../shared/api/reminders.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { createFakeProvider, type FakeProvider } from '../../support/fake-provider.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { standInEngine } from '../../support/stand-in-engine.ts'
import {
  startTestServer,
  TEST_WEBHOOKS_SECRET,
  type TestServer,
  type TestServerOptions,
} from '../../support/test-server.ts'
import { expectProblem } from './expect-problem.ts'
import { type RawReply, type RawRequest, sendRaw } from './raw-request.ts'

/** One order of the first store for every status an order can have. */
export interface WorldOrders {
  unpaid: Order
  paid: Order
  /** Another paid one. */
  waiting: Order
  confirmed: Order
  delivering: Order
  completed: Order
  cancelled: Order
}

/** A server on which something of everything exists: two stores, their devices, orders, reminders. */
export interface World extends TestServer {
  clock: ManualClock
  routes: Route[]
  /** Of the first store. */
  device: PairedDevice
  /** Of the second store: nothing of the first one exists for it (I12). */
  stranger: PairedDevice
  /** A device of the first store that the operator has shut out. */
  revoked: PairedDevice
  /** Another one of the first store, which nothing else is done with. */
  spare: PairedDevice
  orders: WorldOrders
  /** An order of the first store that is picked up, accepted. */
  pickup: Order
  /**
   * Ids: of money that waits in review (`nothing`: of the amount 0), of money that has paid an order, and of money that a
   * human has to return, 3850.
   */
  payments: { refundable: string; returned: string; applicable: string; nothing: string; applied: string; owed: string }
  /** An unpaid order that `applicable` can pay. */
  payable: Order
  /** Ids: of two that are open, and of one that the customer's cancellation closed. */
  reminders: { newOrder: string; urge: string; calledOff: string }
  /** Ids: of people and ways of the first store to tell them; of the spare ones nothing else is said. */
  targets: { contact: string; channel: string; spareContact: string; spareChannel: string }
  /** Ids: of two doors of the first store to shops; of the spare one nothing else is said. */
  connectors: { kept: string; spare: string }
  /** Ids of two webhook endpoints of all stores; of the spare one nothing else is said. */
  endpoint: string
  spareEndpoint: string
  /** A pairing code of the first store that nobody has used. */
  pairingCode: string
  /** Every key, token and secret of this world. */
  secrets: string[]
  send(request: RawRequest): Promise<RawReply>
  /** Sends what must be refused, and expects the problem and an unchanged database. */
  refuses(tried: string, request: RawRequest, code: ProblemCode): Promise<void>
}

/** Signs the messages of the world’s channels. */
const CHANNEL_SECRET = `whsec_${Buffer.from('the secret of a channel of this world').toString('base64')}`

/** Signs the orders of the world’s shops. */
const CONNECTOR_SECRET = 'the-secret-of-a-shop-of-this-world'

/** Builds the world through the same doors that the tests then knock at. Time stands still. */
export async function createWorld(options: TestServerOptions = {}): Promise<World> {
  const clock = createManualClock()
  const fake = createFakeProvider('standard-webhooks')
  const clients = [fake]
  const server = await startTestServer({ clock, clients, speechProgram: standInEngine().program, ...options })
  const { api, running } = server
  const other = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })
  const device = await api.pair()
  const stranger = await api.pair((other.body as { id: string }).id, '别家')
  const revoked = await api.pair(undefined, '旧平板')
  const spare = await api.pair(undefined, '备用')
  await api.call('DELETE', `/v1/devices/${revoked.deviceId}`, { as: api.operatorKey })
  const orders = await createOrders(server, device.token)
  const pickup = await api.placePaid({ fulfilment: 'pickup' })
  await api.move(device.token, pickup.id, 'confirm')
  const payable = await api.place()
  const payments = await createPayments(server, fake)
  const reminders = await createReminders(server, device.token, orders)
  const targets = await createTargets(server)
  const connectors = await createConnectors(server)
  const [endpoint, spareEndpoint] = [await createHook(server), await createHook(server)]
  const grant = await api.call('POST', `/v1/stores/${server.storeId}/pairing-codes`, { as: api.operatorKey })
  const pairingCode = (grant.body as { code: string }).code
  const secrets = [
    ...[api.operatorKey, api.orderingKey, TEST_WEBHOOKS_SECRET],
    ...[device, stranger, revoked, spare].map(({ token }) => token),
    pairingCode,
    ...[CHANNEL_SECRET, CONNECTOR_SECRET, 'ck_of_this_world', 'cs_of_this_world'],
    ...[endpoint, spareEndpoint].map(({ secret }) => secret),
  ]
  const unchanged = await watchDatabase(running.ctx)
  const send = (request: RawRequest) => sendRaw(server.url, request)
  return {
    ...server,
    clock,
    routes: allRoutes(
      running.ctx,
      { isConnected: () => false, revoke() {}, greetAgain() {}, tellStruck() {} },
      createPairing(running.ctx),
      undefined,
      {
        waiters: createEventWaiters(clock),
        webhooks: { rules: { allowHttp: false, allowPrivate: false }, call: async () => ({ status: 200 }) },
      },
    ),
    device,
    stranger,
    revoked,
    spare,
    orders,
    pickup,
    payments,
    payable,
    reminders,
    targets,
    connectors,
    endpoint: endpoint.id,
    spareEndpoint: spareEndpoint.id,
    pairingCode,
    secrets,
    send,
    async refuses(tried, request, code) {
      expectProblem(tried, await send(request), code, secrets)
      await unchanged(tried)
    },
  }
}

async function createOrders({ api }: TestServer, token: string): Promise<WorldOrders> {
  const orders = {
    unpaid: await api.place(),
    paid: await api.placePaid(),
    waiting: await api.placePaid(),
    confirmed: await api.placePaid(),
    delivering: await api.placePaid(),
    completed: await api.placePaid(),
    cancelled: await api.placePaid(),
  }
  for (const name of ['confirmed', 'delivering', 'completed'] as const)
    await api.move(token, orders[name].id, 'confirm')
  for (const name of ['delivering', 'completed'] as const) await api.move(token, orders[name].id, 'dispatch')
  await api.move(token, orders.completed.id, 'complete')
  await api.move(token, orders.cancelled.id, 'reject', '卖完了')
  return orders
}

async function createPayments({ api, running, storeId }: TestServer, fake: FakeProvider): Promise<World['payments']> {
  const mayMark = { settings: { shopMayMarkRefunds: true } }
  await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: mayMark })
  // The money of the order that was called off: its provider refuses to return it.
  fake.behave = () => 'refuses'
  await sendRefunds(running.ctx)
  fake.behave = () => 'succeeds'
  const amounts = { refundable: 1, returned: 2, applicable: 3_850, nothing: 0 }
  for (const [transactionId, amountMinor] of Object.entries(amounts))
    await api.notify({ transactionId, orderNumber: 'nobody', amountMinor })
  const { body } = await api.call('GET', '/v1/payments?limit=200', { as: api.operatorKey })
  const { payments } = body as { payments: Payment[] }
  const idOf = (fits: (payment: Payment) => boolean) => payments.find(fits)?.id ?? 'none'
  const waiting = (name: keyof typeof amounts) => idOf(({ transactionId }) => transactionId === name)
  return {
    refundable: waiting('refundable'),
    returned: waiting('returned'),
    applicable: waiting('applicable'),
    nothing: waiting('nothing'),
    applied: idOf(({ state }) => state === 'applied'),
    owed: idOf(({ state }) => state === 'refund_due'),
  }
}

/** Its channels lead to an address at which there is nothing. */
async function createTargets({ api, storeId, url }: TestServer): Promise<World['targets']> {
  const add = async (path: string, body: object) => {
    const reply = await api.call('POST', `/v1/stores/${storeId}/${path}`, { as: api.operatorKey, body })
    return (reply.body as { id: string }).id
  }
  const settings = { url: `${url}/nothing`, secret: CHANNEL_SECRET }
  return {
    contact: await add('contacts', { name: '王店长', mobile: '13800138000' }),
    channel: await add('channels', { kind: 'webhook', name: '程序', settings }),
    spareContact: await add('contacts', { name: '李经理' }),
    spareChannel: await add('channels', { kind: 'webhook', name: '备用', settings }),
  }
}

async function createConnectors({ api, storeId }: TestServer): Promise<World['connectors']> {
  const add = async (name: string) => {
    const keys = { consumerKey: 'ck_of_this_world', consumerSecret: 'cs_of_this_world' }
    const shop = { url: 'https://localhost:8443', ...keys }
    const body = { kind: 'woocommerce', name, secret: CONNECTOR_SECRET, api: shop }
    const reply = await api.call('POST', `/v1/stores/${storeId}/connectors`, { as: api.operatorKey, body })
    return (reply.body as { id: string }).id
  }
  return { kept: await add('网店'), spare: await add('备用') }
}

/** An endpoint at a name of this machine, to which nothing may be sent. */
async function createHook({ api }: TestServer): Promise<{ id: string; secret: string }> {
  const body = { url: 'https://localhost:8443/hook' }
  const reply = await api.call('POST', '/v1/webhook-endpoints', { as: api.operatorKey, body })
  return reply.body as { id: string; secret: string }
}

async function createReminders({ api }: TestServer, token: string, orders: WorldOrders): Promise<World['reminders']> {
  await api.call('POST', `/v1/orders/${orders.confirmed.id}/urge`, { as: api.orderingKey })
  const calledOff = await api.placePaid()
  await api.call('POST', `/v1/orders/${calledOff.id}/cancel`, { as: api.orderingKey, body: { reason: '不要了' } })
  const find = async (orderId: number, kind: string) => {
    const { body } = await api.call('GET', `/v1/reminders?orderId=${orderId}`, { as: token })
    return (body as { reminders: Reminder[] }).reminders.find((reminder) => reminder.kind === kind)?.id ?? 'none'
  }
  return {
    newOrder: await find(orders.paid.id, 'new_order'),
    urge: await find(orders.confirmed.id, 'urge'),
    calledOff: await find(calledOff.id, 'new_order'),
  }
}
