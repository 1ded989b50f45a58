import type { Clock } from '../../../shared/clock.ts'
import { SILENCE_MS } from '../../../shared/protocol/limits.ts'

/** The lead of the wall clock over the monotonic one, between two looks, that means sleep, or that the time was set. */
export const CLOCK_JUMP_MS = 10_000
/** The interval of looks when no message comes. */
export const LOOK_MS = 5_000

export interface Liveness {
  /** Notes a sign of life of the server, or the beginning of a new socket. */
  markAlive(): void
  /** Whether no frame has come for `SILENCE_MS`: the link is dead, whatever the socket says. */
  silent(): boolean
  /** Whether the time has jumped since the last call. After sleep a socket may look open and be dead (I7). */
  jumped(): boolean
}

/** Watches one link for silence and for jumps of the clock. */
export function createLiveness(clock: Clock): Liveness {
  let aliveAt = clock.elapsed()
  let skew = clock.now() - clock.elapsed()

  return {
    markAlive() {
      aliveAt = clock.elapsed()
    },
    silent: () => clock.elapsed() - aliveAt > SILENCE_MS,
    jumped() {
      const before = skew
      skew = clock.now() - clock.elapsed()
      return skew - before > CLOCK_JUMP_MS
    },
  }
}
