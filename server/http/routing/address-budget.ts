import type { Clock } from '../../../shared/clock.ts'

const MINUTE_MS = 60_000

export interface AddressBudget {
  /** Counts a call of `address`. Returns `undefined` while it may call, else the milliseconds until it may again. */
  take(address: string): number | undefined
}

/**
 * Makes a budget of `perMinute` calls for each address, in minutes that are the same for all of them, so that the counts
 * of a minute are dropped at once. Made for floods: a count is a look into one map.
 */
export function createAddressBudget(clock: Pick<Clock, 'elapsed'>, perMinute: number): AddressBudget {
  let began = clock.elapsed()
  let calls = new Map<string, number>()
  return {
    take(address) {
      const now = clock.elapsed()
      if (now - began >= MINUTE_MS) {
        began = now
        calls = new Map()
      }
      const made = calls.get(address) ?? 0
      if (made >= perMinute) return Math.ceil(began + MINUTE_MS - now)
      calls.set(address, made + 1)
      return undefined
    },
  }
}
