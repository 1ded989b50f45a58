import { describe, expect, it } from 'vitest'
import { readOptions } from '../../lab/screen/options.ts'
import { readAnswer } from '../../lab/screen/read-trace.ts'

const main = { ph: 'X', pid: 7, tid: 1 }
const click = { ...main, name: 'EventDispatch', ts: 10_000, dur: 20_000, args: { data: { type: 'click' } } }
const paint = { ...main, name: 'Paint', ts: 50_000, dur: 2_000 }

function read(...events: object[]) {
  return readAnswer(JSON.stringify({ traceEvents: events }))
}

describe('a traced answer', () => {
  it('costs its script from the press to the next paint, what stands in another once; then layout; then what follows', () => {
    const cost = read(
      { ...main, name: 'FunctionCall', ts: 0, dur: 5_000 },
      click,
      { ...main, name: 'FunctionCall', ts: 12_000, dur: 10_000 },
      { ...main, name: 'RunMicrotasks', ts: 29_000, dur: 6_000 },
      { ...main, name: 'Layout', ts: 40_000, dur: 4_000 },
      { ...main, name: 'FunctionCall', ts: 41_000, dur: 9_000, tid: 2 },
      paint,
      { ...main, name: 'TimerFire', ts: 60_000, dur: 3_000 },
    )
    expect(cost).toEqual({ script: 25, work: 31, passed: 42, scriptAfter: 3 })
  })

  it('wants a press, and something that was painted after it', () => {
    expect(() => read(paint)).toThrow('no press')
    expect(() => read({ ...paint, ts: 15_000 }, click)).toThrow('nothing was painted')
  })
})

describe('the command line of the screen’s benchmark', () => {
  it('has a default for everything, and refuses the rest with the usage', () => {
    expect(readOptions([])).toMatchObject({ orders: 300, idle: 20, answers: 4, traffic: 120, hour: false })
    expect(readOptions(['--hour', '--orders', '60'])).toMatchObject({ orders: 60, hour: true })
    expect(() => readOptions(['--orders', '0'])).toThrow(/--orders 300/)
    expect(() => readOptions(['--speed', '9'])).toThrow(/--orders 300/)
  })
})
