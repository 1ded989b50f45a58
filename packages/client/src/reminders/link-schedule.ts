import type { Retry } from '../../../../shared/protocol/close-codes.ts'
import { RECONNECT_BASE_MS, RECONNECT_MAX_MS, SPREAD_MS } from '../../../../shared/protocol/limits.ts'

/** The pause of the policy `later`, unless the server names one, and the bounds of what it may name; milliseconds. */
const LATER_MS = 60_000
const SHORTEST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 10 * 60_000

/**
 * Computes the pause before the next attempt to connect, milliseconds (docs/protocol.md, Reconnecting): the first uniform
 * in `spreadMs`, then full jitter; with `later` a minute more, or what the server asked for. `tries` counts the attempts
 * since the link was last stable; `random` is in 0 … 1.
 */
export function reconnectPause(
  policy: Exclude<Retry, 'never'>,
  {
    tries,
    random,
    spreadMs = SPREAD_MS,
    retryMs,
  }: { tries: number; random: number; spreadMs?: number; retryMs?: number | undefined },
): number {
  const asked = retryMs === undefined ? undefined : Math.min(LONGEST_RETRY_MS, Math.max(SHORTEST_RETRY_MS, retryMs))
  const wait = asked ?? (policy === 'later' ? LATER_MS : 0)
  const bound = tries === 0 ? Math.min(spreadMs, LONGEST_RETRY_MS) : RECONNECT_BASE_MS * 2 ** Math.min(tries, 10)
  return Math.round(wait + random * (tries === 0 ? bound : Math.min(RECONNECT_MAX_MS, bound)))
}
