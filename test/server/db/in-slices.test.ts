import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createSlices } from '../../../server/db/in-slices.ts'

it('does a few at once and the rest turn by turn, in their order, behind what waits already', async () => {
  const slices = createSlices()
  const done: number[] = []
  const tasks = (from: number, count: number) => Array.from({ length: count }, (_, i) => () => done.push(from + i))
  slices.add(tasks(0, 100))
  const atOnce = done.length
  expect(atOnce).toBeGreaterThan(0)
  expect(atOnce).toBeLessThan(100)
  slices.add(tasks(100, 3))
  expect(done).toHaveLength(atOnce)
  await nextTurn()
  expect(done.length).toBeLessThan(100)
  await slices.idle()
  expect(done).toEqual(Array.from({ length: 103 }, (_, i) => i))
})

it('does a single task at once', () => {
  const done: string[] = []
  createSlices().add([() => done.push('told')])
  expect(done).toEqual(['told'])
})
