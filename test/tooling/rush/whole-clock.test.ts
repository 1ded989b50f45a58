import { expect, it } from 'vitest'
import { createWholeClock } from '../../lab/rush/whole-clock.ts'

it('the clock of a rush stands on whole milliseconds, and no task comes early', () => {
  const clock = createWholeClock()
  const due = [0.2, 7.5, 100].map((ms) => ({ ms, at: Number.NaN }))
  for (const task of due)
    clock.after(task.ms, () => {
      task.at = clock.elapsed()
    })
  clock.advance(200)
  expect(due.map(({ at }) => at)).toEqual([1, 8, 100])
})
