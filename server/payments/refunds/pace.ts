import type { Backoff } from '../../outbox/backoff.ts'

const SECOND = 1_000
const HOUR = 60 * 60 * SECOND

/** The pauses between calls of one kind, and the number of calls after which a human has to look. */
interface Series extends Backoff {
  mostCalls: number
}

/**
 * Sending a refund until the provider has it: for some three days. Alipay wants three seconds between two tries at
 * least.
 */
export const SEND: Series = { firstMs: 10 * SECOND, longestMs: HOUR, mostCalls: 90 }

/** Asking until the provider has paid it out, which a bank card may take days for: some three weeks. */
export const POLL: Series = { firstMs: 60 * SECOND, longestMs: 6 * HOUR, mostCalls: 120 }
