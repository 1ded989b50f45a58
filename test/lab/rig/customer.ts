import type { SeededRandom } from '../../support/seeded-random.ts'
import type { Operation } from '../check/history.ts'
import type { Asker } from './asker.ts'
import { call, notify, type Reply } from './caller.ts'
import type { LoadOptions } from './run-files.ts'

export interface World extends Pick<LoadOptions, 'stores' | 'secret' | 'orderingKey'> {
  asker: Asker
  random: SeededRandom
  now(): number
}

interface Placed {
  id: number
  number: string
  amountMinor: number
  devices: LoadOptions['stores'][number]['devices']
}

/**
 * One order from its placing on, as unruly as real ones are: notices repeated, at the same time and later, with another
 * transaction or of a wrong amount; urged, called off, answered by one device or by two at once, or by nobody.
 */
export async function customer(world: World): Promise<void> {
  const { random } = world
  const order = await place(world)
  if (order === undefined || random.chance(0.08)) return
  if (random.chance(0.08)) await pay(world, order, { amountMinor: order.amountMinor - 1 })
  const transactionId = name(world, 'tx')
  await pay(world, order, { transactionId, times: random.chance(0.25) ? 3 : 1 })
  if (random.chance(0.06)) await pay(world, order)
  if (random.chance(0.15)) await payOtherwise(world, order, transactionId)
  if (random.chance(0.2)) await urge(world, order)
  if (random.chance(0.1)) await cancel(world, order)
  if (random.chance(0.5)) await answer(world, order)
  if (random.chance(0.15)) await pay(world, order, { transactionId })
  await world.asker.pause(random.next() * 40)
}

/** Names of our own instead of UUIDs: the same seed gives the same run, as far as the machine lets it. */
function name({ random }: World, prefix: string): string {
  return `${prefix}-${random.int(2 ** 31).toString(36)}${random.int(2 ** 31).toString(36)}`
}

async function place(world: World): Promise<Placed | undefined> {
  const { random, orderingKey } = world
  const { storeId, devices } = random.pick(world.stores)
  const number = name(world, 'no')
  const amountMinor = 1_000 + random.int(9_000)
  const body = {
    storeId,
    number,
    amountMinor,
    items: [{ name: '宫保鸡丁', quantity: 1 + random.int(3) }],
    remark: '不要香菜，'.repeat(random.int(20)),
  }
  const operation: Operation = { op: name(world, 'place'), kind: 'place', storeId, number, amountMinor }
  const reply = await asked(world, operation, (url) =>
    call(url, '/v1/orders', { as: orderingKey, key: operation.op, body }),
  )
  if (reply.status !== 201) return undefined
  return { id: (reply.body as { id: number }).id, number, amountMinor, devices }
}

async function pay(
  world: World,
  order: Placed,
  how: { transactionId?: string; amountMinor?: number; times?: number } = {},
): Promise<void> {
  const { transactionId = name(world, 'tx'), amountMinor = order.amountMinor, times = 1 } = how
  const facts = { transactionId, orderNumber: order.number, amountMinor }
  const operation: Operation = { op: transactionId, kind: 'pay', right: amountMinor === order.amountMinor, ...facts }
  const send = () => world.asker.ask(operation, (url) => notify(url, world.secret, world.now(), facts))
  await Promise.all(Array.from({ length: times }, send))
}

/** The same transaction with another amount: refused, and its refusal undoes nothing of what shares its COMMIT. */
async function payOtherwise(world: World, order: Placed, transactionId: string): Promise<void> {
  const facts = { transactionId, orderNumber: order.number, amountMinor: order.amountMinor + 1 }
  const operation: Operation = { op: `${transactionId}-otherwise`, kind: 'pay', right: false, ...facts }
  await world.asker.ask(operation, (url) => notify(url, world.secret, world.now(), facts))
}

async function urge(world: World, { id }: Placed): Promise<void> {
  await byCustomer(world, { op: name(world, 'urge'), kind: 'urge', orderId: id }, {})
}

async function cancel(world: World, { id }: Placed): Promise<void> {
  await byCustomer(world, { op: name(world, 'cancel'), kind: 'cancel', orderId: id }, { reason: '不要了' })
}

async function byCustomer(world: World, operation: Operation & { orderId: number }, body: object): Promise<void> {
  const path = `/v1/orders/${operation.orderId}/${operation.kind}`
  await asked(world, operation, (url) => call(url, path, { as: world.orderingKey, key: operation.op, body }))
}

/** By one device or by two at once; of these one is too late. */
async function answer(world: World, order: Placed): Promise<void> {
  const { random } = world
  const devices = random.shuffle(order.devices).slice(0, random.chance(0.3) ? 2 : 1)
  await Promise.all(
    devices.map(async ({ deviceId, token }) => {
      const kind = random.chance(0.8) ? 'confirm' : 'reject'
      const operation: Operation = { op: name(world, kind), kind, orderId: order.id, deviceId }
      const body = kind === 'reject' ? { reason: '卖完了' } : {}
      const path = `/v1/orders/${order.id}/${kind}`
      await asked(world, operation, (url) => call(url, path, { as: token, key: operation.op, body }))
    }),
  )
}

/** Sometimes the answer is asked for again, as by a caller that crashed: it must be the same (I11). */
async function asked(world: World, operation: Operation, go: (url: string) => Promise<Reply>): Promise<Reply> {
  const reply = await world.asker.ask(operation, go)
  if (world.random.chance(0.2)) await world.asker.ask(operation, go)
  return reply
}
