import type { Logger } from 'pino'
import type { Clock } from '../../shared/clock.ts'
import type { Database } from '../db/database.ts'
import type { ClockWatch } from '../lib/clock-watch.ts'
import type { Random } from '../lib/random.ts'

/** Times that the operator may change. Milliseconds. */
export interface Policy {
  unpaidTimeoutMs: number
  deliveryTimeoutMs: number
  /** Of time in which a device announced the reminder. */
  reminderExpiryMs: number
  logRetentionMs: number
}

/** One entry as it goes over the wire: `body` is the finished frame, serialised once for every device and every retry. */
export interface LogEntry {
  seq: number
  body: string
}

/** What every command and job works with. Passed along; nothing here is found by import. */
export interface Context {
  db: Database
  clock: Clock
  clockWatch: ClockWatch
  random: Random
  logger: Logger
  policy: Policy
  /**
   * Hints that a store's log has grown to `head`; `entry` is what stands there. Losing it costs a second at most: a poll
   * finds out (I15).
   */
  wake(storeId: string, head: number, entry?: LogEntry): void
}
