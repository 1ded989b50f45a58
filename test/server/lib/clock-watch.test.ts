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

it('a jump that is taken back is still to be measured, and leaves no doubt', () => {
  const clock = createManualClock()
  const watch = createClockWatch(clock)
  clock.jumpWall(DAY)
  const undo = watch.adopt(watch.measureJump())
  expect([watch.jumps(), watch.fault(), watch.takeRing()]).toEqual([1, 'clock_jumped', true])
  undo()
  expect([watch.measureJump(), watch.jumps(), watch.fault()]).toEqual([DAY, 0, undefined])
  expect([watch.steadyMs(), watch.overstatedMs(DAY), watch.takeRing()]).toEqual([Number.POSITIVE_INFINITY, 0, true])
})

it.each([
  ['two jumps forward add up', [DAY, DAY], 2 * DAY],
  ['forward and back again comes to nothing', [DAY, -DAY], 0],
  ['back makes no date look too old', [-DAY], 0],
  ['back and forward counts for dates between the two', [-DAY, DAY], DAY],
  ['a clock that flaps counts once', Array.from({ length: 400 }, (_, n) => (n % 2 === 0 ? DAY : -DAY)), 0],
])('the age of a date: %s', (_how, jumps, late) => {
  const clock = createManualClock()
  const watch = createClockWatch(clock)
  for (const ms of jumps) {
    clock.jumpWall(ms)
    watch.adopt(ms)
    clock.advance(1_000)
  }
  expect(watch.overstatedMs(DAY)).toBe(late)
  expect(watch.doubts(DAY).length).toBeLessThanOrEqual(100)
  clock.advance(DAY)
  expect([watch.overstatedMs(DAY), watch.steadyMs()]).toEqual([0, DAY + 1_000])
})

it('a trusted time that is about right ends the news of a jump, and no doubt of ages', () => {
  const clock = createManualClock()
  const watch = createClockWatch(clock)
  clock.jumpWall(DAY)
  watch.adopt(DAY)
  const time = { signer: 'wechatpay', signedAt: clock.now(), aheadMs: 0 }
  expect([watch.compare({ ...time, trusted: false }), watch.fault()]).toEqual(['right', 'clock_jumped'])
  expect([watch.compare({ ...time, trusted: true }), watch.fault()]).toEqual(['right', undefined])
  expect(watch.steadyMs()).toBe(0)
})
