import { expect, it } from 'vitest'
import { createClockWatch } from '../../../server/lib/clock-watch.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const DAY = 86_400_000

it('time that passes is no jump, however long nobody looked', () => {
  const clock = createManualClock()
  const watch = createClockWatch(clock)
  for (const ms of [1_000, 60_000, DAY]) {
    clock.advance(ms)
    expect(watch.measureJump()).toBe(0)
  }
  expect(watch.steadyMs()).toBe(Number.POSITIVE_INFINITY)
})

it.each([DAY, -DAY, 8 * 3_600_000, 2_001, -2_001])('a jump by %d ms is seen once, by its size', (ms) => {
  const clock = createManualClock()
  const watch = createClockWatch(clock)
  clock.advance(1_000)
  clock.jumpWall(ms)
  clock.advance(1_000)
  const believed = watch.now()
  expect(watch.measureJump()).toBe(ms)
  expect([watch.measureJump(), watch.now()]).toEqual([ms, believed])
  watch.adopt(ms)
  expect([watch.measureJump(), watch.now()]).toEqual([0, clock.now()])
  clock.advance(5_000)
  expect([watch.measureJump(), watch.jumps(), watch.steadyMs()]).toEqual([0, 1, 5_000])
})

it('a clock that NTP slews for hours has not jumped', () => {
  const clock = createManualClock()
  const watch = createClockWatch(clock)
  for (let second = 0; second < 4 * 3_600; second++) {
    clock.advance(1_000)
    clock.jumpWall(0.5)
    expect(watch.measureJump()).toBe(0)
  }
})
