import type { Logger } from 'pino'
import type { Clock } from '../../shared/clock.ts'
import type { Database } from '../db/database.ts'
import type { ClockWatch } from '../lib/clock-watch.ts'
import type { DatabaseClock } from '../lib/database-clock.ts'
import type { Random } from '../lib/random.ts'

/** Times that the operator may change. Milliseconds. */
export interface Policy {
  unpaidTimeoutMs: number
  deliveryTimeoutMs: number
  /** Counts only time in which a device announced the reminder. */
  reminderExpiryMs: number
  logRetentionMs: number
}

/** One entry of a store's log, as sent: `body` is the frame as JSON, written once for every device and every retry. */
export interface LogEntry {
  seq: number
  body: string
  /** The id of the event, which no other history of the log has at this position. */
  eventId: string
}

/** The dependencies of every command and job, passed along as an argument and never imported. */
export interface Context {
  db: Database
  clock: Clock
  clockWatch: ClockWatch
  /** The measurement behind `clock`, where that is the clock of a database which several servers share. */
  databaseClock?: DatabaseClock
  random: Random
  logger: Logger
  policy: Policy
  /**
   * Hints that a store's log has grown to `head`; `entry` is the entry at that position. A lost hint costs a second at
   * most: a poll reads the head (I15).
   */
  wake(storeId: string, head: number, entry?: LogEntry): void
  /** Hints that events were told; whoever waits for them looks again by itself as well. Absent: nobody waits. */
  eventsGrew?(): void
}
