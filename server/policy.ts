import type { Config } from './config.ts'
import type { Policy } from './context/context.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Reads the times that the operator may change, in milliseconds. */
export function policyOf(config: Config): Policy {
  return {
    unpaidTimeoutMs: config.UNPAID_TIMEOUT_MINUTES * MINUTE_MS,
    deliveryTimeoutMs: config.DELIVERY_TIMEOUT_MINUTES * MINUTE_MS,
    reminderExpiryMs: config.REMINDER_EXPIRY_HOURS * HOUR_MS,
    logRetentionMs: config.LOG_RETENTION_DAYS * DAY_MS,
    auditRetentionMs: config.AUDIT_RETENTION_DAYS * DAY_MS,
  }
}
