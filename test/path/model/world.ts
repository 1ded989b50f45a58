import { resumeClock } from '../../../server/commands/follow-clock.ts'
import { moveOrder } from '../../../server/commands/move-order.ts'
import { createPaymentRecorder, type RecordedPayment } from '../../../server/commands/record-payment.ts'
import { urgeOrder } from '../../../server/commands/urge-order.ts'
import { StorageError } from '../../../server/db/storage-error.ts'
import { AppError } from '../../../server/lib/app-error.ts'
import { createOrder } from '../../../server/orders/create-order.ts'
import { createOrderSchema } from '../../../shared/api/orders.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import type { Premises } from './premises.ts'
import { openShop, type Shop, seededServerRandom } from './shop.ts'
import { createTill, type Till } from './till.ts'

/** A payment that was answered: what must be true of it for ever. */
export interface Answered {
  orderNumber: string
  transactionId: string
  applied: boolean
}

export interface World {
  clock: ManualClock
  tills: Till[]
  /** One of the servers, another one each time. */
  shop(): Shop
  /** Every payment that was answered, except those a restored backup has forgotten. */
  answered: Answered[]
  restores: number
  place(store: number): Promise<string>
  /** Sends the same notice `times` times at once, to all servers in turn; the answers must be equal (I4, I11). */
  pay(orderNumber: string, times: number, amountMinor: number): Promise<void>
  urge(orderNumber: string): Promise<void>
  cancel(orderNumber: string): Promise<void>
  /** Kills one of the servers, and starts it again at once. */
  killServer(): Promise<void>
  /** Breaks all connections to the database. */
  disconnect(): Promise<void>
  /** Stops all servers. */
  switchOff(): Promise<void>
  /** Starts the servers again, which look how long they were off, as every start does. */
  switchOn(): Promise<void>
  backup(): Promise<void>
  restore(): Promise<void>
  /** Lets time pass in steps (default: 2 s), delivering what is on the way after each. */
  pass(ms: number, stepMs?: number): Promise<void>
  close(): Promise<void>
}

export const AMOUNT = 3_850
const STEP_MS = 2_000

