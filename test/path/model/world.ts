import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { resumeClock } from '../../../server/commands/follow-clock.ts'
import { moveOrder } from '../../../server/commands/move-order.ts'
import { createPaymentRecorder, type RecordedPayment } from '../../../server/commands/record-payment.ts'
import { urgeOrder } from '../../../server/commands/urge-order.ts'
import { AppError } from '../../../server/lib/app-error.ts'
import { createOrder } from '../../../server/orders/create-order.ts'
import { createOrderSchema } from '../../../shared/api/orders.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
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
  shop(): Shop
  /** Every payment that was answered, except those a restored backup has forgotten. */
  answered: Answered[]
  restores: number
  place(store: number): Promise<string>
  /** Sends the same notice `times` times at once; the answers must be equal (I4, I11). */
  pay(orderNumber: string, times: number, amountMinor: number): Promise<void>
  urge(orderNumber: string): Promise<void>
  cancel(orderNumber: string): Promise<void>
  killServer(): Promise<void>
  switchOff(): Promise<void>
  /** Starts the server again, which looks how long it was off, as every start does. */
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
  dir: string
  seed: number
  wakes: boolean
  tills: number[]
  reminderExpiryMs?: number
}): Promise<World> {
  const { wakes, reminderExpiryMs } = options
  const clock = createManualClock()
  const random = seededServerRandom(options.seed)
  const live = join(options.dir, 'live')
  const saved = join(options.dir, 'saved')
  mkdirSync(live, { recursive: true })
  const open = () => openShop({ dir: live, clock, random, wakes, stores: 2, reminderExpiryMs })
  let shop: Shop | undefined = await open()
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
      const { ctx } = here()
      const notice = {
        provider: 'standard-webhooks' as const,
        transactionId: `txn_${++transactions}`,
        orderNumber,
        amountMinor,
        currency: 'CNY',
        paidAt: clock.now(),
      }
      const record = createPaymentRecorder(ctx)
      const answers = await Promise.all(Array.from({ length: times }, () => record(notice)))
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
      await down()
      shop = await open()
    },
    switchOff: down,
    async switchOn() {
      shop = await open()
      await resumeClock(shop.ctx)
    },
    async backup() {
      await down()
      rmSync(saved, { recursive: true, force: true })
      cpSync(live, saved, { recursive: true })
      savedAnswers = [...world.answered]
      shop = await open()
    },
    async restore() {
      if (savedAnswers === undefined) return
      await down()
      rmSync(live, { recursive: true, force: true })
      cpSync(saved, live, { recursive: true })
      world.answered = [...savedAnswers]
      world.restores++
      shop = await open()
    },
    async pass(ms, stepMs = STEP_MS) {
      for (let gone = 0; gone < ms; gone += stepMs) {
        clock.advance(Math.min(stepMs, ms - gone))
        await settle()
      }
    },
    async close() {
      for (const till of tills) till.crash()
      await down()
    },
  }

  function here(): Shop {
    if (shop === undefined) throw new Error('the server is down')
    return shop
  }

  async function down(): Promise<void> {
    const gone = shop
    shop = undefined
    for (const till of tills) for (const wire of till.wires) wire.cut()
    await gone?.crash()
  }

  /** Refusals are part of life; anything else is a fault. */
  async function byNumber(
    number: string,
    command: (tx: Parameters<typeof moveOrder>[0], ctx: Shop['ctx'], id: number) => Promise<unknown>,
  ): Promise<void> {
    const { ctx } = here()
    const order = await ctx.db.read.get<{ id: number }>('SELECT id FROM orders WHERE number = ?', [number])
    if (order === undefined) return
    await ctx.db
      .write((tx) => command(tx, ctx, order.id))
      .catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error
      })
  }

  /** Delivers and lets the database answer until nothing moves any more. */
  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      const moved = tills.map(({ wires }) => wires.map((wire) => wire.deliver()).some(Boolean)).some(Boolean)
      await shop?.ctx.db.write((tx) => tx.get('SELECT 1'))
      await shop?.ctx.db.read.get('SELECT 1')
      await new Promise<void>((resolve) => setImmediate(resolve))
      quiet = moved ? 0 : quiet + 1
      for (const till of tills) till.wires.splice(0, till.wires.length, ...till.wires.filter((wire) => wire.open))
    }
  }

  for (const [index, store] of options.tills.entries()) {
    const till = await createTill(here().stores[store] ?? '', {
      shop: () => shop,
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
