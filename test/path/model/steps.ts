import * as fc from 'fast-check'
import { tempDir } from '../../support/temp-dir.ts'
import { violations } from './invariants.ts'
import type { Premises } from './premises.ts'
import { AMOUNT, createWorld, type World } from './world.ts'

/** MODEL_RUNS=2000 looks longer; MODEL_SEED and MODEL_PATH, as printed by a failure, look again. */
const RUNS = process.env['MODEL_RUNS']
const SEED = process.env['MODEL_SEED']
const PATH = process.env['MODEL_PATH']
/** A run takes 300 ms on a file, some seconds on PostgreSQL. */
const RUN_MS = 180_000

const till = fc.nat(2)
const order = fc.nat(30)
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('pay' as const), store: fc.nat(1), times: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('payWrong' as const), store: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('payTwice' as const), order }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), till, accept: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('urge' as const), order }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), order }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(500, 2_000, 6_000, 40_000, 130_000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'stall' as const, 'unstall' as const), till }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('crashTill' as const, 'slowDisk' as const, 'brokenDisk' as const, 'goodDisk' as const),
      till,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('killServer' as const, 'backup' as const, 'disconnect' as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('restore' as const), store: fc.nat(1), paid: fc.nat(4) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function take(world: World, orders: string[], what: Step): Promise<void> {
  const device = 'till' in what ? world.tills[what.till] : undefined
  const number = 'order' in what ? orders[what.order % Math.max(1, orders.length)] : undefined
  switch (what.do) {
    case 'pay':
    case 'payWrong': {
      const placed = await world.place(what.store)
      orders.push(placed)
      return await world.pay(placed, what.do === 'pay' ? what.times : 1, what.do === 'pay' ? AMOUNT : AMOUNT - 1)
    }
    case 'payTwice':
      return number === undefined ? undefined : await world.pay(number, 1, AMOUNT)
    case 'urge':
      return number === undefined ? undefined : await world.urge(number)
    case 'cancel':
      return number === undefined ? undefined : await world.cancel(number)
    case 'pass':
      return await world.pass(what.ms)
    case 'answer': {
      const oldest = device?.bell()?.open()[0]?.reminder
      if (oldest === undefined) return
      const { orderId, id, type } = oldest
      if (type !== 1) void device?.bell()?.answer({ move: 'acknowledge', reminderId: id })
      else if (what.accept) void device?.bell()?.answer({ move: 'confirm', orderId })
      else void device?.bell()?.answer({ move: 'reject', orderId, reason: '卖完了' })
      return
    }
    case 'cut':
      for (const wire of device?.wires ?? []) wire.cut()
      return
    case 'stall':
    case 'unstall':
      for (const wire of device?.wires ?? []) wire.stalled = what.do === 'stall'
      return
    case 'crashTill':
      device?.crash()
      // Not awaited: on a disk that hangs, it reads its files when the disk goes on.
      void device?.start()
      return
    case 'slowDisk':
      return device?.disk.hold()
    case 'brokenDisk':
      return device?.disk.fail({ write: 'EIO' })
    case 'goodDisk':
      device?.disk.release()
      return device?.disk.fail(undefined)
    case 'restore':
      // The shop goes on before any device has come back: positions that devices know get other events (I13).
      await world.restore()
      for (let i = 0; i < what.paid; i++) {
        const placed = await world.place(what.store)
        orders.push(placed)
        await world.pay(placed, 1, AMOUNT)
      }
      return
    default:
      return await world[what.do]()
  }
}

/** Everything is mended; in bounded time everybody must know everything and have said it (I7). */
async function heal(world: World): Promise<string[]> {
  for (const { disk, wires } of world.tills) {
    disk.release()
    disk.fail(undefined)
    for (const wire of wires) wire.stalled = false
  }
  let found: string[] = []
  for (let tries = 0; tries < 12; tries++) {
    await world.pass(20_000)
    found = await violations(world)
    if (found.length === 0) break
  }
  return found
}

/**
 * Lives through `runs` random days of two shops (MODEL_RUNS: so many), heals what broke, and looks whether all invariants
 * hold. Rejects with the steps of a day, as few as possible, and what was wrong.
 */
export async function liveThrough(options: {
  runs: number
  wakes: boolean
  premises(dir: string): Promise<Premises>
}): Promise<void> {
  const dir = tempDir()
  let run = 0
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 5, maxLength: 40 }),
    fc.nat(1_000),
    async (steps, seed) => {
      const { wakes } = options
      const premises = await options.premises(`${dir}/${run++}`)
      const world = await createWorld({ premises, seed, wakes, tills: [0, 0, 1] })
      try {
        const orders: string[] = []
        for (const what of steps) await take(world, orders, what)
        const found = await heal(world)
        if (found.length > 0) throw new Error(found.join('\n'))
      } finally {
        await world.close()
      }
    },
  )
  await fc.assert(property, {
    // A run that hangs is a fault like any other, with a seed to look again.
    timeout: RUN_MS,
    numRuns: RUNS === undefined ? options.runs : Number(RUNS),
    ...(SEED !== undefined && { seed: Number(SEED) }),
    ...(PATH !== undefined && { path: PATH }),
  })
}
