import { describe, expect, it, onTestFinished } from 'vitest'
import { readOrderAttention } from '../../server/commands/read-order-attention.ts'
import { tempDir } from '../support/temp-dir.ts'
import { sqlitePremises } from './model/sqlite-premises.ts'
import { AMOUNT, createWorld } from './model/world.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Shops of one store each, with one device for each of `devices`: the whole client core at the server's commands. */
async function openShop({ devices = 1 } = {}) {
  const world = await createWorld({
    premises: await sqlitePremises(tempDir()),
    seed: 7,
    wakes: true,
    tills: Array(devices).fill(0),
  })
  onTestFinished(() => world.close())
  const [till] = world.tills
  const bell = till?.bell()
  if (till === undefined || bell === undefined) throw new Error('the till is not there')
  async function placePaid(): Promise<string> {
    const number = await world.place(0)
    await world.pay(number, 1, AMOUNT)
    return number
  }
  return { world, till, bell, placePaid }
}

describe('an order that nobody accepts', () => {
  it('is heard after 305 s at the latest where every device is muted, and again at its limit', async () => {
    const { world, till, bell, placePaid } = await openShop()
    for (const one of world.tills) one.bell()?.mute(12 * 60)
    await placePaid()
    await world.pass(5 * MINUTE - 2 * SECOND)
    expect(till.said).toEqual([])
    // The voice takes four seconds; it has begun by now.
    await world.pass(7 * SECOND, SECOND)
    expect(till.said).toEqual([expect.stringContaining('请尽快接单')])
    await world.pass(5 * MINUTE, SECOND)
    expect(till.said.slice(1)).toEqual([expect.stringContaining('已超时，还没接单')])
    expect(bell.status().mutedUntil).not.toBeNull()
  })

  it('is told 15 times in 10 min at most by each device, the server’s announcements and its own repeats together', async () => {
    const { world, bell, placePaid } = await openShop({ devices: 3 })
    for (let order = 0; order < 5; order++) {
      const number = await placePaid()
      await world.pass(30 * SECOND)
      await world.urge(number)
      await world.pass(20 * SECOND)
    }
    await world.pass(5 * MINUTE)
    for (let minutes = 0; minutes < 30; minutes += 10) {
      const before = world.tills.map(({ said }) => said.length)
      await world.pass(10 * MINUTE)
      for (const { reminder } of bell.open()) expect(reminder.at).toBeGreaterThan(world.clock.now() - 6 * MINUTE)
      const told = world.tills.map(({ said }, index) => said.length - (before[index] ?? 0))
      for (const times of told) expect(times).toBeLessThanOrEqual(15)
      for (const times of told) expect(times).toBeGreaterThanOrEqual(5)
    }
  })
})

it('an accepted order that is urged every 61 s is heard at level 3 by a muted device', async () => {
  const { world, till, bell, placePaid } = await openShop()
  const number = await placePaid()
  await world.pass(10 * SECOND)
  const [open] = bell.open()
  const accepted = bell.answer({ move: 'confirm', orderId: open?.reminder.orderId ?? 0 })
  await world.pass(2 * SECOND)
  expect(await accepted).toMatchObject({ accepted: true })
  bell.mute(12 * 60)
  till.said.length = 0
  for (let urges = 1; urges <= 4; urges++) {
    await world.urge(number)
    await world.pass(61 * SECOND, SECOND)
  }
  expect(till.said).toEqual([])
  await world.urge(number)
  await world.pass(10 * SECOND, SECOND)
  expect(bell.open()).toMatchObject([{ reminder: { type: 2, level: 3, order: { urges: 5 } } }])
  expect(till.said).toEqual([expect.stringContaining('催')])
})

it('orders that the voice tells in one sentence are counted in their stories, and the one before them is spoken', async () => {
  const { world, till, placePaid } = await openShop()
  const numbers: string[] = []
  // The first is being told when the others come.
  for (let order = 0; order < 4; order++) numbers.push(await placePaid())
  await world.pass(20 * SECOND)
  expect(till.said).toEqual([expect.stringContaining('宫保鸡丁'), expect.stringContaining('单未接')])
  const { ctx } = world.shop()
  const told: object[] = []
  for (const number of numbers) {
    const order = await ctx.db.read.get<{ id: number }>('SELECT id FROM orders WHERE number = ?', [number])
    const { reminders } = await readOrderAttention(ctx, order?.id ?? 0)
    const [receipt] = reminders[0]?.receipts ?? []
    told.push({ spoken: receipt?.spoken, counted: receipt?.counted, shown: receipt?.shown })
  }
  const counted = { spoken: 0, counted: 1, shown: 0 }
  expect(told).toEqual([{ spoken: 1, counted: 0, shown: 0 }, counted, counted, counted])
})
