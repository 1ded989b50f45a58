import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createTaskQueue } from '../../../server/lib/task-queue.ts'

function noted() {
  const done: number[] = []
  return {
    done,
    tasks: (from: number, count: number) => Array.from({ length: count }, (_, i) => () => void done.push(from + i)),
  }
}

it('does a few at once and the rest turn by turn, in their order, behind what waits already', async () => {
  const { done, tasks } = noted()
  const turns = createTaskQueue(10)
  turns.add(tasks(0, 25))
  expect(done).toHaveLength(10)
  turns.add(tasks(25, 3))
  expect(done).toHaveLength(10)
  await nextTurn()
  expect(done).toHaveLength(20)
  await turns.idle()
  expect(done).toEqual(Array.from({ length: 28 }, (_, i) => i))
})

it('counts what came one by one, too, and has room again in the next turn', async () => {
  const { done, tasks } = noted()
  const turns = createTaskQueue(3)
  turns.add([])
  for (let i = 0; i < 5; i++) turns.add(tasks(i, 1))
  expect(done).toEqual([0, 1, 2])
  await turns.idle()
  expect(done).toEqual([0, 1, 2, 3, 4])
  turns.add(tasks(5, 1))
  expect(done).toHaveLength(6)
})
