import { describe, expect, it } from 'vitest'
import { dishTotals } from '../../../desktop/ui/board/dish-totals.ts'
import { createStruckDishes, type StruckStorage } from '../../../desktop/ui/board/struck-dishes.ts'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'

function memory(): StruckStorage & { values: Map<string, string> } {
  const values = new Map<string, string>()
  return {
    values,
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
  }
}

describe('struck dishes', () => {
  it('outlive a reload, belong to one store, and come back at a second press', () => {
    const storage = memory()
    createStruckDishes(storage, 'st_1').toggle(7, 2)
    const again = createStruckDishes(storage, 'st_1')
    expect(again.read()).toEqual({ 7: [2] })
    expect(createStruckDishes(storage, 'st_2').read()).toEqual({})
    again.toggle(7, 0)
    again.toggle(7, 2)
    expect(createStruckDishes(storage, 'st_1').read()).toEqual({ 7: [0] })
  })

  it('are forgotten with their order, and seen by another window', () => {
    const storage = memory()
    const [one, other] = [createStruckDishes(storage, 'st_1'), createStruckDishes(storage, 'st_1')]
    let told = 0
    other.subscribe(() => told++)
    one.toggle(7, 0)
    one.toggle(8, 0)
    one.keep(new Set([8]))
    other.lookAgain()
    expect([other.read(), told]).toEqual([{ 8: [0] }, 1])
  })

  it.each(['{', '[]', '{"7":"x"}', '{"7":[-1]}', 'null'])('nothing is struck by what cannot be read: %s', (text) => {
    const storage = memory()
    storage.setItem('laidan.struck.st_1', text)
    expect(createStruckDishes(storage, 'st_1').read()).toEqual({})
  })

  it('stay in memory where the storage refuses, or where there is none', () => {
    const full: StruckStorage = {
      getItem: () => null,
      setItem() {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    for (const storage of [full, undefined]) {
      const dishes = createStruckDishes(storage, 'st_1')
      dishes.toggle(7, 1)
      expect(dishes.read()).toEqual({ 7: [1] })
    }
  })
})

describe('the totals of dishes', () => {
  it('sum over all tickets, the most first, without what is struck off', () => {
    const order = (id: number, items: [string, number][]) =>
      ({ id, items: items.map(([name, quantity]) => ({ name, quantity })) }) as ReadOrder
    const orders = [
      order(1, [
        ['宫保鸡丁', 2],
        ['米饭', 2],
      ]),
      order(2, [
        [' 宫保鸡丁', 1],
        ['酸辣汤', 3],
        ['米饭', 9],
      ]),
    ]
    const struck = (orderId: number, item: number) => orderId === 2 && item === 2
    expect(dishTotals(orders, struck)).toEqual([
      { name: '宫保鸡丁', quantity: 3 },
      { name: '酸辣汤', quantity: 3 },
      { name: '米饭', quantity: 2 },
    ])
  })
})
