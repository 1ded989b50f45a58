import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createBatchLoader } from '../../../server/lib/batch-loader.ts'

/** Calls whose batches end when they are told to. */
function heldCalls(most: number) {
  const batches: number[][] = []
  const held: { answer(): void; fail(error: Error): void }[] = []
  const call = createBatchLoader((items: readonly number[]) => {
    batches.push([...items])
    return new Promise<(number | Error)[]>((resolve, reject) => {
      const results = items.map((item) => (item < 0 ? new RangeError(`${item}`) : item * 10))
      held.push({ answer: () => resolve(results), fail: reject })
    })
  }, most)
  const next = async () => {
    await expect.poll(() => held.length).toBeGreaterThan(0)
    return held.shift()
  }
  return { call, batches, next }
}

it('what is asked for in one breath goes together, what comes meanwhile goes next, in batches of so many', async () => {
  const { call, batches, next } = heldCalls(3)
  const first = Promise.all([call(1), call(2)])
  const one = await next()
  const rest = Promise.all([3, 4, 5, 6].map(call))
  one?.answer()
  expect(await first).toEqual([10, 20])
  ;(await next())?.answer()
  ;(await next())?.answer()
  expect(await rest).toEqual([30, 40, 50, 60])
  expect(batches).toEqual([[1, 2], [3, 4, 5], [6]])
})

it('an error for one is its own; a batch that fails fails for all of it, and the next one is tried', async () => {
  const { call, next } = heldCalls(8)
  const some = Promise.allSettled([call(1), call(-2)])
  ;(await next())?.answer()
  expect(await some).toMatchObject([{ value: 10 }, { reason: expect.any(RangeError) }])
  const lost = Promise.allSettled([call(1), call(2)])
  ;(await next())?.fail(new Error('the disk'))
  expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const again = call(7)
  ;(await next())?.answer()
  expect(await again).toBe(70)
})

it('a batch waits some turns of the event loop for company, but not when it is full', async () => {
  const batches: number[][] = []
  const call = createBatchLoader(
    async (items: readonly number[]) => {
      batches.push([...items])
      return items.map((item) => item)
    },
    3,
    4,
  )
  const one = call(1)
  await nextTurn()
  const two = call(2)
  await nextTurn()
  expect(batches).toEqual([])
  expect(await Promise.all([one, two, call(3), call(4)])).toEqual([1, 2, 3, 4])
  expect(batches).toEqual([[1, 2, 3], [4]])
})
