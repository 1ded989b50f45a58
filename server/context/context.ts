import type { Logger } from 'pino'
import type { Provider } from '../../shared/api/payments.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Database } from '../db/database.ts'
import type { Random } from '../lib/random.ts'
import type { LogEntry } from '../log/log-entry.ts'
import type { ProviderClient } from '../payments/providers/port.ts'

/** Times that the operator may change. Milliseconds. */
export interface Policy {
  unpaidTimeoutMs: number
  deliveryTimeoutMs: number
  reminderExpiryMs: number
  logRetentionMs: number
}

/** What every command and job works with. Passed along; nothing here is found by import. */
export interface Context {
  db: Database
  clock: Clock
  random: Random
  logger: Logger
  policy: Policy
  /** The payment providers that can be spoken to; money of the others goes back by hand. Never called in a transaction. */
  clients: ReadonlyMap<Provider, ProviderClient>
  /**
   * Hints that a store's log has grown to `head`; `entry` is what stands there. Losing it costs a second at most: a poll
   * finds out (I15).
   */
  wake(storeId: string, head: number, entry?: LogEntry): void
}
