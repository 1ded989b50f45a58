/** Random choices that can be repeated: the same seed gives the same run, so a failing run can be run again. */
export interface SeededRandom {
  /** Draws a number, uniform in [0, 1), as `Math.random` does. */
  next(): number
  /** Draws one of the integers 0 … n − 1, each as likely. Throws a RangeError for an `n` below 1. */
  int(n: number): number
  /** Picks one of `items`, each as likely. Throws a RangeError when there is none. */
  pick<T>(items: readonly T[]): T
  /** Makes a shuffled copy (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[]
  /** Returns true with the given probability, 0–1. */
  chance(probability: number): boolean
}

/**
 * Makes the generator mulberry32 by Tommy Ettinger: 32 bits of state, period 2³², passes gjrand. Good enough to choose
 * test steps, useless for secrets.
 */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  function int(n: number): number {
    if (!Number.isInteger(n) || n < 1) throw new RangeError(`cannot choose among ${n} integers`)
    return Math.floor(next() * n)
  }

  function pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('cannot pick from nothing')
    return items[int(items.length)] as T
  }

  return {
    next,
    int,
    pick,
    shuffle(items) {
      const shuffled = [...items]
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = int(last + 1)
        const moved = shuffled[last] as (typeof shuffled)[number]
        shuffled[last] = shuffled[other] as (typeof shuffled)[number]
        shuffled[other] = moved
      }
      return shuffled
    },
    chance: (probability) => next() < probability,
  }
}