export async function createWorld(options: {
  premises: Premises
  seed: number
  wakes: boolean
  tills: number[]
  reminderExpiryMs?: number
}): Promise<World> {
  const { premises, wakes, reminderExpiryMs } = options
  const clock = createManualClock()
  const random = seededServerRandom(options.seed)
  const shops: (Shop | undefined)[] = []
  const open = async (node: number) => {
    const db = await premises.open()
    shops[node] = await openShop({ db, clock, random, wakes, stores: 2, reminderExpiryMs })
  }
  let turn = 0
  let kills = 0
  let transactions = 0
  let savedAnswers: Answered[] | undefined

  const tills: Till[] = []
  const world: World = {
    clock,
    tills,
    shop: here,
    answered: [],
    restores: 0,
    async place(store) {
      const { ctx, stores } = here()
      const input = createOrderSchema.parse({
        storeId: stores[store % stores.length],
        items: [{ name: '宫保鸡丁', quantity: 1 }],
        amountMinor: AMOUNT,
      })
      return (await ctx.db.write((tx) => createOrder(tx, ctx, input))).number
    },
    async pay(orderNumber, times, amountMinor) {
      const notice = {
        provider: 'standard-webhooks' as const,
        transactionId: `txn_${++transactions}`,
        orderNumber,
        amountMinor,
        currency: 'CNY',
        paidAt: clock.now(),
      }
      const send = () => createPaymentRecorder(here().ctx)(notice)
      // Whoever gets no answer sends again.
      const answers = await Promise.all(Array.from({ length: times }, () => again(send)))
      const [first] = answers.map(({ state, reviewReason }: RecordedPayment) => `${state} ${reviewReason}`)
      if (answers.some(({ state, reviewReason }) => `${state} ${reviewReason}` !== first)) {
        throw new Error(`I11: one notice, different answers: ${JSON.stringify(answers)}`)
      }
      world.answered.push({
        orderNumber,
        transactionId: notice.transactionId,
        applied: answers[0]?.state === 'applied',
      })
    },
    urge: (orderNumber) => byNumber(orderNumber, (tx, ctx, id) => urgeOrder(tx, ctx, id)),
    cancel: (orderNumber) =>
      byNumber(orderNumber, (tx, ctx, orderId) =>
        moveOrder(tx, ctx, { orderId, move: 'cancel', by: 'customer', reason: '不要了' }),
      ),
    async killServer() {
      const node = kills++ % premises.nodes
      await down(node)
      await open(node)
    },
    disconnect: premises.disconnect,
    switchOff: allDown,
    async switchOn() {
      await allUp()
      for (const shop of shops) if (shop !== undefined) await resumeClock(shop.ctx)
    },
    async backup() {
      await allDown()
      await premises.save()
      savedAnswers = [...world.answered]
      await allUp()
    },
    async restore() {
      if (savedAnswers === undefined) return
      await allDown()
      await premises.restore()
      world.answered = [...savedAnswers]
      world.restores++
      await allUp()
    },
    async pass(ms, stepMs = STEP_MS) {
      for (let gone = 0; gone < ms; gone += stepMs) {
        clock.advance(Math.min(stepMs, ms - gone))
        await settle()
      }
    },
    async close() {
      for (const till of tills) till.crash()
      await allDown()
    },
  }

  /** Returns one of the servers that are up, another one each time. */
  function someShop(): Shop | undefined {
    const up = shops.filter((shop) => shop !== undefined)
    return up[turn++ % Math.max(1, up.length)]
  }

  function here(): Shop {
    const shop = someShop()
    if (shop === undefined) throw new Error('the servers are down')
    return shop
  }

  async function down(node: number): Promise<void> {
    const gone = shops[node]
    shops[node] = undefined
    await gone?.crash()
  }

  async function allDown(): Promise<void> {
    for (let node = 0; node < premises.nodes; node++) await down(node)
  }

  async function allUp(): Promise<void> {
    for (let node = 0; node < premises.nodes; node++) await open(node)
  }

  /** Refusals are part of life; anything else is a fault. */
  async function byNumber(
    number: string,
    command: (tx: Parameters<typeof moveOrder>[0], ctx: Shop['ctx'], id: number) => Promise<unknown>,
  ): Promise<void> {
    const { ctx } = here()
    const order = await ctx.db.read.get<{ id: number }>('SELECT id FROM orders WHERE number = ?', [number])
    if (order === undefined) return
    await again(() => ctx.db.write((tx) => command(tx, ctx, order.id))).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
    })
  }

  /** Delivers and lets the databases answer until nothing moves any more. */
  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      const moved = tills.map(({ wires }) => wires.map((wire) => wire.deliver()).some(Boolean)).some(Boolean)
      let idle = true
      for (const shop of shops) {
        await shop?.ctx.db.write((tx) => tx.get('SELECT 1')).catch(ignoreRefusal)
        await shop?.ctx.db.read.get('SELECT 1').catch(ignoreRefusal)
        idle &&= shop?.idle() ?? true
      }
      await new Promise<void>((resolve) => setImmediate(resolve))
      quiet = moved || !idle ? 0 : quiet + 1
      for (const till of tills) till.wires.splice(0, till.wires.length, ...till.wires.filter((wire) => wire.open))
    }
  }

  await allUp()
  for (const [index, store] of options.tills.entries()) {
    const till = await createTill(here().stores[store] ?? '', {
      shop: someShop,
      clock,
      seed: options.seed + index,
      name: `till${index}`,
    })
    tills.push(till)
    await till.start()
  }
  await settle()
  return world
}

/** Carries a command out again where the database's connection broke under it, five times at most. */
async function again<T>(command: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await command()
    } catch (error) {
      if (!(error instanceof StorageError) || tries === 5) throw error
    }
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof StorageError)) throw error
}
