import type { Clock } from '../../../shared/clock.ts'
import { SILENCE_MS } from '../../../shared/protocol/limits.ts'

/** The wall clock ahead of the monotonic one by more than this between two looks: the machine slept, or time was set. */
export const CLOCK_JUMP_MS = 10_000
/** How often to look when no message asks for it. */
export const LOOK_MS = 5_000

export interface Liveness {
  /** The other end gave a sign of life, or a new socket begins. */
  heard(): void
  /** Neither a message nor a heartbeat for `SILENCE_MS`: whatever the socket says, the link is dead. */
  silent(): boolean
  /** Whether time jumped since the last call. After sleep a socket may look open and be dead (I7). */
  jumped(): boolean
}

export function createLiveness(clock: Clock): Liveness {
  let heardAt = clock.elapsed()
  let skew = clock.now() - clock.elapsed()

  return {
    heard() {
      heardAt = clock.elapsed()
    },
    silent: () => clock.elapsed() - heardAt > SILENCE_MS,
    jumped() {
      const before = skew
      skew = clock.now() - clock.elapsed()
      return skew - before > CLOCK_JUMP_MS
    },
  }
}
