import { expect, it } from 'vitest'
import { keepSame } from '../../../desktop/ui/board/keep-same.ts'
import { remember } from '../../../desktop/ui/parts/remember.ts'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'

const order = (id: number, urges = 0) => ({ id, urges, items: [{ name: '米饭', quantity: id }] }) as ReadOrder

it('orders that were read anew and have not changed stay the objects that they were; the list is the new one', () => {
  const before = [order(1), order(2), order(3)]
  const after = keepSame(before, [order(4), order(3), order(2, 1)])
  expect(after).toEqual([order(4), order(3), order(2, 1)])
  expect(after[1]).toBe(before[2])
})

it('what was made of an object is made once', () => {
  let made = 0
  const count = remember(() => ++made)
  const [one, other] = [{}, {}]
  expect([count(one), count(one), count(other)]).toEqual([1, 1, 2])
})
