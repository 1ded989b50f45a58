import type { Random } from '../lib/random.ts'

/** The pauses between the calls of a series: the first, and the longest that they grow to. Milliseconds. */
export interface Backoff {
  firstMs: number
  longestMs: number
}

/**
 * Draws the pause after call number `calls` (from 1) of a series, in milliseconds: doubled each time up to the longest,
 * and of that a random part between one half and the whole, so that calls that failed together are not repeated
 * together.
 */
export function pauseAfter(random: Random, calls: number, { firstMs, longestMs }: Backoff): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(calls - 1, 30))
  return Math.round(whole * (0.5 + Number(random.digits(4)) / 20_000))
}
