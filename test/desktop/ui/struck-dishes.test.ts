import { describe, expect, it } from 'vitest'
import type { StruckStorage } from '../../../desktop/core/struck/struck-marks.ts'
import { dishTotals } from '../../../desktop/ui/board/dish-totals.ts'
import { createStruckDishes, type StruckDishes, struckPortions } from '../../../desktop/ui/board/struck-dishes.ts'
import type { Bridge } from '../../../desktop/ui/bridge.ts'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { NOTHING_STRUCK, type Struck } from '../../../shared/struck.ts'
import { createManualClock } from '../../support/manual-clock.ts'

function memory(): StruckStorage & { values: Map<string, string> } {
  const values = new Map<string, string>()
  return {
    values,
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
  }
}

type Reply = Awaited<ReturnType<Bridge['strikeOff']>>
type Lines = Parameters<Bridge['strikeOff']>[1]

const AWAY: Reply = { ok: false, code: 'unreachable' }

/** A device whose server answers as `replies` say, one after the other; without one it is away. */
function deviceOf(storage: StruckStorage | undefined, storeId = 'st_1') {
  const clock = createManualClock()
  const calls: { orderId: number; lines: Lines }[] = []
  const replies: Reply[] = []
  const dishes = createStruckDishes({
    storage,
    storeId,
    clock,
    async strikeOff(orderId, lines) {
      calls.push({ orderId, lines })
      return replies.shift() ?? AWAY
    },
  })
  return { dishes, clock, calls, replies }
}

const order = (id: number, struck: Struck = NOTHING_STRUCK) => ({ id, struck }) as ReadOrder
const portions = (dishes: StruckDishes, of: ReadOrder, line: number) => struckPortions(dishes.read(), of, line)

describe('struck dishes', () => {
  it('outlive a reload while the server is away, belong to one store, and come back at a second press', async () => {
    const storage = memory()
    const one = deviceOf(storage)
    one.dishes.strike(7, 2, 3)
    await one.dishes.send()
    const again = deviceOf(storage)
    expect(portions(again.dishes, order(7), 2)).toBe(3)
    expect(portions(deviceOf(storage, 'st_2').dishes, order(7), 2)).toBe(0)
    again.dishes.strike(7, 2, 0)
    expect(portions(deviceOf(storage).dishes, order(7), 2)).toBe(0)
  })

  it('are sent later, each with the time that has passed, and are the server’s from then on', async () => {
    const { dishes, clock, calls, replies } = deviceOf(memory())
    dishes.strike(7, 0, 2)
    await dishes.send()
    clock.advance(90_000)
    dishes.strike(7, 1, 1)
    await dishes.send()
    replies.push({ ok: true, value: { rev: 9, lines: [{ line: 0, portions: 1 }] } })
    clock.advance(1_000)
    await dishes.send()
    expect(calls.at(-1)).toEqual({
      orderId: 7,
      lines: [
        { line: 0, portions: 2, agoMs: 91_000 },
        { line: 1, portions: 1, agoMs: 1_000 },
      ],
    })
    // Somebody else was later: what the server says counts.
    expect(dishes.read().unsent).toEqual({})
    expect([0, 1].map((line) => portions(dishes, order(7), line))).toEqual([1, 0])
  })

  it('a press while the former one is on its way is sent as well', async () => {
    const { dishes, calls, replies } = deviceOf(memory())
    replies.push({ ok: true, value: { rev: 1, lines: [{ line: 0, portions: 1 }] } })
    replies.push({ ok: true, value: { rev: 2, lines: [] } })
    dishes.strike(7, 0, 1)
    dishes.strike(7, 0, 0)
    await expect.poll(() => calls.length).toBe(2)
    await expect.poll(() => dishes.read().unsent).toEqual({})
    expect(portions(dishes, order(7), 0)).toBe(0)
  })

  it('of two states of an order the newer one counts, whichever came first', () => {
    const { dishes } = deviceOf(memory())
    dishes.hear(7, { rev: 5, lines: [{ line: 0, portions: 2 }] })
    dishes.hear(7, { rev: 4, lines: [] })
    expect(portions(dishes, order(7, { rev: 3, lines: [] }), 0)).toBe(2)
    expect(portions(dishes, order(7, { rev: 6, lines: [] }), 0)).toBe(0)
  })

  it.each(['order_unknown', 'order_not_under_way', 'body_invalid'])('%s: the mark is dropped', async (code) => {
    const { dishes, replies } = deviceOf(memory())
    replies.push({ ok: false, code })
    dishes.strike(7, 0, 1)
    await expect.poll(() => dishes.read().unsent).toEqual({})
  })

  it.each(['unreachable', 'rate_limited', 'route_unknown', 'http_502'])(
    '%s: the mark stays, and is tried again',
    async (code) => {
      const { dishes, calls, replies } = deviceOf(memory())
      replies.push({ ok: false, code })
      dishes.strike(7, 0, 1)
      await expect.poll(() => calls.length).toBe(1)
      expect(portions(dishes, order(7), 0)).toBe(1)
      await dishes.send()
      expect(calls).toHaveLength(2)
    },
  )

  it('are forgotten with their order, and seen by another window', () => {
    const storage = memory()
    const [one, other] = [deviceOf(storage).dishes, deviceOf(storage).dishes]
    let told = 0
    other.subscribe(() => told++)
    one.strike(7, 0, 1)
    one.strike(8, 0, 1)
    one.keep(new Set([8]))
    other.lookAgain()
    expect([Object.keys(other.read().unsent), told]).toEqual([['8'], 1])
  })

  it.each(['{', '[]', '{"7":"x"}', '{"7":{"-1":{"portions":1,"at":0}}}', '{"7":{"0":{"portions":-1,"at":0}}}', 'null'])(
    'nothing is struck by what cannot be read: %s',
    (text) => {
      const storage = memory()
      storage.setItem('laidan.strikes.st_1', text)
      expect(deviceOf(storage).dishes.read().unsent).toEqual({})
    },
  )

  it('stay in memory where the storage refuses, or where there is none', () => {
    const full: StruckStorage = {
      getItem: () => null,
      setItem() {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    for (const storage of [full, undefined]) {
      const { dishes } = deviceOf(storage)
      dishes.strike(7, 1, 1)
      expect(portions(dishes, order(7), 1)).toBe(1)
    }
  })
})

describe('the totals of dishes', () => {
  it('sum over all tickets, the most first, without what is struck off', () => {
    const placed = (id: number, items: [string, number][]) =>
      ({ id, items: items.map(([name, quantity]) => ({ name, quantity })) }) as ReadOrder
    const orders = [
      placed(1, [
        ['宫保鸡丁', 2],
        ['米饭', 2],
      ]),
      placed(2, [
        [' 宫保鸡丁', 1],
        ['酸辣汤', 3],
        ['米饭', 9],
      ]),
    ]
    const struck = ({ id }: ReadOrder, line: number) => (id === 2 && line === 2 ? 8 : 0)
    expect(dishTotals(orders, struck)).toEqual([
      { name: '宫保鸡丁', quantity: 3 },
      { name: '米饭', quantity: 3 },
      { name: '酸辣汤', quantity: 3 },
    ])
  })
})
