import { describe, expect, it } from 'vitest'
import { createManualClock } from './manual-clock.ts'

describe('the manual clock', () => {
  it('stands still until it is moved, and moves both of its times', () => {
    const clock = createManualClock(1_000)
    expect([clock.now(), clock.elapsed()]).toEqual([1_000, 0])
    clock.advance(250)
    expect([clock.now(), clock.elapsed()]).toEqual([1_250, 250])
  })

  it('begins on 1 January 2026 when nothing is said', () => {
    expect(new Date(createManualClock().now()).toISOString()).toBe('2026-01-01T00:00:00.000Z')
  })

  it('fires in due order, equal times in the order they were asked for, each at its own time', () => {
    const clock = createManualClock(0)
    const fired: string[] = []
    clock.after(30, () => fired.push(`late@${clock.now()}`))
    clock.after(10, () => fired.push(`first@${clock.now()}`))
    clock.after(10, () => fired.push(`second@${clock.elapsed()}`))
    clock.advance(29)
    expect(fired).toEqual(['first@10', 'second@10'])
    clock.advance(1)
    expect(fired).toEqual(['first@10', 'second@10', 'late@30'])
    expect(clock.pending()).toBe(0)
  })

  it('fires what is created while firing when it falls due in the same advance', () => {
    const clock = createManualClock(0)
    const fired: number[] = []
    clock.after(10, () => {
      clock.after(5, () => fired.push(clock.now()))
      clock.after(50, () => fired.push(clock.now()))
    })
    clock.advance(20)
    expect(fired).toEqual([15])
    expect(clock.pending()).toBe(1)
  })

  it('repeats at every interval without drift until cancelled, also from within', () => {
    const clock = createManualClock(0)
    const fired: number[] = []
    const stop = clock.every(10, () => {
      fired.push(clock.now())
      if (fired.length === 3) stop()
    })
    clock.advance(100)
    expect(fired).toEqual([10, 20, 30])
    expect(clock.pending()).toBe(0)
  })

  it('interleaves an interval with one-shot timers as a host does', () => {
    const clock = createManualClock(0)
    const fired: string[] = []
    clock.every(10, () => fired.push(`every@${clock.now()}`))
    clock.after(15, () => fired.push('once@15'))
    clock.advance(20)
    expect(fired).toEqual(['every@10', 'once@15', 'every@20'])
  })

  it('forgets a cancelled timer, and cancelling again is harmless', () => {
    const clock = createManualClock()
    const cancel = clock.after(10, () => expect.unreachable())
    cancel()
    cancel()
    clock.advance(20)
  })

  it('treats a delay in the past as now', () => {
    const clock = createManualClock(0)
    const fired: number[] = []
    clock.after(-5, () => fired.push(clock.elapsed()))
    clock.advance(0)
    expect(fired).toEqual([0])
  })

  it('jumps the wall alone, either way', () => {
    const clock = createManualClock(1_000)
    clock.after(10, () => expect.unreachable())
    clock.jumpWall(3_600_000)
    expect([clock.now(), clock.elapsed()]).toEqual([3_601_000, 0])
    clock.jumpWall(-7_200_000)
    expect(clock.now()).toBe(-3_599_000)
  })

  it('advanceAsync settles promises before, between and after the timers', async () => {
    const clock = createManualClock(0)
    const seen: string[] = []
    const wait = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))
    async function work(): Promise<void> {
      await Promise.resolve()
      for (const step of ['one', 'two', 'three']) {
        await wait(10)
        await Promise.resolve().then(() => undefined)
        seen.push(`${step}@${clock.now()}`)
      }
    }
    const working = work()
    await clock.advanceAsync(30)
    expect(seen).toEqual(['one@10', 'two@20', 'three@30'])
    expect(clock.now()).toBe(30)
    await working
  })

  it('hands on what a task throws, stands at that moment, and can go on', () => {
    const clock = createManualClock(0)
    clock.after(10, () => {
      throw new Error('broken task')
    })
    expect(() => clock.advance(50)).toThrow('broken task')
    expect(clock.now()).toBe(10)
    clock.advance(40)
    expect(clock.now()).toBe(50)
  })

  it('refuses what a host would not do as asked', () => {
    const clock = createManualClock()
    for (const ms of [-1, Number.NaN, Infinity]) expect(() => clock.advance(ms)).toThrow(RangeError)
    for (const ms of [2 ** 31, Number.NaN, Infinity]) expect(() => clock.after(ms, () => {})).toThrow(RangeError)
    expect(() => clock.every(Infinity, () => {})).toThrow(RangeError)
  })

  it('refuses to be advanced by a task that it fires', () => {
    const clock = createManualClock()
    clock.after(1, () => clock.advance(1))
    expect(() => clock.advance(5)).toThrow('already being advanced')
  })

  it('gives up on a task that re-arms itself without delay', () => {
    const clock = createManualClock()
    const again = (): void => void clock.after(0, again)
    again()
    expect(() => clock.advance(1)).toThrow('without delay')
  })
})
