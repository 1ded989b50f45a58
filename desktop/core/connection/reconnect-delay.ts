import type { Retry } from '../../../shared/protocol/close-codes.ts'
import { RECONNECT_BASE_MS, RECONNECT_MAX_MS } from '../../../shared/protocol/limits.ts'
import type { Random } from '../ports.ts'

/** The pause of the policy `later`, unless the server names one. */
export const LATER_MS = 60_000
/** The bounds of a server's `retryMs`: neither a hot loop nor a device lost for ever. */
export const SHORTEST_RETRY_MS = 1_000
export const LONGEST_RETRY_MS = 10 * 60_000

export interface ReconnectDelay {
  /**
   * Computes the milliseconds until the next attempt. `now`: first uniform in `spreadMs`, then full jitter, `uniform(0,
   * min(30 s, 500 ms · 2ⁿ))`, so that a server that comes back meets no stampede. `later`: a minute, or the server's
   * `retryMs`.
   */
  next(policy: Exclude<Retry, 'never'>, server: { spreadMs: number; retryMs: number | undefined }): number
  /** Starts over, after the link has been good for `STABLE_MS`. */
  reset(): void
}

/** Computes the delays between the attempts of one connection. */
export function createReconnectDelay(random: Random): ReconnectDelay {
  let tries = 0

  function jitter(spreadMs: number): number {
    const bound = tries === 0 ? Math.min(spreadMs, LONGEST_RETRY_MS) : RECONNECT_BASE_MS * 2 ** tries
    return random.next() * (tries === 0 ? bound : Math.min(RECONNECT_MAX_MS, bound))
  }

  return {
    next(policy, { spreadMs, retryMs }) {
      const asked = retryMs === undefined ? undefined : Math.min(LONGEST_RETRY_MS, Math.max(SHORTEST_RETRY_MS, retryMs))
      const pause = asked ?? (policy === 'later' ? LATER_MS : 0)
      const delay = Math.round(pause + jitter(spreadMs))
      tries++
      return delay
    },
    reset() {
      tries = 0
    },
  }
}
