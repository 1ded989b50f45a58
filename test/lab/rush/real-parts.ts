import type { ManualClock } from '../../support/manual-clock.ts'

/** A part of the world that works in real time: sockets, requests, the server with its database. */
export interface RealPart {
  /** Whether something has begun in it since `rest`. */
  busy(): boolean
  /** Resolves when whatever was begun in it has ended. It does not wait for the simulated clock, and never rejects. */
  rest(): Promise<void>
}

/** The simulated time between two looks at the sockets, milliseconds: nothing is delivered later than that. */
const STEP_MS = 250

/**
 * Lets `ms` of simulated time pass, a quarter of a second at a time. After each step the real parts come to rest, so that
 * a slow machine changes nothing but the time that it takes.
 */
export async function passTime(clock: ManualClock, parts: readonly RealPart[], ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += STEP_MS) {
    await clock.advanceAsync(Math.min(STEP_MS, ms - gone))
    while (parts.some((part) => part.busy())) {
      for (const part of parts) await part.rest()
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }
}

/** Counts calls that are under way. */
export function createCalls(): RealPart & { follow<T>(call: Promise<T>): Promise<T> } {
  const underWay = new Set<Promise<unknown>>()
  return {
    busy: () => underWay.size > 0,
    rest: async () => void (await Promise.allSettled(underWay)),
    follow(call) {
      underWay.add(call)
      const end = () => void underWay.delete(call)
      call.then(end, end)
      return call
    },
  }
}
