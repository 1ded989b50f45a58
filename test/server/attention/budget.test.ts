import { expect, it } from 'vitest'
import { freeAt, withCall } from '../../../server/attention/budget.ts'

const TWENTY = [{ most: 20, withinMs: 60_000 }]

it('allows so many calls within a time, whatever their order, and none too many at any moment', () => {
  let recent: number[] = []
  const calls: number[] = []
  for (let now = 1_000_000; now < 1_600_000; now += 700) {
    if (freeAt(recent, TWENTY, now) > now) continue
    calls.push(now)
    recent = withCall(recent, TWENTY, now)
  }
  for (const end of calls) expect(calls.filter((at) => at <= end && at > end - 60_000).length).toBeLessThanOrEqual(20)
  expect(calls.length).toBeGreaterThanOrEqual(200)
  expect(recent.length).toBeLessThanOrEqual(20)
})

it('says when the next call may be made', () => {
  const recent = Array.from({ length: 20 }, (_, index) => 1_000 + index)
  expect(freeAt(recent, TWENTY, 30_000)).toBe(61_000)
  expect(freeAt(recent, TWENTY, 61_000)).toBe(61_000)
  expect(freeAt([], TWENTY, 5)).toBe(5)
})

it('does not count calls of a clock that was ahead', () => {
  const ahead = Array.from({ length: 20 }, () => 10_000_000)
  expect(freeAt(ahead, TWENTY, 1_000)).toBe(1_000)
  expect(withCall(ahead, TWENTY, 1_000)).toEqual([1_000])
})
