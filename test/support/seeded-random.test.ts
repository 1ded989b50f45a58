import { describe, expect, it } from 'vitest'
import { createSeededRandom } from './seeded-random.ts'

describe('the seeded random', () => {
  it('is mulberry32: the reference numbers of seed 1', () => {
    const random = createSeededRandom(1)
    const numbers = [random.next(), random.next(), random.next()].map((n) => n * 2 ** 32)
    expect(numbers).toEqual([2_693_262_067, 11_749_833, 2_265_367_787])
  })

  it('repeats itself with the same seed and differs with another', () => {
    const draw = (seed: number) => {
      const random = createSeededRandom(seed)
      return Array.from({ length: 20 }, () => random.int(1_000))
    }
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('int(n) reaches 0 … n − 1 about equally often, and nothing else', () => {
    const random = createSeededRandom(42)
    const counts = new Map<number, number>()
    for (let i = 0; i < 10_000; i++) {
      const n = random.int(5)
      counts.set(n, (counts.get(n) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4])
    for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(200)
  })

  it('shuffles a copy and loses nothing', () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8]
    const shuffled = createSeededRandom(3).shuffle(items)
    expect(shuffled).not.toEqual(items)
    expect(shuffled.toSorted()).toEqual(items)
    expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('chance(0) never and chance(1) always happens', () => {
    const random = createSeededRandom(9)
    for (let i = 0; i < 1_000; i++) {
      expect(random.chance(0)).toBe(false)
      expect(random.chance(1)).toBe(true)
    }
  })

  it('picks an element, and refuses to choose from nothing', () => {
    const random = createSeededRandom(5)
    expect(['a', 'b']).toContain(random.pick(['a', 'b']))
    expect(() => random.pick([])).toThrow(RangeError)
    for (const n of [0, -1, 1.5, Number.NaN]) expect(() => random.int(n)).toThrow(RangeError)
  })
})
