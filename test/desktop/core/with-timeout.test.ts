import { expect, it } from 'vitest'
import { withTimeout } from '../../../desktop/core/with-timeout.ts'
import { createManualClock } from '../../support/manual-clock.ts'

it('resolves to what the call resolves to, and leaves no timer', async () => {
  const clock = createManualClock()
  expect(await withTimeout(clock, 100, async () => 7)).toBe(7)
  expect(clock.pending()).toBe(0)
})

it('resolves to timeout when the call never settles', async () => {
  const clock = createManualClock()
  const result = withTimeout(clock, 100, () => new Promise(() => {}))
  await clock.advanceAsync(100)
  expect(await result).toBe('timeout')
})

it('drops what comes after the limit', async () => {
  const clock = createManualClock()
  let answer = (_: string) => {}
  const late = new Promise<string>((resolve) => {
    answer = resolve
  })
  const result = withTimeout(clock, 100, () => late)
  await clock.advanceAsync(100)
  answer('late')
  expect(await result).toBe('timeout')
})

it.each([
  ['rejects', () => Promise.reject(new Error('no'))],
  [
    'throws',
    () => {
      throw new Error('no')
    },
  ],
])('resolves to failed when the call %s', async (_, call) => {
  const clock = createManualClock()
  expect(await withTimeout(clock, 100, call)).toBe('failed')
  expect(clock.pending()).toBe(0)
})
